import Foundation
import Graphs
import TextReading
import VisionModels

/// The files that reading print needs, which lie beside each other in `Models/print`.
enum PrintModels {
    /// The net that reads lines; of `folder` nil, the shipped one.
    static func reader(_ folder: String? = nil) throws(VisionModelError) -> String {
        guard let folder else {
            return try ShippedModel.path("print", otherwise: "name its folder with --models")
        }
        return URL(filePath: folder).appending(path: "print.onnx").path(percentEncoded: false)
    }

    /// The net that finds lines.
    static func finder(_ folder: String? = nil) throws(VisionModelError) -> String {
        try sibling("finder.onnx", folder)
    }

    /// Whether the model at `path` is for the task print.
    static func isReader(_ path: String) throws -> Bool {
        let metadata = try Model.reading(path).metadata
        return metadata["blisterd.task"] == ModelCard.Task.print.rawValue
    }

    /// The letters to draw with.
    static func letters() throws(VisionModelError) -> String { try sibling("letters.txt", nil) }

    private static func sibling(
        _ name: String,
        _ folder: String?
    ) throws(VisionModelError) -> String {
        let place: URL
        if let folder {
            place = URL(filePath: folder)
        } else {
            // A reader that is yet to be trained is not there, its letters are.
            place = URL(filePath: try ShippedModel.folder("print"))
        }
        return place.appending(path: name).path(percentEncoded: false)
    }
}
