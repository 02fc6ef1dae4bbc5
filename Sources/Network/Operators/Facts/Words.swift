import Tensors

/// Whole numbers as machine words that wrap around, which is how ONNX multiplies and adds them.
enum Words {
    /// The elements of `tensor`, those of 64 bits by their bits; of anything else zeros.
    static func of(_ tensor: Tensor) -> [Int] {
        if case .uint64(let values) = tensor.elements {
            return values.map { Int(truncatingIfNeeded: $0) }
        }
        return tensor.integers ?? Array(repeating: 0, count: tensor.count)
    }

    /// A tensor of the lowest bits of `values`.
    ///
    /// Traps unless `shape` and the number of values agree.
    static func tensor(
        _ values: [Int],
        shape: [Int],
        as elementType: ElementType
    ) -> Tensor {
        Tensor(elements(values, elementType), shape: shape, as: elementType)
    }

    private static func elements(_ values: [Int], _ elementType: ElementType) -> Elements {
        switch elementType {
        case .int8: .int8(values.map { Int8(truncatingIfNeeded: $0) })
        case .int16: .int16(values.map { Int16(truncatingIfNeeded: $0) })
        case .int32: .int32(values.map { Int32(truncatingIfNeeded: $0) })
        case .uint8: .uint8(values.map { UInt8(truncatingIfNeeded: $0) })
        case .uint16: .uint16(values.map { UInt16(truncatingIfNeeded: $0) })
        case .uint32: .uint32(values.map { UInt32(truncatingIfNeeded: $0) })
        case .uint64: .uint64(values.map { UInt64(truncatingIfNeeded: $0) })
        default: .int64(values.map { Int64($0) })
        }
    }
}
