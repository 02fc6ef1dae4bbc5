internal import Foundation

/// Where the models that ship with the product lie.
public enum ShippedModel {
    /// The file of the model `name`: below Models/ of a checkout that is the working folder or holds
    /// the running program, or as installed beside it.
    ///
    /// - Parameters:
    ///   - name: `backbone` or `pocket`.
    ///   - otherwise: what else a person can do where it is not there.
    /// - Returns: its path.
    /// - Throws: where it is nowhere, with the cure.
    public static func path(
        _ name: String,
        otherwise: String = "name the file with --base"
    ) throws(VisionModelError) -> String {
        try found("\(name)/\(name).onnx", otherwise)
    }

    /// The folder of the model `name`, with what else belongs to it; as ``path(_:otherwise:)``.
    public static func folder(_ name: String) throws(VisionModelError) -> String {
        let readme = try found("\(name)/README.md", "give the product's files back to it")
        return URL(filePath: readme).deletingLastPathComponent().path(percentEncoded: false)
    }

    private static func found(
        _ file: String,
        _ otherwise: String
    ) throws(VisionModelError) -> String {
        let program = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        var places = [URL(filePath: "Models")]
        var folder = program.deletingLastPathComponent()
        places.append(folder.appending(path: "../share/blisterd/models").standardized)
        for _ in 0..<4 {
            places.append(folder.appending(path: "Models"))
            folder = folder.deletingLastPathComponent()
        }
        for place in places {
            let path = place.appending(path: file).path()
            if FileManager.default.fileExists(atPath: path) { return path }
        }
        throw VisionModelError(
            path: "Models/\(file)",
            reason: "is not there",
            cure: "run in the checkout, install the product, or \(otherwise)"
        )
    }
}
