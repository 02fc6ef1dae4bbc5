internal import Engine
internal import Graphs
internal import Tensors

/// A net of convolutions alone, run on pictures of another size than its file states.
enum SizedSession {
    /// A session of `model` for one picture of `height` rows and `width` columns.
    static func make(
        _ model: Model,
        height: Int,
        width: Int,
        pool: ThreadPool
    ) throws -> Session {
        var model = model
        guard model.graph.inputs.count == 1 else {
            throw ModelError(node: "", reason: .inputs("it takes more than a picture"))
        }
        let shape = [1, 1, height, width]
        model.graph.inputs[0].fact = ValueFact(.float32, shape.map { .known($0) })
        for index in model.graph.outputs.indices {
            // Follows from the input.
            model.graph.outputs[index].fact.shape = nil
        }
        return try Session(try Plan(model), pool: pool)
    }
}
