import Blister
import Foundation
import Imaging
import Layers
import Measures
import TextPictures
import TextReading
import TextTraining
import VisionModels

/// `blisterctl evaluate` of a reader of print: how much it reads of labelled lines, and whether it
/// accepts what is right and catches one wrong, missing or additional sign.
struct PrintTrial {
    private(set) var count = 0
    private(set) var exact = 0
    private(set) var signs = 0
    private(set) var misread = 0
    private(set) var rejected = 0
    private(set) var caught = 0
    private var examples: [String] = []

    /// Reads every labelled line of `folder` with `model`, and the finder beside it.
    init(folder: String, model: String) throws {
        let table = try LabelTable(folder: folder)
        let place = URL(filePath: model).deletingLastPathComponent().path(percentEncoded: false)
        let reader = PrintReader(
            reader: try TextReader(path: model),
            finder: try LineFinder(path: PrintModels.finder(place))
        )
        for (index, entry) in table.entries.enumerated() {
            let image = try Image(path: entry.path)
            let region = entry.box.map { box in
                LineQuad.Region(x: box[0], y: box[1], width: box[2], height: box[3])
            }
            let lines = try reader.lines(
                in: image,
                at: region.map { PrintReader.Place.region($0) } ?? .anywhere
            )
            let wanted = entry.text.uppercased().filter { !$0.isWhitespace }
            let read = lines.map(\.text).joined().filter { !$0.isWhitespace }
            count += 1
            signs += wanted.count
            misread += min(wanted.count, Self.distance(Array(wanted), Array(read)))
            if read == wanted { exact += 1 } else { examples.append("\(wanted) as \(read)") }
            guard reader.canVerify(wanted) else { continue }
            let good = try reader.verify(image, lines: lines, expected: wanted)
            if !good.passes { rejected += 1 }
            var random = SplitMix(seed: 1, number: UInt64(index))
            let other = Self.spoilt(wanted, &random)
            if try !reader.verify(image, lines: lines, expected: other).passes { caught += 1 }
        }
    }

    /// Lines for a person.
    var lines: [String] {
        func share(_ part: Int, _ whole: Int) -> String {
            let interval = ProportionInterval(count: part, total: max(1, whole)).text
            return String(
                format: "%.2f %% of %d (%@)",
                100 * Double(part) / Double(max(1, whole)),
                whole,
                interval
            )
        }
        return [
            "strings exact: " + share(exact, count),
            "characters right: " + share(signs - misread, signs),
            "good strings rejected: " + share(rejected, count),
            "one seeded error caught: " + share(caught, count),
        ] + examples.prefix(20).map { "misread: \($0)" }
    }

    var json: String {
        var text = JSONText()
        text.object { object in
            object.value(count, "n")
            object.value(exact, "strings_exact")
            object.value(signs, "characters")
            object.value(signs - misread, "characters_right")
            object.value(rejected, "good_rejected")
            object.value(caught, "errors_caught")
        }
        return text.text
    }

    /// `text` with one sign put in, taken out or replaced.
    private static func spoilt(_ text: String, _ random: inout SplitMix) -> String {
        var signs = Array(text)
        let place = random.nextIndex(signs.count)
        let others = TextSigns.all.filter { $0 != signs[place] && $0 != " " }
        let other = others[random.nextIndex(others.count)]
        switch random.nextIndex(4) {
        case 0 where signs.count > 1: signs.remove(at: place)
        case 1: signs.insert(other, at: place)
        default: signs[place] = other
        }
        return String(signs)
    }

    /// Fewest changes from one to the other: Wagner and Fischer, 1974.
    private static func distance(_ one: [Character], _ two: [Character]) -> Int {
        var row = Array(0...two.count)
        for (index, sign) in one.enumerated() {
            var corner = row[0]
            row[0] = index + 1
            for place in two.indices {
                let cost = min(row[place], row[place + 1]) + 1
                let change = corner + (two[place] == sign ? 0 : 1)
                corner = row[place + 1]
                row[place + 1] = min(cost, change)
            }
        }
        return row[two.count]
    }
}
