/// The elements of a tensor in row-major order, by type.
///
/// Half-precision types are kept as single precision and rounded where they are stored:
/// ``Tensor`` says by ``Tensor/elementType`` what they stand for.
public enum Elements: Sendable, Equatable {
    case float32([Float])
    case float64([Double])
    case int8([Int8])
    case int16([Int16])
    case int32([Int32])
    case int64([Int64])
    case uint8([UInt8])
    case uint16([UInt16])
    case uint32([UInt32])
    case uint64([UInt64])
    case bool([Bool])
    case string([String])

    /// How many there are.
    public var count: Int {
        switch self {
        case .float32(let values): values.count
        case .float64(let values): values.count
        case .int8(let values): values.count
        case .int16(let values): values.count
        case .int32(let values): values.count
        case .int64(let values): values.count
        case .uint8(let values): values.count
        case .uint16(let values): values.count
        case .uint32(let values): values.count
        case .uint64(let values): values.count
        case .bool(let values): values.count
        case .string(let values): values.count
        }
    }

    /// The type they are kept in; half precision is kept as ``ElementType/float32``.
    public var storedType: ElementType {
        switch self {
        case .float32: .float32
        case .float64: .float64
        case .int8: .int8
        case .int16: .int16
        case .int32: .int32
        case .int64: .int64
        case .uint8: .uint8
        case .uint16: .uint16
        case .uint32: .uint32
        case .uint64: .uint64
        case .bool: .bool
        case .string: .string
        }
    }
}

/// A Swift type that tensors hold.
public protocol TensorElement: Sendable, Equatable {
    /// Its name in ONNX.
    static var elementType: ElementType { get }
    /// Wraps values.
    static func elements(_ values: [Self]) -> Elements
    /// The values where `elements` holds this type, nil otherwise.
    static func values(_ elements: Elements) -> [Self]?
}

extension Float: TensorElement {
    /// See ``TensorElement``.
    public static var elementType: ElementType { .float32 }
    /// See ``TensorElement``.
    public static func elements(_ values: [Float]) -> Elements { .float32(values) }
    /// See ``TensorElement``.
    public static func values(_ elements: Elements) -> [Float]? {
        if case .float32(let values) = elements { values } else { nil }
    }
}

extension Double: TensorElement {
    /// See ``TensorElement``.
    public static var elementType: ElementType { .float64 }
    /// See ``TensorElement``.
    public static func elements(_ values: [Double]) -> Elements { .float64(values) }
    /// See ``TensorElement``.
    public static func values(_ elements: Elements) -> [Double]? {
        if case .float64(let values) = elements { values } else { nil }
    }
}

extension Int8: TensorElement {
    /// See ``TensorElement``.
    public static var elementType: ElementType { .int8 }
    /// See ``TensorElement``.
    public static func elements(_ values: [Int8]) -> Elements { .int8(values) }
    /// See ``TensorElement``.
    public static func values(_ elements: Elements) -> [Int8]? {
        if case .int8(let values) = elements { values } else { nil }
    }
}

extension Int16: TensorElement {
    /// See ``TensorElement``.
    public static var elementType: ElementType { .int16 }
    /// See ``TensorElement``.
    public static func elements(_ values: [Int16]) -> Elements { .int16(values) }
    /// See ``TensorElement``.
    public static func values(_ elements: Elements) -> [Int16]? {
        if case .int16(let values) = elements { values } else { nil }
    }
}

extension Int32: TensorElement {
    /// See ``TensorElement``.
    public static var elementType: ElementType { .int32 }
    /// See ``TensorElement``.
    public static func elements(_ values: [Int32]) -> Elements { .int32(values) }
    /// See ``TensorElement``.
    public static func values(_ elements: Elements) -> [Int32]? {
        if case .int32(let values) = elements { values } else { nil }
    }
}

extension Int64: TensorElement {
    /// See ``TensorElement``.
    public static var elementType: ElementType { .int64 }
    /// See ``TensorElement``.
    public static func elements(_ values: [Int64]) -> Elements { .int64(values) }
    /// See ``TensorElement``.
    public static func values(_ elements: Elements) -> [Int64]? {
        if case .int64(let values) = elements { values } else { nil }
    }
}

extension UInt8: TensorElement {
    /// See ``TensorElement``.
    public static var elementType: ElementType { .uint8 }
    /// See ``TensorElement``.
    public static func elements(_ values: [UInt8]) -> Elements { .uint8(values) }
    /// See ``TensorElement``.
    public static func values(_ elements: Elements) -> [UInt8]? {
        if case .uint8(let values) = elements { values } else { nil }
    }
}

extension UInt16: TensorElement {
    /// See ``TensorElement``.
    public static var elementType: ElementType { .uint16 }
    /// See ``TensorElement``.
    public static func elements(_ values: [UInt16]) -> Elements { .uint16(values) }
    /// See ``TensorElement``.
    public static func values(_ elements: Elements) -> [UInt16]? {
        if case .uint16(let values) = elements { values } else { nil }
    }
}

extension UInt32: TensorElement {
    /// See ``TensorElement``.
    public static var elementType: ElementType { .uint32 }
    /// See ``TensorElement``.
    public static func elements(_ values: [UInt32]) -> Elements { .uint32(values) }
    /// See ``TensorElement``.
    public static func values(_ elements: Elements) -> [UInt32]? {
        if case .uint32(let values) = elements { values } else { nil }
    }
}

extension UInt64: TensorElement {
    /// See ``TensorElement``.
    public static var elementType: ElementType { .uint64 }
    /// See ``TensorElement``.
    public static func elements(_ values: [UInt64]) -> Elements { .uint64(values) }
    /// See ``TensorElement``.
    public static func values(_ elements: Elements) -> [UInt64]? {
        if case .uint64(let values) = elements { values } else { nil }
    }
}

extension Bool: TensorElement {
    /// See ``TensorElement``.
    public static var elementType: ElementType { .bool }
    /// See ``TensorElement``.
    public static func elements(_ values: [Bool]) -> Elements { .bool(values) }
    /// See ``TensorElement``.
    public static func values(_ elements: Elements) -> [Bool]? {
        if case .bool(let values) = elements { values } else { nil }
    }
}

extension String: TensorElement {
    /// See ``TensorElement``.
    public static var elementType: ElementType { .string }
    /// See ``TensorElement``.
    public static func elements(_ values: [String]) -> Elements { .string(values) }
    /// See ``TensorElement``.
    public static func values(_ elements: Elements) -> [String]? {
        if case .string(let values) = elements { values } else { nil }
    }
}
