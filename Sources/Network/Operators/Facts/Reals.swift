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
        Tensor(elements(values, elementType), shape: shape, as: elementType)
    }

    /// `value` as `Whole`: cut towards 0, saturated, 0 for not a number.
    static func saturated<Whole: FixedWidthInteger>(
        _ value: Double,
        as type: Whole.Type = Whole.self
    ) -> Whole {
        if value.isNaN { return 0 }
        if value <= Double(Whole.min) { return .min }
        return value >= Double(Whole.max) ? .max : Whole(value)
    }

    private static func elements(_ values: [Double], _ elementType: ElementType) -> Elements {
        switch elementType {
        case .float32: .float32(values.map { Float($0) })
        case .float64: .float64(values)
        case .float16: .float32(values.map { Float(Float16($0)) })
        case .bfloat16: .float32(values.map { brain(Float($0)) })
        case .int8: .int8(values.map { saturated($0) })
        case .int16: .int16(values.map { saturated($0) })
        case .int32: .int32(values.map { saturated($0) })
        case .int64: .int64(values.map { saturated($0) })
        case .uint8: .uint8(values.map { saturated($0) })
        case .uint16: .uint16(values.map { saturated($0) })
        case .uint32: .uint32(values.map { saturated($0) })
        case .uint64: .uint64(values.map { saturated($0) })
        case .bool: .bool(values.map { $0 != 0 })
        case .string: .string(values.map { String($0) })
        }
    }

    /// `value` rounded to the upper half of single precision, ties to even.
    private static func brain(_ value: Float) -> Float {
        guard value.isFinite else { return value }
        let bits = value.bitPattern
        return Float(bitPattern: (bits &+ 0x7FFF &+ ((bits >> 16) & 1)) & 0xFFFF_0000)
    }
}
