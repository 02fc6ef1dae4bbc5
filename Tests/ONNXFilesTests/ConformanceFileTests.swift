import DamagedModels
import Foundation
import Graphs
import ONNXFiles
import Testing

struct ConformanceFileTests {
    @Test(
        .enabled(
            if: !OperatorTestFolders.all.isEmpty,
            "SKIPPED: no ../shared/onnx-node-tests/cases, nor BLISTERD_SHARED that names a folder"
        )
    )
    func `every model and tensor of ONNX's operator tests is read`() throws {
        var tensorCount = 0
        for folder in OperatorTestFolders.all {
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
        print("\(OperatorTestFolders.all.count) models and \(tensorCount) tensors were read")
    }
}
