import Graphs
import Tensors

/// A subgraph over the first axis of its inputs, place by place, since opset 9.
enum Scan: Operator {
    static let name = "Scan"

    /// How a node scans.
    private struct Form {
        let states: Int
        let scanned: Int
        let isInputReversed: [Bool]
        let isOutputReversed: [Bool]

        init(_ node: Node, inputs: Int, outputs: Int) throws(ModelError) {
            guard node.opset >= 9, let scanned = try node.int("num_scan_inputs"),
                (1...max(1, inputs)).contains(scanned), outputs >= inputs - scanned
            else { throw node.error(.attribute("num_scan_inputs")) }
            self.scanned = scanned
            states = inputs - scanned
            for name in ["scan_input_axes", "scan_output_axes"] {
                guard try node.ints(name)?.allSatisfy({ $0 == 0 }) ?? true else {
                    throw node.error(.unsupported("\(name) other than 0"))
                }
            }
            isInputReversed = try node.ints("scan_input_directions")?.map { $0 == 1 } ?? []
            isOutputReversed = try node.ints("scan_output_directions")?.map { $0 == 1 } ?? []
        }
    }

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let run = try SubgraphRun(node, "body", inputs)
        let own = try whole(node, inputs)
        let form = try Form(node, inputs: own.count, outputs: run.outputCount)
        var rounds: Dimension = .unknown
        var given = own.prefix(form.states).map { ValueFact($0.elementType, nil) }
        for fact in own.suffix(form.scanned) {
            guard fact.shape?.isEmpty != true else {
                throw node.error(.inputs("a single value is scanned"))
            }
            rounds = rounds.joined(fact.shape?.first ?? .unknown)
            given.append(ValueFact(fact.elementType, fact.shape.map { Array($0.dropFirst()) }))
        }
        let made = try run.infer(given)
        return made.prefix(form.states).map { ValueFact($0.elementType, $0.shape) }
            + made.dropFirst(form.states).map { fact in
                ValueFact(fact.elementType, fact.shape.map { [rounds] + $0 })
            }
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let run = try SubgraphRun(node, "body", inputs)
        let own = try whole(node, inputs)
        let form = try Form(node, inputs: own.count, outputs: run.outputCount)
        var states = Array(own.prefix(form.states))
        let scanned = own.suffix(form.scanned)
        let rounds = scanned.first?.shape.first ?? 0
        guard scanned.allSatisfy({ $0.shape.first == rounds }) else {
            throw node.error(.inputs("what is scanned has other lengths"))
        }
        var gathered = GatheredOutputs(node, count: run.outputCount - form.states)
        for round in 0..<rounds {
            var given = states
            for (index, tensor) in scanned.enumerated() {
                let isBackward =
                    index < form.isInputReversed.count && form.isInputReversed[index]
                given.append(try place(isBackward ? rounds - 1 - round : round, of: tensor, node))
            }
            let made = try run.evaluate(given)
            states = Array(made.prefix(form.states))
            try gathered.append(made[form.states...])
        }
        guard rounds > 0 else {
            let facts = try infer(node, InputFacts.facts(inputs))
            return states + GatheredOutputs.none(facts[form.states...])
        }
        return states + (try gathered.tensors(isReversed: form.isOutputReversed))
    }

    private static func place(
        _ index: Int,
        of tensor: Tensor,
        _ node: Node
    ) throws(ModelError) -> Tensor {
        let taking = Node(
            name: node.name,
            operation: "Gather",
            opset: 13,
            inputs: [],
            outputs: [""]
        )
        return try Gather.evaluate(taking, [tensor, Tensor(scalar: Int64(index))])[0]
    }

    private static func whole<Value>(
        _ node: Node,
        _ inputs: [Value?]
    ) throws(ModelError) -> [Value] {
        var values: [Value] = []
        for value in try SubgraphRun.own(node, "body", inputs) {
            guard let value else { throw node.error(.inputs("an input is left out")) }
            values.append(value)
        }
        return values
    }
}
