import AuditTrails
import Foundation
import Records

/// Holds the stored blisters of every batch against the roots that the trail has.
struct BatchRootComparison {
    /// The records folder.
    let folder: String

    /// Compares, and adds what is wrong to `report`; how many batches are as they were.
    func compare(_ report: inout AuditReport) throws -> Int {
        guard !report.batchRoots.isEmpty else { return 0 }
        let store = try RecordStore.openForReading(folder: URL(filePath: folder))
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
                    file: "\(folder)/\(RecordStore.fileName)",
                    line: nil,
                    sequence: nil,
                    sentence: sentence
                )
            )
        }
        return count
    }
}
