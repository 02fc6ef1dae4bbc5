import Blister
import Foundation
import Imaging
import Statistics
import TextReading
import TextTraining
import VisionModels

/// `blisterctl evaluate` of a reader of print: how much it reads of labelled lines, and whether it
/// accepts what is right and catches one wrong, missing or additional sign.
struct PrintTrial {
    private var trial = ReadingTrial()

    /// Reads every labelled line of `folder` with `model`, and the finder beside it.
    init(folder: String, model: String) throws {
        let table = try LabelTable(folder: folder)
        let place = URL(filePath: model).deletingLastPathComponent().path(percentEncoded: false)
        let reader = PrintReader(
            reader: try TextReader(path: model),
            finder: try LineFinder(path: PrintModels.finder(place))
        )
        for entry in table.entries {
            let region = entry.box.map { box in
                LineQuad.Region(x: box[0], y: box[1], width: box[2], height: box[3])
            }
            let place = region.map { PrintReader.Place.region($0) } ?? .anywhere
            try trial.add(try Image(path: entry.path), entry.text, at: place, reader)
        }
    }

    /// Lines for a person.
    var lines: [String] {
        func share(_ part: Int, _ whole: Int) -> String {
            let interval = BinomialInterval.clopperPearson(count: part, total: max(1, whole)).text
            return String(
                format: "%.2f %% of %d (%@)",
                100 * Double(part) / Double(max(1, whole)),
                whole,
                interval
            )
        }
        return [
            "strings exact: " + share(trial.exact, trial.count),
            "characters right: " + share(trial.signs - trial.misread, trial.signs),
            "good strings rejected: " + share(trial.rejected, trial.verified),
            "one seeded error caught: " + share(trial.caught, trial.errors),
            "the same for signs drawn alike: " + share(trial.caughtTwins, trial.twins),
        ] + trial.escapes.prefix(20).map { "accepted: \($0)" }
            + trial.refusals.prefix(20).map { "rejected: \($0)" }
            + trial.misreadings.prefix(20).map { "misread: \($0)" }
    }

    var json: String {
        var text = JSONText()
        text.object { object in
            object.value(trial.count, "n")
            object.value(trial.exact, "strings_exact")
            object.value(trial.signs, "characters")
            object.value(trial.signs - trial.misread, "characters_right")
            object.value(trial.verified, "good")
            object.value(trial.rejected, "good_rejected")
            object.value(trial.errors, "errors")
            object.value(trial.caught, "errors_caught")
            object.value(trial.twins, "twin_errors")
            object.value(trial.caughtTwins, "twin_errors_caught")
        }
        return text.text
    }
}
