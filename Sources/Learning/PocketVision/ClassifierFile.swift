internal import Foundation
internal import Graphs
internal import ONNXFiles
public import VisionModels

/// Where the pocket classifier's file lies.
public enum ClassifierFile {
    /// The classifier in `folder`: `pocket/pocket.onnx`, `pocket.onnx`, or else the only file there
    /// whose card says that it names what is in a pocket; in nil: the one that ships.
    ///
    /// - Throws: where there is none, or more than one, with file, reason and cure.
    public static func path(folder: String?) throws(VisionModelError) -> String {
        guard let folder else {
            return try ShippedModel.path("pocket", otherwise: "name its folder with --models")
        }
        let base = URL(filePath: folder)
        for name in ["pocket/pocket.onnx", "pocket.onnx"] {
            let path = base.appending(path: name).path()
            if FileManager.default.fileExists(atPath: path) { return path }
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let found = names.filter { $0.hasSuffix(".onnx") }.sorted()
            .map { base.appending(path: $0).path() }.filter(isClassifier)
        guard found.count == 1 else {
            throw VisionModelError(
                path: folder,
                reason: "holds \(found.count == 0 ? "no" : "\(found.count)") pocket classifiers",
                cure: "put one there, as pocket.onnx"
            )
        }
        return found[0]
    }

    private static func isClassifier(_ path: String) -> Bool {
        guard let model = try? ModelFile.read(path),
            let card = try? ModelCard(metadata: model.metadata)
        else { return false }
        return card.task == .pocket
    }
}
