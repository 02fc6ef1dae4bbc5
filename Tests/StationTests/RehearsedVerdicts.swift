import Blister
import Imaging
import Records
import Station
import Synchronization

/// What a rehearsal delivered, by blister; a blister delivered twice is an issue of its own.
final class RehearsedVerdicts: Sendable {
    private let records = Mutex<[BlisterIdentity: [BlisterRecord]]>([:])

    /// Runs `web` through a station's way of a blister.
    init(
        _ web: RecordedWeb,
        workers: Int,
        rowsPerChunk: Int = 256,
        lost: Range<Int> = 0..<0,
        losesCamera: Bool = false,
        findsBlisters: Bool = false
    ) throws {
        let rehearsal = try Rehearsal(recipePath: web.recipePath, workers: workers)
        faults = rehearsal.faults
        var supply = web.supply
        if findsBlisters { supply.cycleRows = nil }
        try rehearsal.run(
            RecordedRows(web, rowsPerChunk: rowsPerChunk, lost: lost, losesCamera: losesCamera),
            supply: supply
        ) { [self] record in
            records.withLock { $0[record.result.identity, default: []].append(record) }
        }
    }

    let faults: FaultBoard

    /// Everything but the time it took, by blister.
    var results: [BlisterIdentity: InspectionResult] {
        records.withLock { records in
            records.mapValues { list in
                var result = list[0].result
                result.latencyMilliseconds = 0
                return result
            }
        }
    }

    /// The registered pictures, by blister.
    var pictures: [BlisterIdentity: [UInt8]] {
        records.withLock { $0.compactMapValues { $0[0].picture?.pixels } }
    }

    /// How often each blister was delivered.
    var counts: [BlisterIdentity: Int] { records.withLock { $0.mapValues(\.count) } }

    /// Reasons of one blister; nil when it was not delivered.
    func reasons(cycle: Int, lane: Int) -> [RejectReason]? {
        results[BlisterIdentity(cycle: cycle, lane: lane)]?.verdict.reasons
    }
}
