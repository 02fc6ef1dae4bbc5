/// What a tensor holds, by ONNX's names.
public enum ElementType: String, Sendable, CaseIterable {
    case float32 = "float"
    case float64 = "double"
    case float16
    case bfloat16
    case int8
    case int16
    case int32
    case int64
    case uint8
    case uint16
    case uint32
    case uint64
    case bool
    case string

    /// Bytes of one element in memory; a string counts as its smallest.
    public var byteCount: Int {
        switch self {
        case .int8, .uint8, .bool: 1
        case .float16, .bfloat16, .int16, .uint16: 2
        case .float32, .int32, .uint32: 4
        case .float64, .int64, .uint64: 8
        case .string: 16
        }
    }

    /// Whether arithmetic on it is in floating point.
    public var isFloating: Bool {
        switch self {
        case .float16, .bfloat16, .float32, .float64: true
        default: false
        }
    }
}
