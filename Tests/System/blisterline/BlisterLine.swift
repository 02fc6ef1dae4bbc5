internal import ArgumentParser
internal import Station

/// Plays the machine around a running daemon, on the kernel's own drivers.
@main
struct BlisterLine: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blisterline",
        abstract: "Plays camera, PLC, gate and chute around blisterd; exit 1 on any mismatch.",
        subcommands: [ShiftCommand.self, UnplugCommand.self]
    )
}

/// What both trials need.
struct DaemonOptions: ParsableArguments {
    @Option(help: "Station configuration of the daemon; the machine is wired by it.")
    var station: String

    @Option(help: "The blisterd program.")
    var daemon: String

    @Option(help: "File for the daemon's words.")
    var log: String

    /// Runs a trial, reports, and ends with 1 for a mismatch, 2 when it could not be played.
    func run(_ trial: (Wiring, Daemon, TestReport) throws -> Void) throws {
        let report = TestReport()
        let child = Daemon(program: daemon, stationPath: station, logPath: log)
        do {
            try trial(try Wiring(stationPath: station), child, report)
        } catch {
            child.kill()
            report.say("blisterline: \(error)")
            report.say("the daemon's last words:\n\(child.lastWords())")
            throw ExitCode(2)
        }
        child.kill()
        report.say(report.summary)
        guard report.mismatchCount == 0 else {
            report.say("the daemon's last words:\n\(child.lastWords())")
            throw ExitCode(1)
        }
    }
}

/// A web with truth: every cycle's pin is compared.
struct ShiftCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shift",
        abstract: "Plays a recorded web and compares every cycle's reject pin with the truth."
    )

    @OptionGroup var options: DaemonOptions

    @Option(help: "Replay set with cycle_rows and truth.jsonl.")
    var set: String

    func run() throws {
        try options.run { wiring, daemon, report in
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
                daemon: daemon,
                report: report
            )
            try shift.work()
        }
    }
}

/// A camera that is unplugged.
struct UnplugCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unplug",
        abstract: "Takes the kernel's test camera away under the daemon and gives it back."
    )

    @OptionGroup var options: DaemonOptions

    func run() throws {
        try options.run { wiring, daemon, report in
            try UnplugTrial(wiring: wiring, daemon: daemon, report: report).work()
        }
    }
}
