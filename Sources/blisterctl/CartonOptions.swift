import ArgumentParser
import Louis
import Simulation

/// What `simulate --carton` embosses.
struct CartonOptions: ParsableArguments {
    @Option(help: "With --carton: text in Braille; \\n parts lines.")
    var braille = "aspirin\n500 mg"
    @Option(help: "With --carton: table of the text.") var table = BrailleTable.standard
    @Option(help: "With --carton: lights around the camera, 3 to 16.") var lights = 4
    @Option(help: "With --carton: dots left out.") var missing = 0
    @Option(help: "With --carton: dots under 0.08 mm.") var weak = 0
    @Option(help: "With --carton: dots too many.") var extra = 0

    /// The carton, embossed.
    func folder(seed: UInt64) throws -> CartonFolder {
        guard (3...16).contains(lights) else {
            throw InputError("simulate: --lights \(lights) is impossible; use 3 to 16")
        }
        for (name, count) in [("--missing", missing), ("--weak", weak), ("--extra", extra)] {
            guard (0...500).contains(count) else {
                throw InputError("simulate: \(name) \(count) is impossible; use 0 to 500")
            }
        }
        guard let found = BrailleTable(table) else {
            throw InputError("simulate: there is no table '\(table)'; see braille --help")
        }
        let text = braille.replacing("\\n", with: "\n")
        guard let lines = found.cells(text), lines.contains(where: { !$0.isEmpty }) else {
            throw InputError("simulate: no cells for '\(braille)'; use another --table")
        }
        var scenario = CartonScenario(seed: seed, lines: lines)
        scenario.lightCount = lights
        scenario.missingCount = missing
        scenario.weakCount = weak
        scenario.extraCount = extra
        let longest = lines.map(\.count).max() ?? 1
        scenario.widthMillimetres = max(50, Double(longest) * 6 + 8)
        scenario.lengthMillimetres = max(20, Double(lines.count) * 10 + 2)
        return CartonFolder(carton: EmbossedCarton(scenario), text: text)
    }
}
