import Foundation
import Imaging
import Linux
import PackReading
import Statistics
import TextPictures
import TextReading
import TextTraining
import VisionModels

/// How much print of fonts and matrices that were never learnt from is read and verified, and how
/// long a line takes.
struct PrintBenchmark {
    /// How bad the drawn print is: what a line in production still lets pass.
    private static let hardness: Float = 0.2
    private static let otherKinds: [PrintKind] = [.ink, .transfer, .laser, .emboss]

    let settings: RunSettings

    func run(_ ledger: Ledger) throws {
        let textReader = try TextReader(path: try PrintFiles.reader(folder: nil))
        let reader = PrintReader(
            reader: textReader,
            finder: try LineFinder(path: try PrintFiles.finder(folder: nil))
        )
        let folder = URL(filePath: try ShippedModel.folder("print"))
        let letters = try LetterTable(
            path: folder.appending(path: "letters.txt").path(percentEncoded: false)
        )
        let count = settings.isFull ? 10_000 : 200
        var both: [ReadingTrial] = []
        for (name, kinds, least) in [
            ("dot matrix", [PrintKind.dots], 99.5), ("other print", Self.otherKinds, 99.8),
        ] {
            let source = TextSource(
                seed: settings.seed,
                table: letters,
                isHeldOut: true,
                hardnessMax: Self.hardness,
                kinds: kinds
            )
            var trial = ReadingTrial()
            for index in 0..<count {
                let line = source.picture(index, width: 320)
                try trial.add(line.image, line.text, at: .anywhere, reader)
            }
            let right = trial.signs - trial.misread
            ledger.add(share("characters, \(name)", right, trial.signs, .atLeast(least)))
            both.append(trial)
        }
        func sum(_ part: (ReadingTrial) -> Int) -> Int { both.reduce(0) { $0 + part($1) } }
        ledger.add(
            share("seeded errors caught", sum(\.caught), sum(\.errors), .atLeast(99.9))
        )
        ledger.add(
            share("errors of signs drawn alike caught", sum(\.caughtTwins), sum(\.twins), nil)
        )
        ledger.add(
            share("good strings rejected", sum(\.rejected), sum(\.verified), .atMost(0.1))
        )
        try time(textReader, ledger)
    }

    private func share(_ name: String, _ part: Int, _ whole: Int, _ target: Target?) -> Figure {
        Figure(
            group: "print",
            name: name,
            value: 100 * Double(part) / Double(max(1, whole)),
            unit: "%",
            target: target,
            note:
                "\(part) of \(whole), \(BinomialInterval.clopperPearson(count: part, total: max(1, whole)).text)"
        )
    }

    /// One line 320 columns wide through the reader's net, on one thread.
    private func time(_ reader: TextReader, _ ledger: Ledger) throws {
        let line = Image(width: 320, height: 32, channels: 1, filledWith: 120)
        var times: [Double] = []
        for _ in 0..<(settings.isFull ? 2_000 : 200) {
            let start = MonotonicClock.nowNanoseconds
            _ = try reader.table(of: line)
            times.append(Double(MonotonicClock.nowNanoseconds - start) / 1e6)
        }
        ledger.add(
            Figure(
                group: "print",
                name: "one line of 32 x 320",
                value: times.sorted()[times.count / 2],
                unit: "ms",
                target: .atMost(2.5),
                note: "median, one thread"
            )
        )
    }
}
