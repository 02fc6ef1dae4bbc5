internal import Graphs
internal import Tensors

extension Tensor {
    /// The elements converted to `type`.
    ///
    /// Floating point is cut towards 0 and to the range of whole numbers, and what is not a
    /// number becomes 0; whole numbers keep their low bits. Throws for text that is no number.
    func converted(to type: ElementType, _ node: Node) throws(ModelError) -> Tensor {
        guard type != elementType else { return self }
        let converted: Elements =
            switch type {
            case .float32, .float16, .bfloat16: .float32(try numbers(node))
            case .float64: .float64(try numbers(node))
            case .int8: .int8(try whole(node))
            case .int16: .int16(try whole(node))
            case .int32: .int32(try whole(node))
            case .int64: .int64(try whole(node))
            case .uint8: .uint8(try whole(node))
            case .uint16: .uint16(try whole(node))
            case .uint32: .uint32(try whole(node))
            case .uint64: .uint64(try whole(node))
            case .bool: .bool(try (numbers(node) as [Double]).map { $0 != 0 })
            case .string: .string(try elements.accept(Printing()))
            }
        return Tensor(rounding: converted, shape: shape, to: type)
    }

    private func numbers<Number: TensorNumber>(_ node: Node) throws(ModelError) -> [Number] {
        switch elements {
        case .bool(let values): values.map { $0 ? .one : .zero }
        case .string(let values): try Self.parsed(values, node).map { Number(saturating: $0) }
        default: try doubles(node).map { Number(saturating: $0) }
        }
    }

    private func whole<Number: TensorNumber & FixedWidthInteger>(
        _ node: Node
    ) throws(ModelError) -> [Number] {
        switch elements {
        case .bool, .string, .float32, .float64: try numbers(node)
        default: try elements.acceptNumbers(Truncating<Number>(), node)
        }
    }

    private static func parsed(_ texts: [String], _ node: Node) throws(ModelError) -> [Double] {
        var values: [Double] = []
        for text in texts {
            guard let value = Double(text) else {
                throw node.error(.inputs("\"\(text.prefix(40))\" is no number"))
            }
            values.append(value)
        }
        return values
    }
}

private struct Truncating<Target: TensorNumber & FixedWidthInteger>: NumberVisitor {
    func visit<Number: TensorNumber>(_ values: [Number]) -> [Target] {
        values.map { Target(truncatingIfNeeded: $0.lowBits) }
    }
}

private struct Printing: ElementVisitor {
    func visit<Element: TensorElement>(_ values: [Element]) -> [String] {
        values.map { String(describing: $0) }
    }
}
