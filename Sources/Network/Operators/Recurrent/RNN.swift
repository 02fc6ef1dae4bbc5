import Graphs
import Tensors

/// Recurrent cell without gates.
enum RNN: Operator {
    static let name = "RNN"

    private static func form(_ node: Node) throws(ModelError) -> RecurrentForm {
        try RecurrentForm(node, gates: 1, ["Tanh"])
    }

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 3...6, outputsMax: 2)
        return try form(node).infer(given, states: 1)
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 3...6, outputsMax: 2)
        let form = try form(node)
        _ = try infer(node, InputFacts.facts(inputs))
        let recurrence = try Recurrence(given, form, gates: 1, states: 1)
        return recurrence.run { moment, states in
            let recurred = recurrence.recurred(moment.direction, gates: 0..<1, states[0])
            let activation = form.activations[moment.direction]
            return [
                zip(moment.input, recurred).map { activation(recurrence.clipped($0 + $1)) }
            ]
        }
    }
}
