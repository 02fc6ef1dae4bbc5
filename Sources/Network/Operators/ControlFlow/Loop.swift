import Graphs
import Tensors

/// A subgraph again and again: so many times, or as long as its first output is true.
enum Loop: Operator {
    static let name = "Loop"

    /// A loop that has not ended by then is not going to.
    private static let roundCountMax = 1 << 20

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let carried = try states(node, inputs)
        let run = try SubgraphRun(node, "body", inputs)
        let start = [ValueFact(.int64, []), ValueFact(.bool, [])]
        var facts = carried.map { ValueFact($0.elementType, $0.shape) }
        var made = try run.infer(start + facts)
        try check(node, run, states: facts.count)
        let isLasting = zip(facts, made.dropFirst()).allSatisfy { $0.shape == $1.shape }
        if !isLasting {
            facts = facts.map { ValueFact($0.elementType, nil) }
            made = try run.infer(start + facts)
        }
        let gathered = made[(facts.count + 1)...].map { fact in
            ValueFact(fact.elementType, fact.shape.map { [.unknown] + $0 })
        }
        return facts + gathered
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        var states = try states(node, inputs)
        let run = try SubgraphRun(node, "body", inputs)
        try check(node, run, states: states.count)
        let given = try SubgraphRun.own(node, "body", inputs)
        let limit = given.first.flatMap(\.self)?.integers?.first
        var goesOn = given.dropFirst().first.flatMap(\.self)?.values(of: Bool.self)?.first ?? true
        var gathered = GatheredOutputs(node, count: run.outputCount - 1 - states.count)
        var round = 0
        while goesOn, round < limit ?? .max {
            guard round < roundCountMax else {
                throw node.error(.tooLarge("over \(roundCountMax) rounds"))
            }
            let start = [Tensor(scalar: Int64(round)), Tensor(scalar: goesOn)]
            let made = try run.evaluate(start + states)
            guard let first = made[0].values(of: Bool.self)?.first else {
                throw node.error(.inputs("its condition is not a truth value"))
            }
            goesOn = first
            states = Array(made[1..<states.count + 1])
            try gathered.append(made[(states.count + 1)...])
            round += 1
        }
        guard round > 0 else {
            let facts = try infer(node, InputFacts.facts(inputs))
            return states + GatheredOutputs.none(facts[states.count...])
        }
        return states + (try gathered.tensors())
    }

    /// The values before the first round.
    private static func states<Value>(
        _ node: Node,
        _ inputs: [Value?]
    ) throws(ModelError) -> [Value] {
        let own = try SubgraphRun.own(node, "body", inputs)
        var states: [Value] = []
        for value in own.dropFirst(2) {
            guard let value else { throw node.error(.inputs("a state is left out")) }
            states.append(value)
        }
        return states
    }

    private static func check<Value>(
        _ node: Node,
        _ run: SubgraphRun<Value>,
        states: Int
    ) throws(ModelError) {
        guard run.inputCount == states + 2, run.outputCount >= states + 1 else {
            throw node.error(.inputs("its body does not fit \(states) states"))
        }
    }
}
