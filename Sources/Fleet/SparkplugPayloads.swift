internal import Foundation
internal import SparkplugMessages
internal import SwiftProtobuf

/// The payloads of an edge node, as bytes.
///
/// Source: Sparkplug 3.0, chapter 6.
enum SparkplugPayloads {
    static let birthSequence = "bdSeq"

    /// NDEATH: only `bdSeq`, by which the host knows which birth it ends.
    static func death(birthSequence number: UInt8, timeMilliseconds: Int64) -> [UInt8] {
        var payload = SparkplugPayload()
        payload.timestamp = UInt64(clamping: timeMilliseconds)
        payload.metrics = [metric(birthSequence, .int64(Int64(number)), at: timeMilliseconds)]
        return bytes(of: payload)
    }

    /// NBIRTH: every metric with name, alias, type and value; sequence 0.
    static func birth(
        _ metrics: [LiveMetric],
        birthSequence number: UInt8,
        timeMilliseconds: Int64
    ) -> [UInt8] {
        var payload = SparkplugPayload()
        payload.timestamp = UInt64(clamping: timeMilliseconds)
        payload.seq = 0
        payload.metrics = [metric(birthSequence, .int64(Int64(number)), at: timeMilliseconds)]
        for (index, live) in metrics.enumerated() {
            var made = metric(live.name, live.value, at: timeMilliseconds)
            made.alias = LiveMetric.alias(index: index)
            payload.metrics.append(made)
        }
        for table in FleetTable.allCases {
            var made = SparkplugPayload.Metric()
            made.name = table.name
            made.alias = table.alias
            made.timestamp = UInt64(clamping: timeMilliseconds)
            made.datatype = SparkplugType.dataSet.rawValue
            var empty = SparkplugPayload.DataSet()
            empty.numOfColumns = UInt64(table.columns.count)
            empty.columns = table.columns.map(\.name)
            empty.types = table.columns.map(\.type.rawValue)
            made.datasetValue = empty
            payload.metrics.append(made)
        }
        return bytes(of: payload)
    }

    /// NDATA: changed metrics by alias.
    static func data(
        _ changed: [(alias: UInt64, value: SparkplugValue)],
        sequence: UInt8,
        timeMilliseconds: Int64
    ) -> [UInt8] {
        var payload = SparkplugPayload()
        payload.timestamp = UInt64(clamping: timeMilliseconds)
        payload.seq = UInt64(sequence)
        payload.metrics = changed.map { change in
            var made = metric(nil, change.value, at: timeMilliseconds)
            made.alias = change.alias
            return made
        }
        return bytes(of: payload)
    }

    /// NDATA: rows of tables, in the order of `records`; those up to `historicalNumber` are marked.
    static func data(
        _ records: [SpoolRecord],
        historicalNumber: Int64,
        sequence: UInt8,
        timeMilliseconds: Int64
    ) -> [UInt8] {
        var made = data([], sequence: sequence, timeMilliseconds: timeMilliseconds)
        var rest = records[...]
        while let first = rest.first {
            let isHistorical = first.number <= historicalNumber
            let run = rest.prefix {
                $0.table == first.table && ($0.number <= historicalNumber) == isHistorical
            }
            made += RowBytes.metric(
                first.table,
                rows: run.map(\.row),
                // When it was captured, not when it is sent.
                timeMilliseconds: max(
                    0,
                    run.last.flatMap { RowBytes.creationMilliseconds(of: $0.row) }
                        ?? timeMilliseconds
                ),
                isHistorical: isHistorical
            )
            rest = rest.dropFirst(run.count)
        }
        return made
    }

    private static func metric(
        _ name: String?,
        _ value: SparkplugValue,
        at timeMilliseconds: Int64
    ) -> SparkplugPayload.Metric {
        var metric = SparkplugPayload.Metric()
        if let name { metric.name = name }
        metric.timestamp = UInt64(clamping: timeMilliseconds)
        metric.datatype = value.type.rawValue
        switch value {
        case .int32(let value): metric.intValue = UInt32(bitPattern: value)
        case .int64(let value), .dateTime(let value): metric.longValue = UInt64(bitPattern: value)
        case .uint64(let value): metric.longValue = value
        case .float(let value): metric.floatValue = value
        case .double(let value): metric.doubleValue = value
        case .boolean(let value): metric.booleanValue = value
        case .string(let value): metric.stringValue = value
        }
        return metric
    }

    /// Proto2 messages without required fields always serialise.
    private static func bytes(of payload: SparkplugPayload) -> [UInt8] {
        let made: [UInt8]? = try? payload.serializedBytes()
        return made ?? []
    }
}
