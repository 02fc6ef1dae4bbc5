internal import ArgumentParser
internal import Foundation
internal import Station

/// Plays the machine around a running daemon, on the kernel's own drivers, and compares every
/// cycle's reject pin with the truth.
@main
struct BlisterLine: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blisterline",
        abstract: "Plays camera, PLC, gate and chute around blisterd; exit 1 on any mismatch."
    )

    @Option(help: "Station configuration of the daemon; the machine is wired by it.")
    var station: String

    @Option(help: "Replay set with cycle_rows and truth.jsonl.")
    var set: String

    @Option(help: "The blisterd program.")
    var daemon: String

    @Option(help: "File for the daemon's words.")
    var log: String

    func run() throws {
        let report = TestReport()
        let child = Daemon(program: daemon, stationPath: station, logPath: log)
        do {
            let wiring = try Wiring(stationPath: station)
            let recording = try Recording(folder: set)
            guard recording.width == wiring.camera.width else {
                throw MachineError.wiring(
                    reason:
                        "camera.width is \(wiring.camera.width), the set has \(recording.width)",
                    cure: "set camera.width"
                )
            }
            let shift = try LineShift(
                recording: recording,
                wiring: wiring,
                daemon: child,
                report: report
            )
            try shift.work()
        } catch {
            child.kill()
            report.say("blisterline: \(error)")
            report.say("the daemon's last words:\n\(child.lastWords())")
            throw ExitCode(2)
        }
        child.kill()
        report.say(
            "blisterline: \(report.comparedCount) readings compared, \(report.rejectCount) rejects, "
                + "\(report.mismatchCount) mismatches"
        )
        guard report.mismatchCount == 0 else {
            report.say("the daemon's last words:\n\(child.lastWords())")
            throw ExitCode(1)
        }
    }
}
