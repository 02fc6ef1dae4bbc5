import ArgumentParser
import Blister
import Foundation
import Imaging
import TextReading
import VisionModels

/// `blisterctl print`: reads or verifies the codes printed in pictures.
struct PrintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "print",
        abstract: "Reads the batch and expiry printed in pictures, or verifies them.",
        discussion: """
            Lines are found anywhere in a picture, at any angle, or within --region; a picture of at \
            most \(PrintReader.cropSideMax) pixels a side, or a long narrow one, is taken as such \
            a region. Several lines are joined by an end of line. With --expect every sign is judged by \
            how much better it fits than any other would; blanks and ends of lines are not compared. The expected text may \
            be a template: {lot} and {expiry:MM/yyyy} (or another form of yyyy, yy, MMM, MM, dd) are \
            filled from --lot and --expiry. Exit status: 0 read, or as expected; 1 not as expected; 2 \
            bad input.
            """
    )

    @Argument(help: "Pictures: PNG, JPEG or PNM.") var images: [String]
    @Option(help: "Text that must be there, or a template for it.") var expect: String?
    @Option(help: "The batch, for {lot} in --expect.") var lot: String?
    @Option(help: "The expiry as 2027-03 or 2027-03-31, for {expiry} in --expect.")
    var expiry: String?
    @Option(help: "Regular expression that --lot must match as a whole.") var lotPattern: String?
    @Option(help: "Part to read, in pixels: X,Y,W,H.") var region: String?
    @Flag(help: "One JSON object per picture.") var json = false
    @Option(help: "Folder with print.onnx and finder.onnx; the shipped ones when absent.")
    var models: String?

    func run() throws {
        let expected = try expect.map(filled)
        let box = try region.map(box)
        let reader = PrintReader(
            reader: try TextReader(path: PrintModels.reader(models)),
            finder: try LineFinder(path: PrintModels.finder(models))
        )
        // All are looked at before anything is said: bad input leaves no half of an answer.
        for path in images { _ = try picture(path, box) }
        var isMet = true
        for path in images {
            let image = try picture(path, box)
            let place = box.map { PrintReader.Place.region($0) } ?? .anywhere
            let lines = try reader.lines(in: image, at: place)
            let report: PrintReport
            do {
                report = PrintReport(
                    path: path,
                    lines: lines,
                    verification: try expected.map { text in
                        try reader.verify(image, lines: lines, expected: text, at: place)
                    },
                    expected: expected
                )
            } catch let error as PrintReader.UnreadableSign {
                throw InputError("--expect: \(error)")
            }
            if report.passes == false { isMet = false }
            print(json ? report.json : report.sentence)
        }
        if !isMet { throw ExitCode(1) }
    }

    private func filled(_ template: String) throws -> String {
        let text: String
        do {
            text = try ExpectedText(
                template: template,
                lot: lot,
                expiry: expiry,
                lotPattern: lotPattern
            ).text
        } catch {
            throw InputError(
                "--expect \(template): \(error); give --lot, --expiry and known fields"
            )
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw InputError("--expect: is empty; give the text that must be there")
        }
        return text
    }

    private func box(_ text: String) throws -> LineQuad.Region {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false)
            .compactMap { Int($0) }
        guard numbers.count == 4, numbers[0] >= 0, numbers[1] >= 0, numbers[2] > 3, numbers[3] > 3,
            numbers.allSatisfy({ $0 < 1 << 20 })
        else {
            throw InputError(
                "--region \(text): is no part of a picture; give X,Y,W,H in pixels, W and H above 3"
            )
        }
        return LineQuad.Region(
            x: numbers[0],
            y: numbers[1],
            width: numbers[2],
            height: numbers[3]
        )
    }

    /// The picture at `path`, in which something can be seen.
    private func picture(_ path: String, _ box: LineQuad.Region?) throws -> Image {
        let image = try Image(path: path)
        if let box, box.x + box.width > image.width || box.y + box.height > image.height {
            throw InputError(
                "\(path): --region reaches beyond its \(image.width) x \(image.height) pixels; "
                    + "give a part of it"
            )
        }
        guard min(image.width, image.height) >= 8 else {
            throw InputError(
                "\(path): \(image.width) x \(image.height) pixels hold no print; give a larger picture"
            )
        }
        guard image.pixels.contains(where: { $0 > 8 }) else {
            throw InputError("\(path): is black everywhere; check light, lens cap and exposure")
        }
        return image
    }
}
