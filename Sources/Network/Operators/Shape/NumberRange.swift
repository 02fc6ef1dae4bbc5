internal import Graphs
internal import Tensors

/// Numbers from `start` in steps of `delta`, up to `limit` without it.
enum NumberRange: Operator {
    static let name = "Range"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let facts = try NodeInputs(node, inputs).uniform(\.isNumber)
        let constants = facts.compactMap(\.constant)
        guard constants.count == facts.count else {
            return [ValueFact(facts[0].elementType, [.unknown])]
        }
        let count = try count(node, constants)
        return [ValueFact(facts[0].elementType, [.known(count)])]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let tensors = try NodeInputs(node, inputs).uniform(\.isNumber)
        let count = try count(node, tensors)
        let counting = Counting(count: count, delta: tensors[2].elements, node: node)
        let elements = try tensors[0].elements.acceptNumbers(counting, node)
        return [Tensor(rounding: elements, shape: [count], to: tensors[0].elementType)]
    }

    private static func count(_ node: Node, _ inputs: [Tensor]) throws(ModelError) -> Int {
        guard inputs.count == 3, inputs.allSatisfy({ $0.count == 1 }) else {
            throw node.error(.inputs("start, limit and delta must be one number each"))
        }
        var values: [Double] = []
        for input in inputs { values += try input.doubles(node) }
        // Exact for the numbers of steps that are not refused; differences of whole numbers are
        // taken before they are rounded.
        let distance = wholeDistance(inputs) ?? values[1] - values[0]
        let steps = (distance / values[2]).rounded(.up)
        guard values[2] != 0, steps.isFinite else {
            throw node.error(.inputs("from \(values[0]) to \(values[1]) by \(values[2])"))
        }
        guard steps <= Double(Extents.elementLimit) else {
            throw node.error(.tooLarge("a range of \(steps) numbers"))
        }
        return Int(max(0, steps))
    }

    private static func wholeDistance(_ inputs: [Tensor]) -> Double? {
        guard let start = inputs[0].integers?.first, let limit = inputs[1].integers?.first else {
            return nil
        }
        let (distance, overflows) = limit.subtractingReportingOverflow(start)
        return overflows ? nil : Double(distance)
    }
}

private struct Counting: NumberVisitor {
    let count: Int
    let delta: Elements
    let node: Node

    func visit<Number: TensorNumber>(_ values: [Number]) throws(ModelError) -> Elements {
        let step = try delta.values(as: Number.self, node)[0]
        let numbers = (0..<count).map { place in
            Number.sum(values[0], .product(Number(saturating: Double(place)), step))
        }
        return Number.elements(numbers)
    }
}
