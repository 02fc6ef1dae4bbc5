internal import Blister
internal import Imaging

/// The picture of a rejected blister with what is wrong framed and named.
///
/// The blister's own pixels stay untouched but for the frames; the words stand in a strip above.
struct EvidencePicture {
    let record: BlisterRecord
    let blisterID: String
    let time: String
    let layout: Layout?

    private static let dots = 8
    private static let scale = 2

    /// The marked picture; nil when there is none.
    func marked() -> Image? {
        guard let picture = record.picture else { return nil }
        let lineHeight = Self.dots * Self.scale + 4
        let captions = captions(columns: (picture.width - 12) / (6 * Self.scale))
        let strip = captions.count * lineHeight + 4
        var image = Image(
            width: picture.width,
            height: picture.height + strip,
            channels: 3,
            filledWith: 0
        )
        let colour = picture.converted(toChannels: 3)
        image.pixels.replaceSubrange((strip * picture.width * 3)..., with: colour.pixels)
        for (index, caption) in captions.enumerated() {
            image.draw(
                text: caption.text,
                x: 6,
                y: 4 + index * lineHeight,
                scale: Self.scale,
                ink: caption.ink
            )
        }
        frame(&image, below: strip)
        return image
    }

    /// What stands above the picture, broken into lines of at most `columns` letters.
    private func captions(columns: Int) -> [(text: String, ink: Ink)] {
        let result = record.result
        var lines = Self.wrapped([blisterID, time], columns).map { ($0, Ink.white) }
        for reason in result.verdict.reasons.prefix(3) {
            let cause = result.cause(of: reason)
            var words = [reason.rawValue]
            if let pocket = cause.pocket { words.append("pocket \(pocket)") }
            if let check = cause.check {
                words.append("\(check.name) \(RejectLine.number(check.value)) \(check.unit)")
                if let limit = check.limit { words.append("limit \(RejectLine.number(limit))") }
            }
            lines += Self.wrapped(words, columns).map { ($0, Ink.red) }
        }
        return lines
    }

    private static func wrapped(_ words: [String], _ columns: Int) -> [String] {
        var lines: [String] = []
        for word in words {
            guard let last = lines.last, last.count + 2 + word.count <= columns else {
                lines.append(word)
                continue
            }
            lines[lines.count - 1] = last + "  " + word
        }
        return lines
    }

    private func frame(_ image: inout Image, below strip: Int) {
        let scale = record.pixelsPerMillimetre
        guard scale > 0 else { return }
        func pixel(_ millimetres: Double) -> Int {
            Int(max(-1e6, min(1e6, (millimetres * scale).rounded())))
        }
        for result in record.result.pockets where result.classification != "good" {
            guard let layout, layout.pockets.indices.contains(result.index) else { continue }
            let pocket = layout.pockets[result.index]
            let left = pixel(pocket.centre.x - pocket.halfExtent.x) - 4
            let top = pixel(pocket.centre.y - pocket.halfExtent.y) - 4 + strip
            let right = pixel(pocket.centre.x + pocket.halfExtent.x) + 4
            let bottom = pixel(pocket.centre.y + pocket.halfExtent.y) + 4 + strip
            image.draw(
                boxFromX: left,
                y: top,
                toX: right,
                y: bottom,
                thickness: 2,
                ink: .red
            )
            let label = "\(result.index)"
            let width = label.utf8.count * 6 * Self.scale
            image.fill(boxFromX: left, y: top, toX: left + width + 3, y: top + 19, ink: .red)
            image.draw(text: label, x: left + 3, y: top + 3, scale: Self.scale, ink: .white)
        }
        let checks = record.result.checks + record.result.pockets.flatMap(\.checks)
        for check in checks where !check.passes {
            guard let place = check.place else { continue }
            let (x, y) = (pixel(place.x), pixel(place.y) + strip)
            image.draw(boxFromX: x - 6, y: y - 6, toX: x + 6, y: y + 6, thickness: 2, ink: .red)
        }
    }
}
