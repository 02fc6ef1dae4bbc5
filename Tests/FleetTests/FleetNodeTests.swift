@testable import Fleet
import Foundation
import Linux
import Mosquitto
import SparkplugMessages
import Testing

@Suite(.serialized, .enabled(if: Broker.isInstalled && FleetNode.isBuiltIn))
struct FleetNodeTests {
    static func settings(port: Int, folder: String) -> FleetSettings {
        FleetSettings(
            broker: BrokerAddress(host: "127.0.0.1", port: port),
            group: "plant",
            node: "station1",
            spoolFolder: folder,
            gatheringMillisecondsMax: 50,
            reconnectMillisecondsMax: 300
        )
    }

    static let station = FleetStation(name: "S1", software: "t", reasons: ["missing"])

    /// A broker that runs, and a host that listens.
    struct Plant {
        let scratch: Scratch
        let broker: Broker
        let host: Host

        init() throws {
            scratch = try Scratch()
            broker = try Broker(folder: scratch.url)
            try broker.start()
            host = Host(port: broker.port)
            try host.start()
        }

        /// A node of it that has not begun.
        func node(_ change: (inout FleetSettings) -> Void = { _ in }) throws -> FleetNode {
            var settings = FleetNodeTests.settings(
                port: broker.port,
                folder: scratch.path("spool")
            )
            change(&settings)
            return try FleetNode(settings: settings, station: FleetNodeTests.station)
        }
    }

    @Test func `a second node on a spool says so, and waits until the first is gone`() throws {
        let scratch = try Scratch()
        let settings = Self.settings(port: 1, folder: scratch.path("spool"))
        let first = try FleetNode(settings: settings, station: Self.station)
        try first.start()
        first.offer(SpoolTests.result(1))
        #expect(becomes { first.status.waitingCount == 1 })
        let second = try FleetNode(settings: settings, station: Self.station)
        try second.start()
        defer { second.stop() }
        second.offer(SpoolTests.result(2))
        #expect(
            becomes {
                second.status.diskSentence?.contains("another blisterd reports from it") == true
            }
        )
        first.stop()
        #expect(becomes { second.status.diskSentence == nil && second.status.waitingCount == 2 })
    }

    @Test func `records that nobody has yet may be asked for`() throws {
        let plant = try Plant()
        defer { plant.host.stop() }
        let host = plant.host
        let node = try plant.node()
        try node.start()
        defer { node.stop() }
        #expect(becomes { node.status.condition == .online })
        for number in [UInt64(1), UInt64(Int64.max)] {
            host.command("Node Control/Resend From", node: "station1") { $0.longValue = number }
            node.offer(SpoolTests.result(Int(number % 1000)))
            #expect(becomes { node.status.waitingCount == 0 })
        }
        #expect(becomes { host.ask { $0.numbers.count } == 2 })
    }

    @Test func `birth, changes and death carry what the standard asks`() throws {
        let plant = try Plant()
        defer { plant.host.stop() }
        let host = plant.host
        let node = try plant.node()
        try node.start()
        #expect(becomes { node.status.condition == .online })
        var state = FleetState()
        state.machine = .execute
        state.processedCount = 5
        node.update(state)
        #expect(becomes { host.ask { $0.sequences.count } >= 2 })
        for index in 0..<300 {
            node.offer(SpoolTests.result(index))
            if index % 2 == 0 { _ = becomes { node.status.waitingCount == 0 } }
        }
        #expect(becomes { host.ask { $0.numbers.count } == 300 })
        host.command("Node Control/Rebirth", node: "station1") { $0.booleanValue = true }
        #expect(becomes { host.payloads("NBIRTH").count == 2 })
        node.stop()
        #expect(becomes { host.payloads("NDEATH").count == 1 })

        let births = host.payloads("NBIRTH")
        let death = try #require(host.payloads("NDEATH").first)
        #expect(births.map(\.seq) == [0, 0])
        #expect(births.allSatisfy { $0.metrics[0].longValue == death.metrics[0].longValue })
        #expect(!death.hasSeq)
        let changes = host.payloads("NDATA").flatMap(\.metrics).filter { $0.datatype != 16 }
        // Only what changed: state and count, by alias.
        #expect(Set(changes.map(\.alias)) == [5, 8])
        let sequences = host.ask { $0.sequences }
        var expected: UInt64 = 255
        for sequence in sequences {
            expected = sequence == 0 ? 0 : (expected + 1) % 256
            #expect(sequence == expected)
        }
    }

    @Test func `a killed station is dead to the host, and its next birth is another`() throws {
        let plant = try Plant()
        defer { plant.host.stop() }
        let host = plant.host
        for round in 1...2 {
            let process = try Self.publisher(port: plant.broker.port, scratch: plant.scratch)
            #expect(becomes { host.payloads("NBIRTH").count == round })
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            #expect(becomes { host.payloads("NDEATH").count == round })
        }
        let births = host.payloads("NBIRTH").map(\.metrics[0].longValue)
        #expect(births == host.payloads("NDEATH").map(\.metrics[0].longValue))
        #expect(births == [0, 1])
    }

    static func publisher(port: Int, scratch: Scratch) throws -> Process {
        let process = Process()
        process.executableURL = Bundle.main.bundleURL.appending(path: "FleetPublisher")
        for bundle in Bundle.allBundles {
            let beside = bundle.bundleURL.deletingLastPathComponent()
                .appending(path: "FleetPublisher")
            if FileManager.default.isExecutableFile(atPath: beside.path()) {
                process.executableURL = beside
            }
        }
        process.arguments = ["\(port)", "station1", scratch.path("killed"), "0"]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        return process
    }

    @Test func `the primary host's word is waited for`() throws {
        let plant = try Plant()
        defer { plant.host.stop() }
        let host = plant.host
        let node = try plant.node { $0.primaryHost = "scada" }
        try node.start()
        defer { node.stop() }
        node.offer(SpoolTests.result(1))
        #expect(becomes { node.status.condition == .waitingForHost })
        #expect(becomes { node.status.waitingCount == 1 })
        #expect(host.payloads("NBIRTH").isEmpty)
        host.send(Array(#"{"online":true,"timestamp":10}"#.utf8), to: "spBv1.0/STATE/scada")
        #expect(becomes { host.ask { $0.numbers.count } == 1 })
        #expect(host.ask { $0.historicalCount } == 1)
        // A word from before is none.
        host.send(Array(#"{"online":false,"timestamp":9}"#.utf8), to: "spBv1.0/STATE/scada")
        host.send(Array(#"{"online":false,"timestamp":11}"#.utf8), to: "spBv1.0/STATE/scada")
        #expect(becomes { host.payloads("NDEATH").count == 1 })
        #expect(becomes { node.status.condition == .waitingForHost })
        #expect(host.payloads("NBIRTH").count == 1)
    }

    @Test func `what is sent but not acknowledged is sent again`() throws {
        let scratch = try Scratch()
        let broker = try Broker(folder: scratch.url)
        try broker.start()
        var settings = Self.settings(port: broker.port, folder: scratch.path("spool"))
        // So that the second birth waits until the host listens.
        settings.primaryHost = "scada"
        let first = Host(port: broker.port)
        try first.start()
        let node = try FleetNode(settings: settings, station: Self.station)
        try node.start()
        defer { node.stop() }
        #expect(becomes { node.status.condition == .waitingForHost })
        first.send(Array(#"{"online":true,"timestamp":10}"#.utf8), to: "spBv1.0/STATE/scada")
        #expect(becomes { node.status.condition == .online })
        first.stop()
        broker.freeze()
        for index in 0..<100 { node.offer(SpoolTests.result(index)) }
        #expect(becomes { node.status.waitingCount == 100 })
        // Long enough to be synced and handed to the connection.
        Thread.sleep(forTimeInterval: 0.5)
        #expect(node.status.waitingCount == 100)
        broker.kill()
        #expect(becomes { node.status.condition == .offline })
        let host = Host(port: broker.port)
        try broker.start()
        try host.start()
        defer { host.stop() }
        #expect(becomes { node.status.condition == .waitingForHost })
        host.send(Array(#"{"online":true,"timestamp":11}"#.utf8), to: "spBv1.0/STATE/scada")
        #expect(becomes { host.ask { $0.numbers.count } == 100 })
        #expect(host.ask { $0.historicalCount } == 100)
        #expect(becomes { node.status.waitingCount == 0 })
    }

    @Test func `a host that has missed records gets them again, marked`() throws {
        let plant = try Plant()
        defer { plant.host.stop() }
        let host = plant.host
        let node = try plant.node()
        try node.start()
        defer { node.stop() }
        #expect(becomes { node.status.condition == .online })
        for index in 0..<500 { node.offer(SpoolTests.result(index)) }
        #expect(becomes { host.ask { $0.numbers.count } == 500 })
        #expect(becomes { node.status.waitingCount == 0 })
        let from = host.ask { $0.numbers[200] }
        let before = host.ask { $0.historicalCount }
        host.command("Node Control/Resend From", node: "station1") { $0.longValue = from }
        #expect(becomes { host.ask { $0.doubledCount } == 300 })
        #expect(host.ask { $0.historicalCount } == before + 300)
        #expect(host.ask { $0.numbers } == (0..<500).map { from - 200 + $0 })
        #expect(node.status.waitingCount == 0)
    }

    @Test func `a disk that refuses is told, and what waited is written in the end`() throws {
        let plant = try Plant()
        defer { plant.host.stop() }
        let host = plant.host
        let full = plant.scratch.path("full")
        try Data().write(to: URL(filePath: full))
        let node = try FleetNode(
            settings: Self.settings(port: plant.broker.port, folder: plant.scratch.path("spool")),
            station: Self.station,
            writer: { file, bytes throws(SystemError) in
                if FileManager.default.fileExists(atPath: full) {
                    throw SystemError(call: "write", subject: file.path, code: ENOSPC)
                }
                try file.append(bytes)
            }
        )
        try node.start()
        defer { node.stop() }
        for index in 0..<100 { node.offer(SpoolTests.result(index)) }
        #expect(becomes { node.status.diskSentence?.contains("No space left") == true })
        #expect(node.status.isWarning)
        try FileManager.default.removeItem(atPath: full)
        #expect(becomes { host.ask { $0.numbers.count } == 100 })
        #expect(becomes { node.status.diskSentence == nil })
    }
}
