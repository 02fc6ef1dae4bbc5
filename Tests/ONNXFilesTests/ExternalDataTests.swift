import DamagedModels
import Foundation
import Graphs
import ONNXFiles
import ONNXMessages
import SwiftProtobuf
import Tensors
import Testing

struct ExternalDataTests {
    /// A folder with a folder `model`, in it `data.bin` of 12 bytes; beside it `secret.bin`.
    final class Folder {
        let url = FileManager.default.temporaryDirectory
            .appending(path: "external-\(UUID().uuidString)")
        var model: URL { url.appending(path: "model") }

        init() throws {
            try FileManager.default.createDirectory(at: model, withIntermediateDirectories: true)
            try Data([0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0])
                .write(to: model.appending(path: "data.bin"))
            try Data(count: 8).write(to: url.appending(path: "secret.bin"))
        }

        deinit { try? FileManager.default.removeItem(at: url) }

        /// Reads a model with one tensor of two whole numbers outside.
        func read(_ entries: [String: String]) throws -> Tensor? {
            let message = SampleModels.model { graph in
                let tensor = SampleModels.tensor("w", [2], .int32) { tensor in
                    tensor.dataLocation = .external
                    tensor.externalData = entries.map { key, value in
                        var pair = Onnx_StringStringEntryProto()
                        (pair.key, pair.value) = (key, value)
                        return pair
                    }
                }
                graph.initializer = [tensor]
            }
            let path = model.appending(path: "model.onnx")
            let bytes: Data = try message.serializedBytes()
            try bytes.write(to: path)
            return try ModelFile.read(path.path(percentEncoded: false)).graph.constants["w"]
        }

        func refuses(_ entries: [String: String]) -> Bool {
            do {
                _ = try read(entries)
                return false
            } catch let error as ModelError {
                guard case .externalData = error.reason else { return false }
                return error.node == "constant w"
            } catch {
                return false
            }
        }
    }

    @Test func `elements are taken from the place that is stated`() throws {
        let folder = try Folder()
        let tensor = try folder.read(["location": "data.bin", "offset": "4", "length": "8"])
        #expect(tensor == Tensor([Int32(1), 2], shape: [2]))
        #expect(try folder.read(["location": "./data.bin", "offset": "4"]) == tensor)
    }

    @Test(arguments: [
        ["offset": "8"], ["offset": "13"], ["offset": "-4"], ["offset": "four"], ["length": "4"],
        ["length": "12"], ["length": "99999999999999999999"], ["offset": "9223372036854775807"],
        ["offset": "8", "length": "8"], ["offset": "4", "length": "-8"],
    ])
    func `places outside the file and other lengths are refused`(
        entries: [String: String]
    ) throws {
        let folder = try Folder()
        #expect(folder.refuses(entries.merging(["location": "data.bin"]) { $1 }))
    }

    @Test(arguments: [
        "", "../secret.bin", "sub/../../secret.bin", "/etc/passwd", "missing.bin", ".", "sub",
        "..", "data.bin\0", "data.bin/", "sub/../data.bin",
    ])
    func `locations outside the model's folder, or of no file, are refused`(
        location: String
    ) throws {
        let folder = try Folder()
        try FileManager.default.createDirectory(
            at: folder.model.appending(path: "sub"),
            withIntermediateDirectories: true
        )
        #expect(folder.refuses(["location": location, "length": "8"]))
    }

    @Test func `links lead nowhere outside the folder`() throws {
        let folder = try Folder()
        let files = FileManager.default
        try files.createSymbolicLink(
            at: folder.model.appending(path: "out.bin"),
            withDestinationURL: folder.url.appending(path: "secret.bin")
        )
        try files.createSymbolicLink(
            atPath: folder.model.appending(path: "up").path(percentEncoded: false),
            withDestinationPath: ".."
        )
        try files.createSymbolicLink(
            atPath: folder.model.appending(path: "in.bin").path(percentEncoded: false),
            withDestinationPath: "data.bin"
        )
        try files.createSymbolicLink(
            atPath: folder.model.appending(path: "loop").path(percentEncoded: false),
            withDestinationPath: "loop"
        )
        #expect(folder.refuses(["location": "out.bin"]))
        #expect(folder.refuses(["location": "up/secret.bin"]))
        #expect(folder.refuses(["location": "loop"]))
        #expect(try folder.read(["location": "in.bin", "offset": "4"])?.count == 2)
    }

    @Test func `a model that came as bytes has nothing outside`() {
        let message = SampleModels.model { graph in
            graph.initializer = [
                SampleModels.tensor("w", [2], .int32) { $0.dataLocation = .external }
            ]
        }
        #expect(
            error(message)?.reason == .externalData("the model did not come from a file")
        )
    }
}
