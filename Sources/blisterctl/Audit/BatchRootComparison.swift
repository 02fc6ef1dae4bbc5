import AuditTrails
import Foundation
import Records

/// Holds the stored blisters of every batch against the roots that the trail has.
struct BatchRootComparison {
    /// The records folder.
    let folder: String
    /// A running station is adding to trail and store: the newest batch may have no root yet.
    let isBeingWritten: Bool

    /// Compares, and adds what is wrong to `report`; how many batches are as they were.
    func compare(_ report: inout AuditReport) throws -> Int {
        let file = "\(folder)/\(RecordStore.fileName)"
        guard !report.batchRoots.isEmpty || FileManager.default.fileExists(atPath: file) else {
            return 0
        }
        let store = try RecordStore.openForReading(folder: URL(filePath: folder))
        try findWithoutRoot(&report, store)
        var count = 0
        for (batch, root) in report.batchRoots.sorted(by: { $0.key < $1.key }) {
            var tree = MerkleTree()
            let isThere = try store.leaves(batch: batch) { tree.append($0) }
            let stored = BatchRoot(batch: batch, tree: tree)
            guard stored != root else {
                count += 1
                continue
            }
            let sentence =
                isThere
                ? "batch \(batch): \(stored.leafCount) stored blisters are not the "
                    + "\(root.leafCount) whose root the trail has"
                : "batch \(batch) is not in the store"
            report.add(
                AuditFinding(
                    kind: .otherBlisters,
                    file: file,
                    line: nil,
                    sequence: nil,
                    sentence: sentence
                )
            )
        }
        return count
    }

    /// Batches that are over and have no root in the trail, those before its first root left out.
    private func findWithoutRoot(
        _ report: inout AuditReport,
        _ store: RecordStoreReader
    ) throws {
        let roots = report.batchRoots
        let first = roots.keys.min() ?? 0
        let last = isBeingWritten ? roots.keys.max() ?? 0 : Int.max
        for batch in try store.finishedBatches(after: first)
        where roots[batch.number] == nil && batch.number <= last {
            report.add(
                AuditFinding(
                    kind: .truncatedTail,
                    file: "\(folder)/\(RecordStore.fileName)",
                    line: nil,
                    sequence: nil,
                    sentence: "batch \(batch.number) is over, and the trail has no root of it: "
                        + "the station was cut off then, or entries were taken away"
                )
            )
        }
    }
}
