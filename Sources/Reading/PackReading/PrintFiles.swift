internal import Foundation
public import VisionModels

/// Where the files lie that reading print needs, beside each other.
public enum PrintFiles {
    /// The net that reads lines, in `folder`; in nil: the one that ships.
    public static func reader(folder: String?) throws(VisionModelError) -> String {
        guard let folder else {
            return try ShippedModel.path("print", otherwise: "name its folder with --models")
        }
        return URL(filePath: folder).appending(path: "print.onnx").path(percentEncoded: false)
    }

    /// The net that finds lines, in `folder`; in nil: the one that ships.
    public static func finder(folder: String?) throws(VisionModelError) -> String {
        let place = URL(filePath: try reader(folder: folder)).deletingLastPathComponent()
        return place.appending(path: "finder.onnx").path(percentEncoded: false)
    }
}
