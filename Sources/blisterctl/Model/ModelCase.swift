import Engine
import Foundation
import Graphs
import ONNXFiles
import Tensors

/// One folder in the layout of ONNX's backend tests.
struct ModelCase {
    /// The folder.
    let folder: URL

    /// Runs every data set; throws what differs first.
    func run(pool: ThreadPool, tolerance: TensorTolerance) throws {
        let path = folder.appending(path: "model.onnx").path()
        let model = try ModelFile.read(path)
        let tolerance = model.graph.nodes.count > 1 ? tolerance.forNetworks : tolerance
        let sets = try names(in: folder).filter { $0.hasPrefix("test_data_set_") }
        guard !sets.isEmpty else { throw InputError("\(folder.path()): no test_data_set_*") }
        for set in sets {
            let place = folder.appending(path: set)
            let inputs = try tensors(in: place, "input_")
            let wanted = try tensors(in: place, "output_")
            try run(model, inputs, wanted, pool: pool, tolerance: tolerance)
        }
    }

    private func run(
        _ model: Model,
        _ given: [TensorFile],
        _ wanted: [TensorFile],
        pool: ThreadPool,
        tolerance: TensorTolerance
    ) throws {
        let inputs = try ordered(given, model.graph.inputs)
        let shapes = Dictionary(
            uniqueKeysWithValues: zip(model.graph.inputs.map(\.name), inputs.map(\.shape))
        )
        let plan = try Plan(model, shapes: shapes)
        let outputs = try Session(plan, pool: pool).run(inputs)
        let expected = try ordered(wanted, plan.outputs)
        for ((port, output), tensor) in zip(zip(plan.outputs, outputs), expected) {
            if let difference = tolerance.difference(output, tensor) {
                throw InputError("\(port.name): \(difference)")
            }
        }
    }

    /// By name where the names fit, else in the files' order.
    private func ordered(_ files: [TensorFile], _ ports: [GraphPort]) throws -> [Tensor] {
        guard files.count == ports.count else {
            throw InputError("\(ports.count) tensors wanted, \(files.count) files")
        }
        let names = Set(files.map(\.name))
        guard names.count == files.count, ports.allSatisfy({ names.contains($0.name) }) else {
            return files.map(\.tensor)
        }
        let byName = Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.tensor) })
        return ports.compactMap { byName[$0.name] }
    }

    private func tensors(in place: URL, _ prefix: String) throws -> [TensorFile] {
        let found = try names(in: place).compactMap { name -> (number: Int, name: String)? in
            guard name.hasPrefix(prefix), name.hasSuffix(".pb") else { return nil }
            return Int(name.dropFirst(prefix.count).dropLast(3)).map { ($0, name) }
        }
        return try found.sorted { $0.number < $1.number }
            .map { try TensorFile(path: place.appending(path: $0.name).path()) }
    }

    private func names(in place: URL) throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: place.path()).sorted()
        } catch {
            throw InputError("\(place.path()): there is no such folder")
        }
    }
}
