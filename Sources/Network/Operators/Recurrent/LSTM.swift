import Graphs
import Tensors

/// Long short-term memory.
///
/// Gates lie in the order input (i), output (o), forget (f), cell (c), the letters of ONNX's
/// formulas; peepholes in the order i, o, f.
enum LSTM: Operator {
    static let name = "LSTM"

    private static func form(_ node: Node) throws(ModelError) -> RecurrentForm {
        try RecurrentForm(node, gates: 4, ["Sigmoid", "Tanh", "Tanh"])
    }

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 3...8, outputsMax: 3)
        _ = try node.int("input_forget")
        let form = try form(node)
        let outputs = try form.infer(given, states: 2)
        let type = try given.required(0).elementType
        _ = try given.optional(7, [type])
        let hidden = outputs[0].shape?.last ?? .unknown
        let rows = hidden.extent.map { Dimension.known(3 * $0) } ?? .unknown
        try given.expect(7, shape: [.known(form.isReversed.count), rows])
        return outputs
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 3...8, outputsMax: 3)
        let form = try form(node)
        _ = try infer(node, InputFacts.facts(inputs))
        let isCoupled = try node.int("input_forget") ?? 0 != 0
        let peepholes = try given.optionalTensor(7).map(Reals.of)
        let recurrence = try Recurrence(given, form, gates: 4, states: 2)
        let hidden = recurrence.hidden
        return recurrence.run { moment, states in
            let (state, cell) = (states[0], states[1])
            let f = form.activations[3 * moment.direction]
            let g = form.activations[3 * moment.direction + 1]
            let h = form.activations[3 * moment.direction + 2]
            let recurred = recurrence.recurred(moment.direction, gates: 0..<4, state)
            var (next, nextCell) = (state, cell)
            for unit in 0..<hidden {
                func gate(_ gate: Int, peephole cell: Double) -> Double {
                    let row = gate * hidden + unit
                    let peephole = peepholes?[moment.direction * 3 * hidden + row] ?? 0
                    return f(
                        recurrence.clipped(moment.input[row] + recurred[row] + peephole * cell)
                    )
                }
                let input = gate(0, peephole: cell[unit])
                let forget = isCoupled ? 1 - input : gate(2, peephole: cell[unit])
                let row = 3 * hidden + unit
                let fresh = g(recurrence.clipped(moment.input[row] + recurred[row]))
                nextCell[unit] = forget * cell[unit] + input * fresh
                // Other runtimes do not clip the cell, either.
                next[unit] = gate(1, peephole: nextCell[unit]) * h(nextCell[unit])
            }
            return [next, nextCell]
        }
    }
}
