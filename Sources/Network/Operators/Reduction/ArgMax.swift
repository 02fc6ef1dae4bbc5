internal import Graphs
internal import Tensors

/// An operator that finds a place along one axis.
protocol PlaceReduction: Operator {
    /// Whether `new` takes the place from `best`, which is not equal to it.
    static func isBetter<Number: TensorNumber>(_ new: Number, than best: Number) -> Bool
}

extension PlaceReduction {
    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let input = try NodeInputs(node, inputs).required(0, \.isNumber)
        guard let shape = input.shape else { return [ValueFact(.int64, nil)] }
        let plan = try ReductionPlan(node, axis: node.int("axis") ?? 0, rank: shape.count)
        return [ValueFact(.int64, plan.reduced(shape, one: .known(1)))]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let input = try NodeInputs(node, inputs).required(0, \.isNumber)
        let plan = try ReductionPlan(node, axis: node.int("axis") ?? 0, rank: input.shape.count)
        let shape = plan.reduced(input.shape, one: 1)
        let (rows, length) = try plan.rows(input)
        let count = try Extents.count(of: shape, node)
        guard length > 0 || count == 0 else {
            throw node.error(.inputs("an axis without elements has no best place"))
        }
        let finding = Finding<Self>(
            count: count,
            length: length,
            takesLast: try node.int("select_last_index") ?? 0 != 0
        )
        return [Tensor(try rows.elements.acceptNumbers(finding, node), shape: shape)]
    }
}

private struct Finding<Rule: PlaceReduction>: NumberVisitor {
    let count: Int
    let length: Int
    let takesLast: Bool

    func visit<Number: TensorNumber>(_ values: [Number]) -> [Int64] {
        (0..<count).map { row in
            let start = row * length
            var best = start
            for place in start..<start + length where beats(values[place], values[best]) {
                best = place
            }
            return Int64(best - start)
        }
    }

    private func beats<Number: TensorNumber>(_ new: Number, _ best: Number) -> Bool {
        guard best.isNumber else { return takesLast && !new.isNumber }
        guard new.isNumber, new != best else { return takesLast || !new.isNumber }
        return Rule.isBetter(new, than: best)
    }
}

/// Place of the greatest along an axis.
enum ArgMax: PlaceReduction {
    static let name = "ArgMax"

    static func isBetter<Number: TensorNumber>(_ new: Number, than best: Number) -> Bool {
        new > best
    }
}

/// Place of the least along an axis.
enum ArgMin: PlaceReduction {
    static let name = "ArgMin"

    static func isBetter<Number: TensorNumber>(_ new: Number, than best: Number) -> Bool {
        new < best
    }
}
