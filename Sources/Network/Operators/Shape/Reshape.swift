internal import Graphs
internal import Tensors

/// The same elements under another shape: 0 keeps an extent, and one -1 takes what is left.
enum Reshape: Operator {
    static let name = "Reshape"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0)
        guard let target = try target(node, inputs.constants) else {
            let rank = try inputs.required(1).shape?.first
            return [ValueFact(input.elementType, try Dimension.unknowns(rank, node))]
        }
        guard let shape = input.shape else {
            let known = target.map { $0 > 0 ? Dimension.known($0) : .unknown }
            return [ValueFact(input.elementType, known)]
        }
        return [ValueFact(input.elementType, try reshaped(shape, to: target, node))]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0)
        guard let target = try target(node, inputs) else {
            throw node.error(.inputs("input 1 is missing"))
        }
        let shape = try reshaped(input.shape.map { .known($0) }, to: target, node)
        return [input.reshaped(shape.compactMap(\.extent))]
    }

    /// The wanted extents; nil when they are not known yet.
    private static func target(
        _ node: Node,
        _ inputs: NodeInputs<Tensor>
    ) throws(ModelError) -> [Int]? {
        let target = try node.opset < 5 ? node.ints("shape") : inputs.integers(1)
        guard let target else { return nil }
        guard target.allSatisfy({ $0 >= -1 }), target.count(where: { $0 == -1 }) <= 1 else {
            throw node.error(.inputs("shape \(target)"))
        }
        return target
    }

    private static func reshaped(
        _ shape: [Dimension],
        to target: [Int],
        _ node: Node
    ) throws(ModelError) -> [Dimension] {
        let allowsZero = try node.int("allowzero") ?? 0 != 0
        var result: [Dimension] = []
        var stated: [Dimension] = []
        var isKept = [Bool](repeating: false, count: shape.count)
        for (axis, extent) in target.enumerated() where extent != -1 {
            guard extent == 0, !allowsZero else {
                result.append(.known(extent))
                stated.append(.known(extent))
                continue
            }
            guard axis < shape.count else {
                throw node.error(.inputs("shape \(target) keeps axis \(axis) of \(shape)"))
            }
            result.append(shape[axis])
            isKept[axis] = true
        }
        var rest = shape.indices.filter { !isKept[$0] }.map { shape[$0] }
        cancel(&rest, &stated)
        let available = try Dimension.product(rest, node)
        let taken = try Dimension.product(stated, node)
        if let place = target.firstIndex(of: -1) {
            result.insert(try quotient(available, taken, rest, node), at: place)
        } else if let available = available.extent, let taken = taken.extent {
            let isEmpty = zip(shape, isKept).contains { $0 == .known(0) && $1 }
            guard available == taken || isEmpty else {
                throw node.error(.inputs("shape \(shape) as \(target)"))
            }
        }
        return result
    }

    /// Removes what is in both lists; a 0 stays, since nothing can be divided by it.
    private static func cancel(_ first: inout [Dimension], _ second: inout [Dimension]) {
        for extent in second where extent != .unknown && extent != .known(0) {
            guard let place = first.firstIndex(of: extent) else { continue }
            first.remove(at: place)
            second.remove(at: second.firstIndex(of: extent) ?? 0)
        }
    }

    private static func quotient(
        _ available: Dimension,
        _ taken: Dimension,
        _ extents: [Dimension],
        _ node: Node
    ) throws(ModelError) -> Dimension {
        guard case .known(let taken) = taken else { return .unknown }
        if case .known(let available) = available {
            // With no elements any extent fits; 0 is what others choose.
            if taken == 0, available == 0 { return .known(0) }
            guard taken != 0, available % taken == 0 else {
                throw node.error(.inputs("\(available) elements as rows of \(taken)"))
            }
            return .known(available / taken)
        }
        let open = extents.filter { $0.extent == nil }
        let known = try Extents.count(of: extents.compactMap(\.extent), node)
        return open.count == 1 && known == taken ? open[0] : .unknown
    }
}
