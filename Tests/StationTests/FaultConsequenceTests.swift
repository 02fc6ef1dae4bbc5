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
        for (identity, judged) in try DeterminismTests.reference.get().results
        where identity.cycle != cycle {
            let found = seen.results[identity]?.verdict
            #expect(found == judged.verdict, "\(identity)", sourceLocation: sourceLocation)
        }
    }

    @Test func `a blister whose rows were lost is rejected and its neighbours are judged`() throws {
        let web = try RecordedWeb.shared.get()
        let lost = try Self.middle(web)
        let seen = try RehearsedVerdicts(web, workers: 2, lost: lost)
        try Self.check(seen, .rowsLost, cycle: 2)
    }

    @Test func `a blister that the camera missed is rejected and its neighbours are judged`() throws
    {
        let web = try RecordedWeb.shared.get()
        let lost = try Self.middle(web)
        let seen = try RehearsedVerdicts(web, workers: 2, lost: lost, losesCamera: true)
        try Self.check(seen, .cameraGone, cycle: 2)
        #expect(seen.faults.active.isEmpty)
    }

    @Test func `a blister that cannot be aligned is rejected and its neighbours are judged`() throws
    {
        let web = try RecordedWeb.shared.get()
        let rows = try #require(web.supply.cycleRows)
        var blank = web.rows
        for sample in rows[2] * web.width..<rows[3] * web.width { blank[sample] = 90 }
        let seen = try RehearsedVerdicts(RecordedWeb(web, rows: blank), workers: 2)
        try Self.check(seen, .notAligned, cycle: 2)
        #expect(seen.faults.total(of: .notAligned) == RecordedWeb.lanes)
    }

    @Test func `a cut that finds the queue full is refused, not dropped in silence`() throws {
        let web = try RecordedWeb.shared.get()
        let product = try TaughtProduct(recipePath: web.recipePath)
        let parts = try #require(PipelineParts(product: product, supply: web.supply))
        let faults = FaultBoard()
        let capture = CaptureLoop(
            source: RecordedRows(web, rowsPerChunk: 256),
            policy: .wait,
            faults: faults,
            timeoutNanoseconds: 1,
            rowRateHertz: web.supply.rowRateHertz
        )
        let format = try capture.prepare()
        // Room for the probe and one blister; nobody inspects.
        let queue = BoundedQueue<InspectionJob>(capacity: 2)
        let told = Mutex<(announced: [BlisterIdentity], refused: [BlisterIdentity])>(([], []))
        let assembly = AssemblyLoop(
            capture: capture,
            corrector: try ChunkCorrector(format: format, calibration: nil, lights: 1),
            cutter: BlisterCutter(
                geometry: parts.geometry,
                format: format,
                trigger: parts.trigger
            ),
            triggers: nil,
            numbering: .own,
            queue: queue,
            policy: .drop,
            faults: faults,
            announce: { cut in told.withLock { $0.announced.append(cut.identity) } },
            refuse: { identity in told.withLock { $0.refused.append(identity) } }
        )
        capture.run()
        assembly.run()
        var queued: [BlisterIdentity] = []
        while let job = queue.take() {
            if case .blister(let cut, _) = job { queued.append(cut.identity) }
        }
        let (announced, refused) = told.withLock { $0 }
        #expect(announced.count == RecordedWeb.cycles * RecordedWeb.lanes)
        #expect(queued.count == 1 && queued + refused == announced)
        #expect(faults.total(of: .overflow) == refused.count)
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
