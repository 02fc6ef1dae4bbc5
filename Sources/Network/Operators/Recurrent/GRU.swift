import Graphs
import Tensors

/// Gated recurrent unit.
///
/// Gates lie in the order update (z), reset (r), hidden (h), the letters of ONNX's formulas.
enum GRU: Operator {
    static let name = "GRU"

    private static func form(_ node: Node) throws(ModelError) -> RecurrentForm {
        try RecurrentForm(node, gates: 3, ["Sigmoid", "Tanh"])
    }

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 3...6, outputsMax: 2)
        _ = try node.int("linear_before_reset")
        return try form(node).infer(given, states: 1)
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 3...6, outputsMax: 2)
        let form = try form(node)
        _ = try infer(node, InputFacts.facts(inputs))
        let isLinear = try node.int("linear_before_reset") ?? 0 != 0
        let recurrence = try Recurrence(given, form, gates: 3, states: 1)
        let hidden = recurrence.hidden
        return recurrence.run { moment, states in
            let state = states[0]
            let f = form.activations[2 * moment.direction]
            let g = form.activations[2 * moment.direction + 1]
            let gates = recurrence.recurred(moment.direction, gates: 0..<2, state)
            let z = (0..<hidden).map { f(recurrence.clipped(moment.input[$0] + gates[$0])) }
            let r = (hidden..<2 * hidden).map {
                f(recurrence.clipped(moment.input[$0] + gates[$0]))
            }
            let source = isLinear ? state : zip(r, state).map { $0 * $1 }
            let recurred = recurrence.recurred(moment.direction, gates: 2..<3, source)
            let next = (0..<hidden).map { unit in
                let inner = isLinear ? r[unit] * recurred[unit] : recurred[unit]
                let h = g(recurrence.clipped(moment.input[2 * hidden + unit] + inner))
                return (1 - z[unit]) * h + z[unit] * state[unit]
            }
            return [next]
        }
    }
}
