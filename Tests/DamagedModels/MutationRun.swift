internal import Graphs
package import ONNXFiles
internal import Tensors

/// How many damaged files were read, and what came of them.
package struct MutationRun {
    /// Files that still are models or tensors.
    package private(set) var soundCount = 0
    /// Files that were refused.
    package private(set) var refusedCount = 0
    /// What was read, but did not read again after it was written; always empty.
    package private(set) var unstable: [String] = []

    /// Reads `count` damaged models and `count` damaged tensors; ends, and does not crash.
    package init(count: Int, seed: UInt64, limits: ImportLimits = .standard) throws {
        var models = ModelMutations(of: try SampleModels.files(), seed: seed)
        var tensors = ModelMutations(of: try SampleModels.tensorFiles(), seed: seed)
        for index in 0..<count {
            readModel(models.next(), limits, name: "model \(index) of seed \(seed)")
            readTensor(tensors.next(), limits, name: "tensor \(index) of seed \(seed)")
        }
    }

    private mutating func readModel(_ file: [UInt8], _ limits: ImportLimits, name: String) {
        guard let model = try? ModelFile.model(file, limits: limits) else {
            refusedCount += 1
            return
        }
        soundCount += 1
        // Subgraphs are not kept, and cannot be written.
        guard let bytes = try? ModelFile.bytes(model) else { return }
        let again = try? ModelFile.model(bytes, limits: limits)
        if again?.graph.nodes.count != model.graph.nodes.count { unstable.append(name) }
    }

    private mutating func readTensor(_ file: [UInt8], _ limits: ImportLimits, name: String) {
        guard let tensor = try? TensorFile(bytes: file, limits: limits) else {
            refusedCount += 1
            return
        }
        soundCount += 1
        let again = try? TensorFile(bytes: tensor.bytes(), limits: limits)
        if again?.tensor.shape != tensor.tensor.shape { unstable.append(name) }
    }
}
