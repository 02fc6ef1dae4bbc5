import Foundation
import Linux
import Station
import Testing

/// The station configurations that the repository ships are read by the daemon's own reader.
struct ShippedConfigurationTests {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .path(percentEncoded: false)

    @Test(arguments: ["systemd/station.yaml", "Tests/System/station.yaml"])
    func `a shipped station configuration is read without complaint`(path: String) throws {
        let station = try StationConfiguration(path: "\(Self.root)/\(path)")
        #expect(station.energiseToPass)
        let reject = try #require(station.pins.first { $0.name == "reject" })
        #expect(reject.bias == .pullDown && !reject.isActiveLow)
    }

    @Test func `the template explains every pin of the contract`() throws {
        let text = try String(contentsOfFile: "\(Self.root)/systemd/station.yaml", encoding: .utf8)
        let pins = [
            "reject", "ready", "heartbeat", "alarm", "result_toggle", "cycle", "encoder_a",
            "encoder_b", "reject_confirm", "acknowledge",
        ]
        for pin in pins { #expect(text.contains("\(pin): {offset"), "\(pin)") }
    }
}
