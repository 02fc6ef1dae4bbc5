import DamagedModels
import Engine
import Foundation
import Graphs
import ONNXFiles
import Tensors
import Testing

struct ConformanceTests {
    /// Cases whose stored outputs contradict the standard; later versions of ONNX correct them.
    static let contradictions: Set<String> = [
        // Counts padding that only rounding up added.
        "test_averagepool_3d_dilations_large_count_include_pad_is_1_ceil_mode_is_True",
        // Wrap around where int8 overflows; the standard says saturate.
        "test_qlinearmatmul_2D_int8_float32", "test_qlinearmatmul_3D_int8_float32",
    ]

    @Test(
        .enabled(
            if: !OperatorTestFolders.all.isEmpty,
            "SKIPPED: no ../shared/onnx-node-tests/cases, nor BLISTERD_SHARED that names a folder"
        )
    )
    func `planned networks give the outputs of ONNX's operator tests`() throws {
        let pool = try ThreadPool(threadCount: 2)
        var wrong: Set<String> = []
        for folder in OperatorTestFolders.all {
            let name = folder.lastPathComponent
            do {
                if try !agrees(folder, pool) { wrong.insert(name) }
            } catch {
                wrong.insert("\(name): \(error)")
            }
        }
        print("\(OperatorTestFolders.all.count) operator tests were run")
        #expect(wrong.subtracting(Self.contradictions).sorted() == [])
    }

    private func agrees(_ folder: URL, _ pool: ThreadPool) throws -> Bool {
        let model = try ModelFile.read(folder.appending(path: "model.onnx").path())
        let inputs = try tensors(folder, "input")
        var shapes: [String: [Int]] = [:]
        for (port, tensor) in zip(model.graph.inputs, inputs) { shapes[port.name] = tensor.shape }
        let session = try Session(Plan(model, shapes: shapes), pool: pool)
        let wanted = try tensors(folder, "output")
        let found = try session.run(inputs)
        return found.count == wanted.count && zip(found, wanted).allSatisfy { $0.agrees(with: $1) }
    }

    private func tensors(_ folder: URL, _ kind: String) throws -> [Tensor] {
        var tensors: [Tensor] = []
        while true {
            let file = folder.appending(path: "test_data_set_0/\(kind)_\(tensors.count).pb")
            guard FileManager.default.fileExists(atPath: file.path()) else { return tensors }
            tensors.append(try TensorFile(path: file.path()).tensor)
        }
    }
}

extension Tensor {
    /// Whether all elements agree as closely as ONNX's own test runner asks.
    fileprivate func agrees(with wanted: Tensor) -> Bool {
        guard shape == wanted.shape, elementType == wanted.elementType else { return false }
        if let found = values(of: Float.self), let wanted = wanted.values(of: Float.self) {
            return zip(found, wanted).allSatisfy { Self.isClose(Double($0), Double($1)) }
        }
        if let found = values(of: Double.self), let wanted = wanted.values(of: Double.self) {
            return zip(found, wanted).allSatisfy { Self.isClose($0, $1) }
        }
        return self == wanted
    }

    private static func isClose(_ found: Double, _ wanted: Double) -> Bool {
        found == wanted || (found.isNaN && wanted.isNaN)
            || (found - wanted).magnitude <= 1e-7 + 1e-3 * wanted.magnitude
    }
}
