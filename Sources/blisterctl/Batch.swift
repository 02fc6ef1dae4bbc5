import ArgumentParser
import Station

/// `blisterctl batch`: starts and ends a batch at the running daemon.
struct BatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch",
        abstract: "Start, end, or look at a batch.",
        subcommands: [Start.self, End.self, Status.self, BatchReportCommand.self]
    )

    struct Connection: ParsableArguments {
        @Option(name: .long, help: "The daemon's control socket.")
        var socket = "/run/blisterd/control.sock"

        func ask(_ request: ControlRequest) throws -> ControlReply {
            let reply = try ControlClient(path: socket).ask(request)
            guard reply.done else { throw ControlRefusal(sentence: reply.message) }
            return reply
        }
    }

    struct Start: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Start a batch.")
        @OptionGroup var connection: Connection
        @Option(name: .long, help: "Product name.") var product: String
        @Option(name: .long, help: "Lot number.") var lot: String
        @Option(name: .long, help: "Expiry: 2027-03 or 2027-03-31.") var expiry: String
        @Flag(name: .long, help: "Takes an expiry that is over, or over 10 years ahead.")
        var force = false
        @Option(name: .long, help: "Who starts it.") var `operator`: String

        func run() throws {
            let request = ControlRequest(
                action: .batchStart,
                product: product,
                lot: lot,
                expiry: expiry,
                force: force ? true : nil,
                operator: `operator`
            )
            print(try connection.ask(request).message)
        }
    }

    struct End: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "End the open batch.")
        @OptionGroup var connection: Connection
        @Option(name: .long, help: "Who ends it.") var `operator`: String

        func run() throws {
            print(
                try connection.ask(ControlRequest(action: .batchEnd, operator: `operator`)).message
            )
        }
    }

    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show the open batch.")
        @OptionGroup var connection: Connection
        @Flag(name: .long, help: "One JSON object.") var json = false

        func run() throws {
            let reply = try connection.ask(ControlRequest(action: .batchStatus))
            guard !json else { return print(try reply.line()) }
            print(reply.message)
            for (name, count) in (reply.counters ?? [:]).sorted(by: { $0.key < $1.key }) {
                print("  \(name): \(count)")
            }
            for fault in reply.faults ?? [] { print("  fault: \(fault)") }
        }
    }
}

/// The daemon understood, and said no.
struct ControlRefusal: Error, CustomStringConvertible {
    let sentence: String
    var description: String { sentence }
}
