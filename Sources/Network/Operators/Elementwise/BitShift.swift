internal import Graphs
internal import Tensors

/// Moves the bits of unsigned numbers; those moved out are lost.
enum BitShift: Operator {
    static let name = "BitShift"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let (first, second) = try NodeInputs(node, inputs).pair(isUnsigned)
        _ = try goesLeft(node)
        let shape = try Broadcast.shape(of: [first.shape, second.shape], node)
        return [ValueFact(first.elementType, shape)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let (first, second) = try NodeInputs(node, inputs).pair(isUnsigned)
        let broadcast = try Broadcast([first.shape, second.shape], node)
        let goesLeft = try goesLeft(node)
        let values = try first.converted(to: .uint64, node).elements.values(as: UInt64.self, node)
        let steps = try second.converted(to: .uint64, node).elements.values(as: UInt64.self, node)
        let shifted = broadcast.combine(values, steps) { goesLeft ? $0 << $1 : $0 >> $1 }
        let result = Tensor(shifted, shape: broadcast.shape)
        return [try result.converted(to: first.elementType, node)]
    }

    private static func isUnsigned(_ type: ElementType) -> Bool {
        [.uint8, .uint16, .uint32, .uint64].contains(type)
    }

    private static func goesLeft(_ node: Node) throws(ModelError) -> Bool {
        switch try node.string("direction") {
        case "LEFT": true
        case "RIGHT": false
        default: throw node.error(.attribute("direction must be LEFT or RIGHT"))
        }
    }
}
