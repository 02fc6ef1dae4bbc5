import ArgumentParser
import Station

/// `blisterctl challenge`: the challenge test at the running daemon.
struct ChallengeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "challenge",
        abstract: "Show that the line rejects a kit of known-bad blisters.",
        discussion: """
            A batch whose recipe demands it is not ready, and rejects every blister, until every \
            known-bad blister of the kit was rejected for what is wrong with it, and confirmed by the \
            chute where there is a sensor. Exit status of end: 0 passed, 1 not passed.
            """,
        subcommands: [Start.self, Status.self, End.self]
    )

    /// Where the daemon listens.
    struct Place: ParsableArguments {
        @Option(name: .long, help: "The daemon's control socket.") var socket: String?
        @Option(name: .long, help: "Station configuration that names the control socket.")
        var config: String?

        func ask(_ request: ControlRequest) throws -> ControlReply {
            let path =
                try socket ?? config.map { try StationConfiguration(path: $0).controlSocketPath }
                ?? "/run/blisterd/control.sock"
            let reply = try ControlClient(path: path).ask(request)
            guard reply.done else { throw ControlRefusal(sentence: reply.message) }
            return reply
        }
    }

    struct Start: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set blisters apart for the kit from now on."
        )
        @OptionGroup var place: Place
        @Option(name: .long, help: "Who starts it.") var `operator`: String

        func run() throws {
            let request = ControlRequest(action: .challengeStart, operator: `operator`)
            print(try place.ask(request).message)
        }
    }

    struct End: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Judge the kit; production begins where all of it was rejected."
        )
        @OptionGroup var place: Place
        @Option(name: .long, help: "Who ends it.") var `operator`: String

        func run() throws {
            let reply = try place.ask(
                ControlRequest(action: .challengeEnd, operator: `operator`)
            )
            print(reply.message)
            if reply.challenge?.outcome != "passed" { throw ExitCode(1) }
        }
    }

    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show the kit as it stands.")
        @OptionGroup var place: Place
        @Flag(name: .long, help: "One JSON object.") var json = false

        func run() throws {
            let reply = try place.ask(ControlRequest(action: .challengeStatus))
            guard !json else { return print(try reply.line()) }
            print(reply.message)
            for item in reply.challenge?.kit ?? [] {
                let found = item.found.joined(separator: ", ")
                let blister = item.blisterID.map { "\($0) \(found), \(item.confirmation)" }
                let state = item.pass ? "passed" : "open  "
                print("  \(state)  \(item.name): \(blister ?? "not seen")")
            }
        }
    }
}
