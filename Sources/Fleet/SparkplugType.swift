/// Numbers of Sparkplug's data types.
enum SparkplugType: UInt32, Sendable {
    case int32 = 3
    case int64 = 4
    case uint64 = 8
    case float = 9
    case double = 10
    case boolean = 11
    case string = 12
    case dateTime = 13
    case dataSet = 16
}
