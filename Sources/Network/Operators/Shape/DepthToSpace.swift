internal import Graphs
internal import Tensors

/// Moves channels into blocks of pixels; shape (N, C, H, W).
enum DepthToSpace: Operator {
    static let name = "DepthToSpace"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let input = try NodeInputs(node, inputs).required(0)
        let block = try PixelBlock.size(node)
        _ = try isRowFirst(node)
        guard let shape = input.shape else {
            return [ValueFact(input.elementType, Dimension.unknowns(4))]
        }
        try PixelBlock.check(shape, node)
        let channels = try PixelBlock.quotient(shape[1], block * block, node)
        let height = try Dimension.product([shape[2], .known(block)], node)
        let width = try Dimension.product([shape[3], .known(block)], node)
        return [ValueFact(input.elementType, [shape[0], channels, height, width])]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let input = try NodeInputs(node, inputs).required(0)
        let block = try PixelBlock.size(node)
        let facts = try infer(node, [ValueFact(input.elementType, input.shape.map { .known($0) })])
        let shape = facts[0].extents ?? []
        let (batch, height, width) = (input.shape[0], input.shape[2], input.shape[3])
        let blocks =
            try isRowFirst(node)
            ? input.reshaped([batch, block, block, shape[1], height, width])
                .transposed([0, 3, 4, 1, 5, 2])
            : input.reshaped([batch, shape[1], block, block, height, width])
                .transposed([0, 1, 4, 2, 5, 3])
        return [blocks.reshaped(shape)]
    }

    /// Whether channels are counted by place in the block first (`DCR`), or last (`CRD`).
    private static func isRowFirst(_ node: Node) throws(ModelError) -> Bool {
        switch try node.string("mode") ?? "DCR" {
        case "DCR": true
        case "CRD": false
        default: throw node.error(.attribute("mode must be DCR or CRD"))
        }
    }
}

/// Moves blocks of pixels into channels; shape (N, C, H, W).
enum SpaceToDepth: Operator {
    static let name = "SpaceToDepth"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let input = try NodeInputs(node, inputs).required(0)
        let block = try PixelBlock.size(node)
        guard let shape = input.shape else {
            return [ValueFact(input.elementType, Dimension.unknowns(4))]
        }
        try PixelBlock.check(shape, node)
        let channels = try Dimension.product([shape[1], .known(block * block)], node)
        let height = try PixelBlock.quotient(shape[2], block, node)
        let width = try PixelBlock.quotient(shape[3], block, node)
        return [ValueFact(input.elementType, [shape[0], channels, height, width])]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let input = try NodeInputs(node, inputs).required(0)
        let block = try PixelBlock.size(node)
        let facts = try infer(node, [ValueFact(input.elementType, input.shape.map { .known($0) })])
        let shape = facts[0].extents ?? []
        let (batch, channels) = (input.shape[0], input.shape[1])
        let blocks = input.reshaped([batch, channels, shape[2], block, shape[3], block])
        return [try blocks.transposed([0, 3, 5, 1, 2, 4]).reshaped(shape)]
    }
}

/// The blocks of pixels that both operators have in common.
private enum PixelBlock {
    static func size(_ node: Node) throws(ModelError) -> Int {
        guard let size = try node.int("blocksize"), size > 0, size <= 1 << 15 else {
            throw node.error(.attribute("blocksize must be at least 1"))
        }
        return size
    }

    static func check(_ shape: [Dimension], _ node: Node) throws(ModelError) {
        guard shape.count == 4 else {
            throw node.error(.inputs("rank \(shape.count) in place of 4"))
        }
    }

    static func quotient(
        _ extent: Dimension,
        _ divisor: Int,
        _ node: Node
    ) throws(ModelError) -> Dimension {
        guard case .known(let value) = extent else { return .unknown }
        guard value % divisor == 0 else {
            throw node.error(.inputs("extent \(value) is no multiple of \(divisor)"))
        }
        return .known(value / divisor)
    }
}
