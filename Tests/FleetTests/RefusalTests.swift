@testable import Fleet
import Foundation
import Mosquitto
import Testing

@Suite(
    .serialized,
    .enabled(if: Broker.isInstalled && FleetNode.isBuiltIn && Broker.hasOpenSSL)
)
struct RefusalTests {
    static func openssl(_ arguments: String, in scratch: Scratch) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = arguments.split(separator: " ").map(String.init)
        process.currentDirectoryURL = scratch.url
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "openssl \(arguments)")
    }

    /// An authority, `name.crt`, that has signed a broker's certificate, `name-broker.crt`.
    static func makeAuthority(_ name: String, in scratch: Scratch) throws {
        let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
        try openssl(
            "req -x509 \(key) -days 2 -subj /CN=\(name) -keyout \(name).key -out \(name).crt",
            in: scratch
        )
        try openssl(
            "req \(key) -subj /CN=127.0.0.1 -keyout \(name)-broker.key -out \(name)-broker.csr",
            in: scratch
        )
        try "subjectAltName=IP:127.0.0.1\n".write(
            toFile: scratch.path("san"),
            atomically: true,
            encoding: .utf8
        )
        try openssl(
            "x509 -req -days 2 -in \(name)-broker.csr -CA \(name).crt -CAkey \(name).key "
                + "-CAcreateserial -extfile san -out \(name)-broker.crt",
            in: scratch
        )
    }

    /// The sentence that a station ends up with.
    static func sentence(
        _ settings: FleetSettings,
        until condition: FleetStatus.Condition = .offline
    ) throws -> String {
        let node = try FleetNode(settings: settings, station: FleetNodeTests.station)
        try node.start()
        defer { node.stop() }
        node.offer(SpoolTests.result(1))
        #expect(becomes { node.status.condition == condition }, "\(node.status)")
        return node.status.sentence
    }

    @Test func `a broker whose certificate is of another authority is refused, in words`() throws {
        let scratch = try Scratch()
        for name in ["ours", "theirs"] { try Self.makeAuthority(name, in: scratch) }
        let broker = try Broker(
            folder: scratch.url,
            lines: [
                "allow_anonymous true", "certfile \(scratch.path("ours-broker.crt"))",
                "keyfile \(scratch.path("ours-broker.key"))",
            ]
        )
        try broker.start()
        var settings = FleetNodeTests.settings(port: broker.port, folder: scratch.path("spool"))
        func with(_ authority: String) -> FleetSettings {
            settings.broker.certificates = .init(authorityPath: scratch.path(authority))
            return settings
        }
        #expect(try Self.sentence(with("ours.crt"), until: .online).hasPrefix("connected"))
        let place = "broker 127.0.0.1:\(broker.port)"
        #expect(
            try Self.sentence(with("theirs.crt"))
                == "\(place): its certificate is not trusted; "
                + "check the files of authority, certificate and key"
        )
        #expect(try Self.sentence(with("absent.crt")).contains("absent.crt cannot be read"))
    }

    @Test func `a wrong password is refused, in words that do not have it`() throws {
        let scratch = try Scratch()
        let broker = try Broker(
            folder: scratch.url,
            lines: ["allow_anonymous false"]
        )
        try broker.start()
        try "anna\nsesame-7\n".write(
            toFile: scratch.path("login"),
            atomically: true,
            encoding: .utf8
        )
        var settings = FleetNodeTests.settings(port: broker.port, folder: scratch.path("spool"))
        settings.loginPath = scratch.path("login")
        // The broker may not be there yet when the first attempt is made.
        let node = try FleetNode(settings: settings, station: FleetNodeTests.station)
        try node.start()
        #expect(becomes { node.status.sentence.contains("refused the login") })
        #expect(!node.status.sentence.contains("sesame"))
        node.stop()
        try "anna\n".write(toFile: scratch.path("login"), atomically: true, encoding: .utf8)
        #expect(try Self.sentence(settings).contains("has no user and password"))
    }

    @Test func `a trial says whether the broker takes the station in, and does not push it out`()
        throws
    {
        let scratch = try Scratch()
        let broker = try Broker(folder: scratch.url)
        try broker.start()
        let settings = FleetNodeTests.settings(port: broker.port, folder: scratch.path("spool"))
        let node = try FleetNode(settings: settings, station: FleetNodeTests.station)
        try node.start()
        defer { node.stop() }
        #expect(becomes { node.status.condition == .online }, "\(node.status)")
        for _ in 0..<3 { #expect(throws: Never.self) { try BrokerTrial.run(settings) } }
        #expect(node.status.condition == .online, "\(node.status)")
        broker.kill()
        let error = #expect(throws: BrokerRefusal.self) { try BrokerTrial.run(settings) }
        #expect(error.map { "\($0)" }?.contains("cannot be reached") == true)
        #expect(error.map { "\($0)" }?.contains("; ") == true)
    }

    @Test func `nobody there is told, and records wait`() throws {
        let scratch = try Scratch()
        let settings = FleetNodeTests.settings(port: 1, folder: scratch.path("spool"))
        #expect(try Self.sentence(settings).contains("cannot be reached"))
    }
}
