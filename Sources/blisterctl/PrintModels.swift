import Foundation
import Graphs
import PackReading
import VisionModels

/// The files that reading print needs, which lie beside each other in `Models/print`.
enum PrintModels {
    /// The net that reads lines; of `folder` nil, the shipped one.
    static func reader(_ folder: String? = nil) throws(VisionModelError) -> String {
        try PrintFiles.reader(folder: folder)
    }

    /// The net that finds lines.
    static func finder(_ folder: String? = nil) throws(VisionModelError) -> String {
        try PrintFiles.finder(folder: folder)
    }

    /// Whether the model at `path` is for the task print.
    static func isReader(_ path: String) throws -> Bool {
        let metadata = try Model.reading(path).metadata
        return metadata["blisterd.task"] == ModelCard.Task.print.rawValue
    }

    /// The letters to draw with.
    static func letters() throws(VisionModelError) -> String {
        // A reader that is yet to be trained is not there, its letters are.
        URL(filePath: try ShippedModel.folder("print")).appending(path: "letters.txt")
            .path(percentEncoded: false)
    }
}
