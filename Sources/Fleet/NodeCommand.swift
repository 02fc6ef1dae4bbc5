internal import SparkplugMessages
internal import SwiftProtobuf

/// What a host may ask of a node by NCMD.
enum NodeCommand: Equatable {
    /// To be born again: the host has missed something.
    case rebirth
    /// To send again everything from that record on, as far as it is kept.
    case resend(from: Int64)

    /// The commands in `payload`; what is not known, or not a message, is left out.
    ///
    /// - Parameter payload: bytes as they came.
    /// - Returns: commands in order.
    static func all(in payload: [UInt8]) -> [NodeCommand] {
        guard let message = try? SparkplugPayload(serializedBytes: payload) else { return [] }
        return message.metrics.compactMap { metric in
            switch name(of: metric) {
            case LiveMetric.rebirth: metric.booleanValue ? .rebirth : nil
            case LiveMetric.resend:
                Int64(exactly: metric.longValue).flatMap { $0 > 0 ? .resend(from: $0) : nil }
            default: nil
            }
        }
    }

    /// A metric may come by its alias alone.
    private static func name(of metric: SparkplugPayload.Metric) -> String {
        if metric.hasName { return metric.name }
        let commands = [LiveMetric.rebirth, LiveMetric.resend]
        guard metric.hasAlias, metric.alias >= 1, metric.alias <= UInt64(commands.count) else {
            return ""
        }
        return commands[Int(metric.alias - 1)]
    }
}
