import Blister
import Foundation
import Imaging
import Inspection
import Logging
import Records

@testable import Rejection
@testable import Station

/// Verdicts, pins and records of one station, driven by hand: no camera, no thread, no clock.
final class DeliveryWorld {
    static let cycleMilliseconds = 50

    let desk: ActuationDesk
    let recorder: Recorder
    let faults = FaultBoard()
    let delivery: VerdictDelivery
    let challenge: ChallengeBoard?
    var actuator: Actuator
    private var accounting: Accounting
    private let folder: URL
    private let log = Logger(label: "delivery") { _ in SwiftLogNoOpLogHandler() }
    private(set) var cycles = 0
    private(set) var milliseconds = 0

    /// A station two cycles before its reject gate; quiet unless `alarms` say otherwise.
    init(
        lanes: Int = 1,
        isWired: Bool = true,
        alarms: AlarmRules = AlarmRules(
            consecutiveRejects: nil,
            windowRejects: nil,
            consecutiveLate: nil
        ),
        confirmation: ConfirmationWindow? = nil,
        challenge rule: ChallengeRule? = nil
    ) {
        let settings = RejectionSettings(
            lanes: lanes,
            distance: .cycles(2),
            pulseNanoseconds: 20_000_000,
            confirmation: confirmation,
            alarms: alarms
        )
        desk = ActuationDesk(lanes: lanes)
        folder = FileManager.default.temporaryDirectory.appending(path: "delivery-\(UUID())")
        recorder = Recorder(
            settings: RecorderSettings(
                folder: folder,
                rejectLogPath: folder.appending(path: "reject.log").path(),
                evidenceByteCountMax: 1_000_000,
                freeByteCountMin: 0
            ),
            context: InspectionContext(
                recipe: "mint",
                model: "",
                layout: nil,
                demandsChallenge: rule != nil
            )
        )
        let recorder = recorder
        challenge = rule.map { rule in
            ChallengeBoard(rule: rule, hasSensor: confirmation != nil, recorder: recorder)
        }
        delivery = VerdictDelivery(
            desk: desk,
            recorder: recorder,
            faults: faults,
            isWired: isWired,
            distance: settings.distance,
            challenge: challenge
        )
        accounting = Accounting(
            desk: desk,
            recorder: recorder,
            faults: faults,
            challenge: challenge
        )
        actuator = Actuator(
            settings: settings,
            register: desk.register,
            journal: desk.journal,
            counts: desk.counts,
            cycleHistory: desk.cycleHistory,
            tickHistory: desk.tickHistory
        )
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// The counts of the open batch.
    var account: BatchAccount { recorder.batch?.account ?? BatchAccount() }

    /// One edge of the cycle pin and what follows until just before the next; its number.
    @discardableResult
    func cycle(losingEdges lost: Int = 0) -> Int {
        milliseconds = (milliseconds / Self.cycleMilliseconds + 1) * Self.cycleMilliseconds
        edgeSequence += UInt32(1 + lost)
        edge(.cycle, sequence: edgeSequence)
        cycles += 1
        return cycles - 1
    }

    private var edgeSequence: UInt32 = 0

    func edge(_ pin: InputPin, sequence: UInt32 = 0) {
        actuator.handle(
            PinEdge(
                pin: pin,
                isRising: true,
                timestampNanoseconds: Int64(milliseconds) * 1_000_000,
                lineSequence: sequence
            )
        )
    }

    /// Lets time pass and looks at the pins.
    @discardableResult
    func look(afterMilliseconds wait: Int = 1) -> OutputLevels {
        milliseconds += wait
        return actuator.levels(
            atNanoseconds: Int64(milliseconds) * 1_000_000,
            inputs: ActuationInputs(progress: 0, isHealthy: true, isCameraLost: false)
        )
    }

    /// The cutting thread says that a blister comes.
    func announce(_ cycle: Int, lane: Int = 0) {
        delivery.announce(
            BlisterCut(
                identity: BlisterIdentity(cycle: cycle, lane: lane),
                image: Image(width: 1, height: 1, channels: 1, filledWith: 0),
                expectedOrigin: Point(x: 0, y: 0),
                millimetresPerColumn: 0.1,
                millimetresPerRow: 0.1,
                capturedNanoseconds: Int64(milliseconds) * 1_000_000,
                encoderTicks: nil,
                firstRow: 0,
                isIncomplete: false
            )
        )
    }

    /// An inspecting thread delivers a verdict.
    func deliver(_ cycle: Int, lane: Int = 0, _ reasons: [RejectReason] = []) {
        var result = InspectionResult.unjudged(
            BlisterIdentity(cycle: cycle, lane: lane),
            reason: .unseen
        )
        result.verdict = Verdict(reasons: reasons)
        delivery.deliver(BlisterRecord(result: result, picture: nil, pixelsPerMillimetre: 0))
    }

    /// The control plane takes what the actuation thread has reported.
    func settle() { accounting.step(log: log) }

    /// The end of the run: everything under way is rejected and accounted.
    func stop() {
        _ = actuator.stop()
        settle()
    }
}
