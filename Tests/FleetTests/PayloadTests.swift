@testable import Fleet
import Foundation
import SparkplugMessages
import SwiftProtobuf
import Testing

struct PayloadTests {
    static func values(_ row: SparkplugPayload.DataSet.Row) -> [String] {
        row.elements.map { element in
            switch element.value {
            case .intValue(let value): "\(Int32(bitPattern: value))"
            case .longValue(let value): "\(Int64(bitPattern: value))"
            case .floatValue(let value): "\(value)"
            case .doubleValue(let value): "\(value)"
            case .booleanValue(let value): "\(value)"
            case .stringValue(let value): value
            case nil: "nothing"
            }
        }
    }

    static let records: [FleetRecord] = [
        SpoolTests.result(7), SpoolTests.result(-3),
        .alarm(AlarmEvent(timeMilliseconds: 1, name: "camera", message: "ö", isActive: true)),
        .warning(
            EarlyWarning(timeMilliseconds: 2, name: "area", message: "", value: -0.5, limit: 1e300)
        ),
        .checkpoint(
            AuditCheckpoint(
                timeMilliseconds: 3,
                eventCount: -1,
                head: "ab",
                signature: "c",
                line: "l"
            )
        ),
        .batchEnd(
            BatchCounts(
                timeMilliseconds: 4,
                batch: "LOT",
                product: "P",
                processedCount: 10,
                acceptedCount: 7,
                rejectedCounts: ["missing": 2, "broken": 1]
            )
        ),
    ]

    static func spooled() -> [SpoolRecord] {
        records.enumerated().map { index, record in
            SpoolRecord(
                number: Int64(100 + index),
                table: record.table,
                row: RowBytes.row(record.row(number: Int64(100 + index)))[...]
            )
        }
    }

    @Test func `rows written by hand read as the generated messages have them`() throws {
        let bytes = SparkplugPayloads.data(
            Self.spooled(),
            historicalNumber: 100,
            sequence: 17,
            timeMilliseconds: 5
        )
        let payload = try SparkplugPayload(serializedBytes: bytes)
        #expect(payload.seq == 17)
        #expect(payload.unknownFields.data.isEmpty)
        #expect(payload.metrics.map(\.isHistorical) == [true, false, false, false, false, false])
        #expect(payload.metrics.allSatisfy { $0.datatype == 16 && !$0.hasName })
        // When the last row was made; a time before 1970 is none.
        #expect(payload.metrics.map(\.timestamp) == [7, 0, 1, 2, 3, 4])
        let rows = payload.metrics.flatMap { $0.datasetValue.rows.map(Self.values) }
        #expect(
            rows == [
                ["100", "7", "LOT", "B7", "7", "0", "false", "missing", "1.0", "false"],
                ["101", "-3", "LOT", "B-3", "-3", "0", "true", "", "1.0", "false"],
                ["102", "1", "camera", "ö", "true"],
                ["103", "2", "area", "", "-0.5", "1e+300"],
                ["104", "3", "-1", "ab", "c", "l"],
                ["105", "4", "LOT", "P", "10", "7", "3", "broken=1,missing=2"],
            ]
        )
        for metric in payload.metrics {
            let set = metric.datasetValue
            #expect(set.numOfColumns == UInt64(set.columns.count))
            #expect(set.types.count == set.columns.count)
            #expect(set.rows.allSatisfy { $0.elements.count == set.columns.count })
        }
        // The same message through the generated encoder: as many bytes, and equal again.
        let twin: [UInt8] = try payload.serializedBytes()
        #expect(twin.count == bytes.count)
        #expect(try SparkplugPayload(serializedBytes: twin) == payload)
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/protoc")))
    func `protoc itself decodes what is sent`() throws {
        let scratch = try Scratch()
        let bytes = SparkplugPayloads.data(
            Self.spooled(),
            historicalNumber: 0,
            sequence: 3,
            timeMilliseconds: 5
        )
        try Data(bytes).write(to: URL(filePath: scratch.path("payload")))
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/Platform/SparkplugMessages").path()
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/protoc")
        process.arguments = [
            "-I", folder, "--decode=org.eclipse.tahu.protobuf.Payload",
            folder + "/sparkplug_b.proto",
        ]
        process.standardInput = try FileHandle(
            forReadingFrom: URL(filePath: scratch.path("payload"))
        )
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let text = String(
            decoding: pipe.fileHandleForReading.readDataToEndOfFile(),
            as: UTF8.self
        )
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(text.contains("columns: \"ProcessingTime\""))
        #expect(text.contains("string_value: \"broken=1,missing=2\""))
        #expect(text.contains("seq: 3"))
    }

    @Test func `a birth names every metric once, with alias and type`() throws {
        let station = FleetStation(name: "S", software: "1", reasons: ["missing", "broken"])
        let live = LiveMetric.all(of: station, state: FleetState(), status: FleetStatus())
        let bytes = SparkplugPayloads.birth(live, birthSequence: 9, timeMilliseconds: 5)
        let payload = try SparkplugPayload(serializedBytes: bytes)
        #expect(payload.hasSeq && payload.seq == 0)
        #expect(payload.metrics[0].name == "bdSeq" && payload.metrics[0].longValue == 9)
        #expect(Set(payload.metrics.map(\.name)).count == payload.metrics.count)
        let aliases = payload.metrics.dropFirst().map(\.alias)
        #expect(Set(aliases).count == aliases.count && !aliases.contains(0))
        #expect(payload.metrics.allSatisfy { $0.hasDatatype && $0.value != nil })
        let names = Set(payload.metrics.map(\.name))
        for name in [
            "Node Control/Rebirth", "Status/StateCurrent", "Admin/ProdProcessedCount[0]/Count",
            "Admin/StopReason/Message", "Results/Rejected/broken", "Results/Blisters",
        ] {
            #expect(names.contains(name), "\(name)")
        }
    }

    @Test func `no bytes that come from the network do harm`() {
        var generator = SystemRandomNumberGenerator()
        for count in 0..<300 {
            let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(NodeCommand.all(in: noise).count <= count)
            _ = HostState(payload: noise)
        }
    }

    @Test func `settings that cannot be are refused in one line`() {
        var settings = FleetNodeTests.settings(port: 1883, folder: "/nowhere")
        #expect(settings.refusal == nil)
        settings.node = "a/b"
        #expect(
            settings.refusal?.description == "fleet: node is \"a/b\"; must be: a name without / + #"
        )
        settings.node = "n"
        settings.spoolByteCountMax = 1
        #expect(settings.refusal != nil)
    }

    @Test func `waits grow to their bound and differ`() {
        var backoff = Backoff(millisecondsMax: 8000)
        var generator = SystemRandomNumberGenerator()
        for whole in [500, 1000, 2000, 4000, 8000, 8000, 8000] {
            #expect((whole / 2...whole).contains(backoff.next(using: &generator)))
        }
        backoff.reset()
        #expect(backoff.next(using: &generator) <= 500)
    }
}
