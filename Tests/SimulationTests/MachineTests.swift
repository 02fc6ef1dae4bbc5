import Blister
import Capture
import Testing

@testable import Simulation

struct MachineTests {
    private func machine(
        faults: [TwinFault] = [],
        cycles: Int = 10,
        isPerLane: Bool = true
    ) throws -> SimulatedMachine {
        var scenario = smallScenario(cycles: cycles)
        scenario.faults = faults
        var character = MachineCharacter(cyclesToGate: 3)
        character.isPerLane = isPerLane
        return SimulatedMachine(web: try TwinWeb(scenario), character: character)
    }

    /// Runs to the end with the pins energised except for the blisters in `rejects`.
    private func run(
        _ machine: inout SimulatedMachine,
        rejects: [BlisterIdentity]
    ) -> [MachineEdge] {
        var edges: [MachineEdge] = []
        for cycle in 0..<10 {
            let time = machine.gateNanoseconds(cycle)
            for lane in 0..<2 {
                let pass = !rejects.contains(BlisterIdentity(cycle: cycle, lane: lane))
                edges += machine.setReject(lane: lane, isEnergised: pass, at: time - 1_000_000)
            }
        }
        return edges + machine.advance(to: machine.gateNanoseconds(9) + 1_000_000_000)
    }

    @Test func `a dead box rejects every blister`() throws {
        var machine = try machine()
        _ = machine.advance(to: machine.gateNanoseconds(9))
        #expect(machine.outcomes.count == 20)
        #expect(machine.outcomes.allSatisfy { $0.isRejected })
    }

    @Test func `exactly the blisters whose pin is down at the gate are rejected and confirmed`()
        throws
    {
        var machine = try machine()
        let rejects = [BlisterIdentity(cycle: 2, lane: 1), BlisterIdentity(cycle: 7, lane: 0)]
        let edges = run(&machine, rejects: rejects)
        let rejected = machine.outcomes.filter(\.isRejected)
        #expect(rejected.map { BlisterIdentity(cycle: $0.cycle, lane: $0.lane) } == rejects)
        let confirmed = edges.filter { $0.isRising && $0.signal != .cycle }
        #expect(confirmed.map(\.signal) == [.rejectConfirm(lane: 1), .rejectConfirm(lane: 0)])
        for (edge, outcome) in zip(confirmed, rejected) {
            let fall = edge.nanoseconds - outcome.nanoseconds
            #expect((75_000_000...105_000_000).contains(fall), "\(fall)")
        }
    }

    @Test func `a stuck gate passes what the pin rejects, without confirmation`() throws {
        var machine = try machine(faults: [.gateStuck(cycle: 5, cycles: 1)])
        let edges = run(&machine, rejects: [BlisterIdentity(cycle: 2, lane: 0)])
        let outcome = try #require(machine.outcomes.first { $0.cycle == 2 && $0.lane == 0 })
        #expect(outcome.isRejectAsked && !outcome.isRejected)
        #expect(edges.allSatisfy { $0.signal == .cycle })
    }

    @Test func `a lost trigger is one pulse short`() throws {
        var whole = try machine()
        var short = try machine(faults: [.lostTrigger(cycle: 4)])
        let end = whole.gateNanoseconds(9)
        #expect(whole.advance(to: end).count == short.advance(to: end).count + 2)
    }

    @Test func `edges are the same in one step and in many`() throws {
        var once = try machine()
        var often = try machine()
        let end = once.gateNanoseconds(9) + 500_000_000
        var edges: [MachineEdge] = []
        for step in 1...997 { edges += often.advance(to: end * Int64(step) / 997) }
        #expect(once.advance(to: end) == edges)
    }

    @Test func `a heartbeat that stands still stops the line`() throws {
        var machine = try machine(cycles: 10)
        _ = machine.setState(isReady: true, isAlarm: false, at: 0)
        _ = machine.beat(at: 10)
        _ = machine.advance(to: 4_000_000_000)
        #expect(machine.stopDemands.map(\.cause) == [.heartbeatLost])
    }
}

struct SimulatedCameraTests {
    @Test func `chunks hold the rows of the web, also behind lost rows and a stop`() throws {
        var scenario = smallScenario()
        scenario.faults = [.lostRows(cycle: 1, rows: 23), .stop(cycle: 3, milliseconds: 40)]
        let web = try TwinWeb(scenario)
        let camera = SimulatedCamera(web: web, pace: .asFastAsPossible)
        try camera.start()
        let chunk = Chunk<Raw>(format: camera.format)
        let rowBytes = web.format.rowByteCount
        let whole = web.render(rows: 0..<web.rowCount)
        var next = 0
        var shortCount = 0
        while try camera.next(into: chunk, timeoutNanoseconds: 5_000_000_000) == .rows {
            let header = chunk.header
            #expect(header.firstRow == next + header.rowsLostBefore)
            next = header.firstRow + header.validRows
            if header.validRows < 37 { shortCount += 1 }
            let bytes = header.validRows * rowBytes
            let start = header.firstRow * rowBytes
            let isSame = Array(chunk.bytes[..<bytes]) == Array(whole[start..<start + bytes])
            #expect(isSame, "seed \(scenario.seed), row \(header.firstRow)")
            #expect(chunk.bytes[bytes...].allSatisfy { $0 == 0xA5 })
        }
        #expect(next == web.rowCount)
        #expect(shortCount >= 2)
    }

    @Test func `a camera that goes comes back behind the rows it missed`() throws {
        var scenario = smallScenario()
        scenario.faults = [.cameraGone(cycle: 2, milliseconds: 100)]
        let web = try TwinWeb(scenario)
        let camera = SimulatedCamera(web: web, pace: .asFastAsPossible)
        try camera.start()
        let chunk = Chunk<Raw>(format: camera.format)
        var isGone = false
        var lost = 0
        var rows = 0
        reading: while true {
            do {
                guard try camera.next(into: chunk, timeoutNanoseconds: 5_000_000_000) == .rows
                else { break reading }
                rows += chunk.header.validRows
                lost += chunk.header.rowsLostBefore
            } catch {
                #expect(error == .gone(name: "line twin"))
                isGone = true
                camera.stop()
                try camera.start()
            }
        }
        #expect(isGone)
        #expect(lost > 0)
        #expect(rows + lost == web.rowCount)
    }
}
