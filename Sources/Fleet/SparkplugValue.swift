/// A value with its Sparkplug data type.
///
/// Source: Sparkplug 3.0, section 6.4.16, and the enumeration DataType of its message definition.
enum SparkplugValue: Sendable, Equatable {
    case int32(Int32)
    case int64(Int64)
    case uint64(UInt64)
    case float(Float)
    case double(Double)
    case boolean(Bool)
    case string(String)
    /// Milliseconds since 1970.
    case dateTime(Int64)

    /// The number of its type.
    var type: SparkplugType {
        switch self {
        case .int32: .int32
        case .int64: .int64
        case .uint64: .uint64
        case .float: .float
        case .double: .double
        case .boolean: .boolean
        case .string: .string
        case .dateTime: .dateTime
        }
    }
}
