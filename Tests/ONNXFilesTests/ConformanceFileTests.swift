import Foundation
import Graphs
import ONNXFiles
import Testing

struct ConformanceFileTests {
    /// Folders of ONNX's operator tests, beside the repository or where `BLISTERD_SHARED` says.
    static let folders: [URL] = {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let shared =
            ProcessInfo.processInfo.environment["BLISTERD_SHARED"].map { URL(filePath: $0) }
            ?? root.appending(path: "../shared").standardizedFileURL
        let cases = shared.appending(path: "onnx-node-tests/cases")
        let names = try? FileManager.default.contentsOfDirectory(
            at: cases,
            includingPropertiesForKeys: nil
        )
        return (names ?? []).sorted { $0.path() < $1.path() }
    }()

    @Test(
        .enabled(
            if: !folders.isEmpty,
            "SKIPPED: no ../shared/onnx-node-tests/cases, nor BLISTERD_SHARED that names a folder"
        )
    )
    func `every model and tensor of ONNX's operator tests is read`() throws {
        var tensorCount = 0
        for folder in Self.folders {
            let name = folder.lastPathComponent
            #expect(throws: Never.self, "\(name)") {
                let model = folder.appending(path: "model.onnx")
                let graph = try ModelFile.read(model.path(percentEncoded: false)).graph
                #expect(!graph.outputs.isEmpty, "\(name)")
            }
            let data = folder.appending(path: "test_data_set_0")
            let files = try FileManager.default.contentsOfDirectory(
                at: data,
                includingPropertiesForKeys: nil
            )
            for file in files where file.pathExtension == "pb" {
                #expect(throws: Never.self, "\(name) \(file.lastPathComponent)") {
                    let tensor = try TensorFile(path: file.path(percentEncoded: false))
                    #expect(try TensorFile(bytes: tensor.bytes()).name == tensor.name)
                }
                tensorCount += 1
            }
        }
        print("\(Self.folders.count) models and \(tensorCount) tensors were read")
    }
}
