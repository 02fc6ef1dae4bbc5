import Blister
import Foundation
import Linux
import Synchronization
import Testing

@testable import Records

@Suite struct RecordObserverTests {
    private final class Notes: RecordObserver {
        let taken = Mutex<[FiledResult]>([])
        let amended = Mutex<[String]>([])

        func take(_ filed: FiledResult) { taken.withLock { $0.append(filed) } }

        func amend(
            _ blisterID: String,
            reason: RejectReason,
            wasAccepted: Bool,
            isSetApart: Bool
        ) {
            amended.withLock { $0.append("\(blisterID) \(reason.rawValue) \(wasAccepted)") }
        }
    }

    @Test func `an observer hears of every blister once, in order, and of every amendment`() throws
    {
        let folder = try TemporaryFolder()
        let notes = Notes()
        let recorder = Recorder(
            settings: Fixture.settings(folder.url),
            context: Fixture.context,
            observers: [notes]
        )
        try recorder.start(ThreadPlan(name: "records"))
        for cycle in 0..<50 {
            recorder.expect(BlisterIdentity(cycle: cycle, lane: 0))
            let reasons: [RejectReason] = cycle % 10 == 0 ? [.missing] : []
            recorder.record(Fixture.record(cycle: cycle, reasons: reasons, hasPicture: true))
        }
        recorder.amend(BlisterIdentity(cycle: 7, lane: 0), reason: .late)
        recorder.stop()
        let taken = notes.taken.withLock { $0 }
        #expect(taken.map(\.blisterID) == (0..<50).map { "1-\($0)-0" })
        for filed in taken {
            let isReject = filed.result.verdict != .accept
            #expect((filed.evidence != nil) == isReject, "\(filed.blisterID)")
            #expect(filed.resultLine?.contains("\"\(filed.blisterID)\"") == true)
        }
        #expect(notes.amended.withLock { $0 } == ["1-7-0 late true"])
    }
}
