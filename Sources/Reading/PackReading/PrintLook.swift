internal import Blister
internal import Foundation
internal import Imaging
internal import Inspection
internal import TextReading
internal import VisionModels

/// One thread's look at the print of blisters.
///
/// One look at the rows settles most good prints; only what it does not settle is searched in every view
/// and weighed sign by sign.
final class PrintLook {
    /// Room around the region for print that lies off, millimetres.
    static let marginMillimetres = 1.0
    /// Least cosine of a row's slant: what is turned further is not print as it must be.
    private static let uprightMin = 0.7
    /// Rows of pixels that the finder needs for a row of print with what is free around it.
    private static let rowPixelsMin = 50
    /// Most times a small region is enlarged.
    private static let enlargementMax = 4

    private let reader: PrintReader
    private let window: RegionWindow

    init(
        _ place: PackTexts.Place<PrintRule>,
        _ texts: PackTexts
    ) throws(VisionModelError) {
        reader = PrintReader(
            reader: try TextReader(path: texts.readerPath),
            finder: try LineFinder(path: texts.finderPath)
        )
        window = RegionWindow(
            place.region,
            millimetresPerPixel: texts.millimetresPerPixel,
            margin: Self.marginMillimetres,
            turnDegrees: place.rule.turnDegrees
        )
    }

    /// The print of `image`, a registered blister, against `expected`.
    ///
    /// - Throws: where a network does not run.
    func finding(_ image: Image, expected: String) throws -> PrintFinding {
        let cut = window.cut(from: image)
        let (picture, scale) = Self.enlarged(cut.image, expected: expected)
        let check = try reader.check(picture, expected: expected)
        let signs = check.verification?.signs ?? []
        let faults = signs.enumerated().compactMap { index, sign in
            sign.fault.map { fault in
                PrintFinding.Fault(
                    index: index,
                    sign: String(sign.sign),
                    kind: fault.rawValue,
                    read: sign.read.map(String.init),
                    confidence: sign.confidence,
                    place: sign.width > 0
                        ? cut.place(
                            (sign.x + sign.width / 2) / scale,
                            (sign.y + sign.height / 2) / scale
                        )
                        : window.middle
                )
            }
        }
        return PrintFinding(
            text: check.text,
            expected: expected,
            confidence: check.confidence,
            faults: check.passes || !faults.isEmpty ? faults : nil
        )
    }

    /// `image` such that the rows of `expected` are high enough in it, and how many times it is enlarged.
    private static func enlarged(
        _ image: Image,
        expected: String
    ) -> (picture: Image, scale: Double) {
        let rows = expected.split(whereSeparator: \.isNewline).count
        let wanted = (rowPixelsMin * rows + image.height - 1) / image.height
        let scale = max(1, min(enlargementMax, wanted))
        guard scale > 1 else { return (image, 1) }
        let picture = image.scaled(width: image.width * scale, height: image.height * scale)
        return (picture, Double(scale))
    }
}
