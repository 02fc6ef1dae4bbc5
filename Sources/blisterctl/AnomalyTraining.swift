import Anomalies
import Datasets
import Digests
import Foundation
import Imaging
import Linux
import VisionModels

/// `blisterctl train --task anomaly`: an anomaly model out of a folder's good pictures.
struct AnomalyTraining {
    let data: String
    let out: String
    /// Backbone; nil: the shipped one.
    let base: String?
    let size: Int
    let falseRejectTarget: Double
    let seed: UInt64

    func run() throws {
        let good = try PictureSet(folder: data).training.filter(\.isGood)
        guard good.count >= AnomalyTeaching.picturesMin else {
            throw PictureSetError(
                path: data,
                reason: "holds \(good.count) good pictures to learn from",
                cure: "put at least \(AnomalyTeaching.picturesMin) into train/good, or into good"
            )
        }
        var teaching = AnomalyTeaching(backbonePath: try base ?? ShippedModel.path("backbone"))
        teaching.size = size
        teaching.falseRejectShare = falseRejectTarget
        teaching.seed = seed
        teaching.turning = .whereUseful
        teaching.threads = min(8, max(1, ProcessInfo.processInfo.activeProcessorCount))
        var digests = ""
        for picture in good {
            let bytes = try Data(contentsOf: URL(filePath: picture.path))
            digests += SHA256Digest(of: [UInt8](bytes)).description
        }
        let product = URL(filePath: data).lastPathComponent
        let outcome = try teaching.teach(
            groups: good.map(\.group),
            facts: [
                "product": product,
                "data_sha256": SHA256Digest(of: Array(digests.utf8)).description,
            ],
            picture: { try Image(path: good[$0].path) }
        )
        do {
            try AtomicFile.replace(out, with: outcome.bytes)
        } catch {
            throw VisionModelError(
                path: out,
                reason: "cannot be written: \(error)",
                cure: "check the folder and its permissions"
            )
        }
        let scores = outcome.goodScores.sorted()
        print(
            "good pictures: \(good.count), scores by a memory that has not seen them "
                + String(
                    format: "%.2f … %.2f … %.2f",
                    scores[0],
                    scores[scores.count / 2],
                    scores[scores.count - 1]
                )
        )
        if outcome.card.facts["turned_copies"] == "yes" {
            print("the product lies any way: turned copies are remembered too")
        }
        print(
            String(
                format: "threshold %.3f for %.2f %% false rejects",
                outcome.card.threshold,
                falseRejectTarget * 100
            )
        )
        print("wrote \(out), \(outcome.bytes.count / 1024) KiB")
    }
}
