import Tensors

/// Numbers of any type in double precision, as the plain evaluators calculate.
enum Reals {
    /// The elements of `tensor`; of text, zeros.
    static func of(_ tensor: Tensor) -> [Double] {
        switch tensor.elements {
        case .float32(let values): values.map { Double($0) }
        case .float64(let values): values
        case .int8(let values): values.map { Double($0) }
        case .int16(let values): values.map { Double($0) }
        case .int32(let values): values.map { Double($0) }
        case .int64(let values): values.map { Double($0) }
        case .uint8(let values): values.map { Double($0) }
        case .uint16(let values): values.map { Double($0) }
        case .uint32(let values): values.map { Double($0) }
        case .uint64(let values): values.map { Double($0) }
        case .bool(let values): values.map { $0 ? 1 : 0 }
        case .string(let values): values.map { _ in 0 }
        }
    }

    /// A tensor of `values` in `elementType`: floating point is rounded, whole numbers are cut
    /// towards 0 and saturate, and become 0 where there is no number.
    ///
    /// Traps unless `shape` and the number of values agree.
    static func tensor(
        _ values: [Double],
        shape: [Int],
        as elementType: ElementType
    ) -> Tensor {
        Tensor(rounding: elements(values, elementType), shape: shape, to: elementType)
    }

    private static func elements(_ values: [Double], _ elementType: ElementType) -> Elements {
        switch elementType {
        case .float32, .float16, .bfloat16: .float32(values.map { Float($0) })
        case .float64: .float64(values)
        case .int8: .int8(values.map { Int8(saturating: $0) })
        case .int16: .int16(values.map { Int16(saturating: $0) })
        case .int32: .int32(values.map { Int32(saturating: $0) })
        case .int64: .int64(values.map { Int64(saturating: $0) })
        case .uint8: .uint8(values.map { UInt8(saturating: $0) })
        case .uint16: .uint16(values.map { UInt16(saturating: $0) })
        case .uint32: .uint32(values.map { UInt32(saturating: $0) })
        case .uint64: .uint64(values.map { UInt64(saturating: $0) })
        case .bool: .bool(values.map { $0 != 0 })
        case .string: .string(values.map { String($0) })
        }
    }
}
