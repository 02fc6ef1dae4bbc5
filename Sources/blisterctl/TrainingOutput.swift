import Foundation
import Imaging
import Training
import TrainingReports

/// Where a model goes, and the picture of its losses beside it.
struct TrainingOutput {
    let path: String

    /// Before hours of work: whether anything can be written there.
    func check() throws {
        let folder = URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw InputError("\(path): its folder cannot be written; name another place")
        }
    }

    func writeLosses(_ records: [TrainingRecord]) throws {
        let curve = URL(filePath: path).deletingPathExtension().appendingPathExtension("png")
        try LossCurve().picture(records).write(path: curve.path(percentEncoded: false))
    }
}
