import Graphs
import Tensors

/// The attributes and the shapes that RNN, GRU and LSTM share.
struct RecurrentForm {
    /// Whether each direction runs backwards.
    let isReversed: [Bool]
    /// Whether the batch is the first axis instead of the time.
    let isBatchFirst: Bool
    /// Greatest size of what goes into an activation; infinite where it is not limited.
    let clip: Double
    /// Functions of all directions.
    let activations: [Activation]
    private let gates: Int

    /// Reads the attributes of a node whose cell has `gates` and the functions `standard`.
    init(_ node: Node, gates: Int, _ standard: [String]) throws(ModelError) {
        self.gates = gates
        switch try node.string("direction") ?? "forward" {
        // Misspelt as the standard of opset 1.
        case "forward", "foward": isReversed = [false]
        case "reverse": isReversed = [true]
        case "bidirectional": isReversed = [false, true]
        case let direction: throw node.error(.attribute("direction is \(direction)"))
        }
        let layout = try node.int("layout") ?? 0
        guard (0...1).contains(layout) else { throw node.error(.attribute("layout is \(layout)")) }
        isBatchFirst = layout == 1
        clip = try node.float("clip").map { $0 > 0 ? Double($0) : .infinity } ?? .infinity
        activations = try Activation.list(node, standard, directions: isReversed.count)
    }

    /// Types and shapes of all outputs; `states` is how many final states there are.
    ///
    /// Throws unless the inputs fit: image, weights, recurrent weights, bias, lengths, and from
    /// input 5 on the initial states.
    func infer(_ given: InputFacts, states: Int) throws(ModelError) -> [ValueFact] {
        let type = try given.required(0, InputFacts.floats).elementType
        for index in 1...2 { _ = try given.required(index, [type]) }
        _ = try given.optional(3, [type])
        _ = try given.optional(4, [.int32])
        for state in 0..<states { _ = try given.optional(5 + state, [type]) }
        let input = try given.shape(0, ranks: 3...3) ?? [.unknown, .unknown, .unknown]
        let recurrent = try given.shape(2, ranks: 3...3)
        let hidden = try hidden(given, recurrent)
        let directions = Dimension.known(isReversed.count)
        let batch = input[isBatchFirst ? 0 : 1]
        let time = input[isBatchFirst ? 1 : 0]
        let rows = hidden.extent.map { Dimension.known(gates * $0) } ?? .unknown
        let biases = hidden.extent.map { Dimension.known(2 * gates * $0) } ?? .unknown
        try given.expect(1, shape: [directions, rows, input[2]])
        try given.expect(2, shape: [directions, rows, hidden])
        try given.expect(3, shape: [directions, biases])
        try given.expect(4, shape: [batch])
        let state = isBatchFirst ? [batch, directions, hidden] : [directions, batch, hidden]
        for index in 0..<states { try given.expect(5 + index, shape: state) }
        let sequence =
            isBatchFirst ? [batch, time, directions, hidden] : [time, directions, batch, hidden]
        var outputs = [try given.output(type, sequence)]
        for _ in 0..<states { outputs.append(try given.output(type, state)) }
        return Array(outputs.prefix(max(1, given.node.outputs.count)))
    }

    private func hidden(
        _ given: InputFacts,
        _ recurrent: [Dimension]?
    ) throws(ModelError) -> Dimension {
        let stated = try given.node.int("hidden_size").map { Dimension.known($0) } ?? .unknown
        let hidden = stated.joined(recurrent?[2] ?? .unknown)
        guard stated.mayBe(hidden), hidden.extent ?? 1 >= 1,
            hidden.extent ?? 1 <= WindowForm.attributeMax
        else {
            throw given.node.error(.attribute("hidden_size is \(stated)"))
        }
        return hidden
    }
}
