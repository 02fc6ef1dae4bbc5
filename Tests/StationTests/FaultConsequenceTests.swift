import Blister
import Capture
import Inspection
import Linux
import Records
import Registration
import Synchronization
import Testing

@testable import Rejection
@testable import Station

/// What a fault does to the blisters it can hide: the reason that ``FaultResponse`` promises.
struct FaultConsequenceTests {
    /// Rows in the middle of cycle 2.
    private static func middle(_ web: RecordedWeb) throws -> Range<Int> {
        let row = try #require(web.supply.cycleRows?[2])
        return row + 250..<row + 290
    }

    private static func check(
        _ seen: RehearsedVerdicts,
        _ fault: Fault,
        cycle: Int,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let promised = try #require(FaultResponse(to: fault).rejectsAs)
        #expect(seen.faults.total(of: fault) > 0, sourceLocation: sourceLocation)
        for lane in 0..<RecordedWeb.lanes {
            #expect(
                seen.reasons(cycle: cycle, lane: lane) == [promised],
                sourceLocation: sourceLocation
            )
        }
        #expect(seen.counts.values.allSatisfy { $0 == 1 }, sourceLocation: sourceLocation)
        #expect(
            seen.counts.count == RecordedWeb.cycles * RecordedWeb.lanes,
            sourceLocation: sourceLocation
        )
        let others = seen.results.filter { $0.key.cycle != cycle }
        #expect(
            others.values.allSatisfy { !$0.verdict.reasons.contains(promised) },
            sourceLocation: sourceLocation
        )
    }

    @Test func `a blister whose rows were lost is rejected and its neighbours are judged`() throws {
        let web = try RecordedWeb.shared.get()
        let lost = try Self.middle(web)
        let seen = try RehearsedVerdicts(web, workers: 2, lost: lost)
        try Self.check(seen, .rowsLost, cycle: 2)
    }

    @Test func `a blister that the camera missed is rejected and its neighbours are judged`() throws {
        let web = try RecordedWeb.shared.get()
        let lost = try Self.middle(web)
        let seen = try RehearsedVerdicts(web, workers: 2, lost: lost, losesCamera: true)
        try Self.check(seen, .cameraGone, cycle: 2)
        #expect(seen.faults.active.isEmpty)
    }

    @Test func `a blister that cannot be aligned is rejected and its neighbours are judged`() throws {
        let web = try RecordedWeb.shared.get()
        let rows = try #require(web.supply.cycleRows)
        var blank = web.rows
        for sample in rows[2] * web.width..<rows[3] * web.width { blank[sample] = 90 }
        let seen = try RehearsedVerdicts(RecordedWeb(web, rows: blank), workers: 2)
        try Self.check(seen, .notAligned, cycle: 2)
        #expect(seen.faults.total(of: .notAligned) == RecordedWeb.lanes)
    }

    @Test func `what comes faster than it is inspected is rejected, never passed unjudged`() throws {
        let web = try RecordedWeb.shared.get()
        let judged = try RehearsedVerdicts(web, workers: 2)
        let hurried = try RehearsedVerdicts(web, workers: 1, rowsPerChunk: 16, isPaced: true)
        #expect(hurried.counts == judged.counts)
        for (identity, result) in hurried.results where result != judged.results[identity] {
            #expect(result.verdict == .reject([.unseen]), "\(identity)")
        }
        let unseen = hurried.results.values.count { $0.verdict == .reject([.unseen]) }
        #expect((unseen > 0) == (hurried.faults.total(of: .overflow) > 0))
    }

    /// Delivers no row, then ends.
    private final class SilentCamera: ChunkSource {
        let format: ChunkFormat
        private var waits = 0

        init(width: Int) { format = ChunkFormat(width: width, channels: 1, rowsMax: 64) }

        func start() throws(CaptureFault) {}
        func stop() {}

        func next(
            into chunk: Chunk<Raw>,
            timeoutNanoseconds: Int64
        ) throws(CaptureFault) -> CaptureEvent {
            waits += 1
            guard waits < 20 else { return .end }
            MonotonicClock.sleep(
                untilNanoseconds: MonotonicClock.nowNanoseconds + timeoutNanoseconds
            )
            return .timeout
        }
    }

    @Test func `cycles of a machine whose camera is silent are rejected`() throws {
        let web = try RecordedWeb.shared.get()
        let product = try TaughtProduct(recipePath: web.recipePath)
        var parts = try #require(PipelineParts(product: product, supply: web.supply))
        let history = CountHistory()
        for cycle in 1...3 {
            history.append(
                count: cycle,
                atNanoseconds: MonotonicClock.nowNanoseconds + Int64(cycle)
            )
        }
        parts.trigger = .pulses
        parts.cyclePulses = history
        parts.timeoutNanoseconds = 5_000_000
        let faults = FaultBoard()
        let told = Mutex<[BlisterIdentity: [Verdict]]>([:])
        let pipeline = try Pipeline(
            source: SilentCamera(width: web.width),
            parts: parts,
            plan: Pipeline.ThreadingPlan(capture: ThreadPlan(name: "capture"), workers: 1),
            hooks: PipelineHooks(
                faults: faults,
                progress: Progress(),
                announce: { _ in },
                deliver: { record in
                    told.withLock {
                        $0[record.result.identity, default: []].append(record.result.verdict)
                    }
                }
            )
        )
        _ = try pipeline.start()
        pipeline.join()
        let promised = try #require(FaultResponse(to: .cameraSilent).rejectsAs)
        let verdicts = told.withLock { $0 }
        #expect(verdicts.count == 3 * RecordedWeb.lanes)
        #expect(verdicts.values.allSatisfy { $0 == [.reject([promised])] })
        #expect(faults.active == [.cameraSilent])
    }
}

extension RecordedWeb {
    /// The same web with other samples.
    init(_ web: RecordedWeb, rows: [UInt8]) {
        recipePath = web.recipePath
        width = web.width
        rowCount = web.rowCount
        supply = web.supply
        self.rows = rows
    }
}
