@testable import Fleet
import Foundation
import SparkplugMessages
import Testing

@Suite(.serialized, .enabled(if: Broker.isInstalled && FleetNode.isBuiltIn))
struct HourTests {
    @Test func `an hour without broker, then one that is killed often, loses nothing`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var generator = Seeded(state: seed)
        let scratch = try Scratch()
        let broker = try Broker(folder: scratch.url)
        let settings = FleetNodeTests.settings(port: broker.port, folder: scratch.path("spool"))
        let node = try FleetNode(settings: settings, station: FleetNodeTests.station)
        try node.start()
        defer { node.stop() }
        // 60 minutes at 5,000 a minute, as fast as the disk takes them.
        let count = 300_000
        for index in 0..<count {
            while !node.offer(SpoolTests.result(index)) { Thread.sleep(forTimeInterval: 0.001) }
        }
        #expect(becomes(within: 30) { node.status.waitingCount == Int64(count) })
        #expect(node.status.condition == .offline)
        #expect(node.status.lostCount == 0)
        let first = UInt64(node.status.acknowledgedNumber) + 1

        let host = Host(port: broker.port)
        try broker.start()
        try host.start()
        defer { host.stop() }
        for _ in 0..<4 {
            let part = Int.random(in: 10_000...60_000, using: &generator)
            let mark = host.ask { $0.numbers.count } + part
            #expect(becomes(within: 60) { host.ask { $0.numbers.count } >= mark })
            broker.kill()
            Thread.sleep(forTimeInterval: Double.random(in: 0...0.2, using: &generator))
            try broker.start()
        }
        #expect(becomes(within: 60) { node.status.waitingCount == 0 })
        // A broker that dies may take what it has acknowledged with it: the host sees the gap in the
        // numbers and asks for it, as often as it takes.
        let all = first..<first + UInt64(count)
        let isWhole = becomes(within: 60) {
            let seen = host.ask { $0.seen }
            guard let gap = all.first(where: { !seen.contains($0) }) else { return true }
            print("asks again from \(gap - first)")
            host.command("Node Control/Resend From", node: "station1") { $0.longValue = gap }
            return becomes(within: 5) { host.ask { $0.seen.count } == count }
        }
        #expect(isWhole)
        let heard = host.ask { $0 }
        #expect(heard.seen == Set(all))
        #expect(heard.numbers.count == count)
        print("sent again \(heard.doubledCount), historical \(heard.historicalCount)")
        // In order, but where a gap was filled later.
        let falls = zip(heard.numbers, heard.numbers.dropFirst()).filter { $0 > $1 }.count
        #expect(falls <= 4)
    }
}

struct Seeded: RandomNumberGenerator {
    var state: UInt64

    /// SplitMix64, https://prng.di.unimi.it/splitmix64.c.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
