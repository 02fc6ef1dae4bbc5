import ArgumentParser
import Station

/// `blisterctl trends`: the control charts of the running daemon.
struct TrendsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trends",
        abstract: "Name the control charts, or have their limits found anew.",
        subcommands: [List.self, Baseline.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Name the charts.")
        @OptionGroup var place: ChallengeCommand.Place
        @Flag(name: .long, help: "One JSON object.") var json = false

        func run() throws {
            let reply = try place.ask(ControlRequest(action: .trendsList))
            guard !json else { return print(try reply.line()) }
            for name in reply.series ?? [] { print(name) }
        }
    }

    struct Baseline: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Have limits found anew from the next blisters.",
            discussion: """
                Limits of a chart stand until a person replaces them, for example after the lens was \
                cleaned or another roll of foil was approved. Old limits, name and reason go into the \
                audit trail, and the new limits once they are found.
                """
        )
        @OptionGroup var place: ChallengeCommand.Place
        @Option(name: .long, help: "Chart, as 'trends list' names it.") var series: String?
        @Flag(name: .long, help: "Every chart.") var all = false
        @Option(name: .long, help: "Why.") var reason: String
        @Option(name: .long, help: "Who asks for it.") var `operator`: String

        func validate() throws {
            guard all != (series != nil) else {
                throw ValidationError("give --series NAME or --all, one of them")
            }
            func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }
            if isBlank(reason) { throw ValidationError("--reason is empty; say why") }
            if isBlank(`operator`) { throw ValidationError("--operator is empty; say who") }
        }

        func run() throws {
            let request = ControlRequest(
                action: .trendsBaseline,
                operator: `operator`,
                series: series,
                reason: reason
            )
            print(try place.ask(request).message)
        }
    }
}
