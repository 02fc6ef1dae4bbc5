import Blister
import Records
import Synchronization

/// Counts verdicts as they are delivered; any thread.
final class Tally: Sendable {
    private let blisterCount = Atomic<Int>(0)
    private let acceptedCount = Atomic<Int>(0)

    var blisters: Int { blisterCount.load(ordering: .relaxed) }
    var accepted: Int { acceptedCount.load(ordering: .relaxed) }

    func count(_ record: BlisterRecord) {
        blisterCount.add(1, ordering: .relaxed)
        if record.result.verdict == .accept { acceptedCount.add(1, ordering: .relaxed) }
    }
}
