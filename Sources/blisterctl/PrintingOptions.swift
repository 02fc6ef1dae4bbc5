import ArgumentParser
import Blister
import Simulation

/// What `blisterctl simulate` prints on the foil.
struct PrintingOptions: ParsableArguments {
    @Option(help: "The batch that is printed on the foil.") var lot: String?
    @Option(help: "Its expiry, as 2027-03 or 2027-03-31.") var expiry: String?
    @Option(help: "Template of what is printed; \\n parts rows.") var print = Self.usual
    @Option(help: "How it is printed: strokes or dots.")
    var printStyle: String = PrintStyle.strokes.rawValue

    private static let usual = "LOT {lot} EXP {expiry:MM.yyyy}"

    /// Sets the print of `scenario`; without any of the options it stays as it is.
    func set(_ scenario: inout TwinScenario) throws {
        guard let style = PrintStyle(rawValue: printStyle) else {
            throw InputError("simulate: unknown print style '\(printStyle)'; use strokes or dots")
        }
        scenario.printStyle = style
        guard lot != nil || expiry != nil || print != Self.usual else { return }
        do {
            scenario.printText = try ExpectedText(
                template: print.replacing("\\n", with: "\n"),
                product: scenario.product.name,
                lot: lot,
                expiry: expiry
            ).text
        } catch {
            throw InputError(
                "simulate: --print \(print): \(error); give --lot, --expiry and known fields"
            )
        }
    }
}
