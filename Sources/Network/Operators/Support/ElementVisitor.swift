internal import Graphs
internal import Tensors

/// One computation for every type that tensors hold.
protocol ElementVisitor {
    associatedtype Result
    func visit<Element: TensorElement>(_ values: [Element]) throws(ModelError) -> Result
}

/// One computation for every type of number that tensors hold.
protocol NumberVisitor {
    associatedtype Result
    func visit<Number: TensorNumber>(_ values: [Number]) throws(ModelError) -> Result
}

extension Elements {
    /// What `visitor` makes of the elements in the type they are kept in.
    func accept<Visitor: ElementVisitor>(
        _ visitor: Visitor
    ) throws(ModelError) -> Visitor.Result {
        switch self {
        case .bool(let values): return try visitor.visit(values)
        case .string(let values): return try visitor.visit(values)
        case .float32(let values): return try visitor.visit(values)
        case .float64(let values): return try visitor.visit(values)
        case .int8(let values): return try visitor.visit(values)
        case .int16(let values): return try visitor.visit(values)
        case .int32(let values): return try visitor.visit(values)
        case .int64(let values): return try visitor.visit(values)
        case .uint8(let values): return try visitor.visit(values)
        case .uint16(let values): return try visitor.visit(values)
        case .uint32(let values): return try visitor.visit(values)
        case .uint64(let values): return try visitor.visit(values)
        }
    }

    /// What `visitor` makes of the numbers in the type they are kept in; throws for truth values
    /// and text.
    func acceptNumbers<Visitor: NumberVisitor>(
        _ visitor: Visitor,
        _ node: Node
    ) throws(ModelError) -> Visitor.Result {
        switch self {
        case .bool, .string: throw node.error(.inputs("\(storedType.rawValue) is no number"))
        case .float32(let values): return try visitor.visit(values)
        case .float64(let values): return try visitor.visit(values)
        case .int8(let values): return try visitor.visit(values)
        case .int16(let values): return try visitor.visit(values)
        case .int32(let values): return try visitor.visit(values)
        case .int64(let values): return try visitor.visit(values)
        case .uint8(let values): return try visitor.visit(values)
        case .uint16(let values): return try visitor.visit(values)
        case .uint32(let values): return try visitor.visit(values)
        case .uint64(let values): return try visitor.visit(values)
        }
    }

    /// The elements as `Element`; throws when they are kept in another type.
    func values<Element: TensorElement>(
        as type: Element.Type,
        _ node: Node
    ) throws(ModelError) -> [Element] {
        guard let values = Element.values(self) else {
            throw node.error(.inputs("inputs are of different types"))
        }
        return values
    }
}
