internal import Imaging
internal import Layers

/// Endless pictures of single lines of print, drawn with everything random that must not matter.
///
/// Picture `index` of a seed is the same on every thread, in whatever order it is asked for; its
/// first pictures are easy. Thread-safe as a value.
public struct TextSource: Sendable {
    /// Rows of every picture.
    public static let height = 32

    /// What every draw follows from.
    public let seed: UInt64
    /// Whether fonts and matrices are those that are never learnt from.
    public let isHeldOut: Bool
    /// Pictures from the first to one as hard as any; 0: all are.
    public let easyCount: Int
    /// How bad print and picture may get, 0...1; at 1 some lines cannot be read.
    public let hardnessMax: Float
    /// Kinds of print to draw.
    public let kinds: [PrintKind]
    private let table: LetterTable

    /// Draws from `seed` with the letters of `table`.
    public init(
        seed: UInt64,
        table: LetterTable,
        isHeldOut: Bool = false,
        easyCount: Int = 0,
        hardnessMax: Float = 1,
        kinds: [PrintKind] = [.dots, .dots, .dots, .dots, .ink, .ink, .transfer, .laser, .emboss]
    ) {
        self.seed = seed
        self.table = table
        self.isHeldOut = isHeldOut
        self.easyCount = easyCount
        self.hardnessMax = hardnessMax
        self.kinds = kinds
    }

    /// Picture `index`, `width` columns at most.
    ///
    /// - Parameters:
    ///   - index: Not negative.
    ///   - width: At least 48; the text is as long as fits.
    ///   - text: What it says; drawn where nil, cut where it does not fit.
    /// - Returns: the picture with what it says.
    public func picture(_ index: Int, width: Int, text: String? = nil) -> TextPicture {
        var random = SplitMix(seed: seed ^ (isHeldOut ? 1 << 60 : 0), number: UInt64(index))
        let rise = easyCount > 0 ? min(1, Float(index) / Float(easyCount)) : 1
        let hardness = rise * hardnessMax * random.between(0.1, 1) * random.between(0.5, 1)
        let kind = random.pick(kinds)
        let style = PrintedLine.Style(
            kind,
            table,
            isHeldOut: isHeldOut,
            hardness: hardness,
            &random
        )
        // Final pixels: height of capitals, and of one unit along.
        let capital = Float(Self.height) * random.between(0.42, 0.97)
        var text = text ?? CodeText.draw(&random)
        var line = PrintedLine(text, style, &random)
        let room = Float(width - 6)
        while line.length * capital * 0.62 > room, text.count > 1 {
            text = String(text.dropLast(max(1, text.count / 8)))
            while text.last == " " { text.removeLast() }
            line = PrintedLine(text, style, &random)
        }
        let along = min(room / line.length, capital * random.scale(0.72, 1.3))
        let margins = Vector(random.between(1, 12), random.between(1, 12))
        let inked = line.length * along
        let used =
            random.happens(0.4)
            ? width : min(width, max(24, Int(inked + margins.x + margins.y)))
        let left = min(
            max(2, Float(used) - inked - 2),
            random.happens(0.3)
                ? random.between(1, max(2, Float(used) - inked - 1)) : margins.x
        )
        // Camera's pixels for one final pixel.
        let isNear = style.head != nil && random.happens(0.1)
        let least = (style.head == nil ? 9 : 7) + 3 * (1 - hardness)
        let unit = isNear ? random.scale(40, 60) : random.scale(least, 40)
        let fine = unit / capital
        var scene = PrintScene(
            width: max(16, Int(Float(used) * fine)),
            height: max(12, Int(Float(Self.height) * fine)),
            unit: unit,
            hardness: hardness,
            &random
        )
        let free = Float(Self.height) - capital
        let base = capital + free / 2 + random.between(-0.4, 0.4) * free
        let slope = random.normal() * 0.025 * hardness
        // Turned about its middle it stays in the picture.
        let lift = -slope * line.length * along / 2
        var map = LineMap(
            origin: Vector(left, base + lift) * fine,
            unit: Vector(along, capital) * fine,
            angle: Vector(1, slope),
            shear: random.happens(0.25) ? random.between(-0.2, 0.25) : 0,
            taper: random.happens(0.3) ? random.between(-0.12, 0.12) * hardness : 0,
            bow: random.happens(0.3) ? random.between(-0.15, 0.15) * hardness : 0,
            swell: random.happens(0.2) ? random.between(-0.2, 0.2) * hardness : 0,
            length: line.length
        )
        // Outlines lean by design, drops only where the web runs askew.
        if kind == .dots { map.shear *= 0.2 + 0.8 * hardness }
        if map.shear > 0.1 { map.shear *= hardness }
        var lines = [(line: line, map: map)]
        // Heads print close lines; where the line is not much of the picture, one could be taken for
        // the other.
        let isClose = style.head != nil && capital > 0.55 * Float(Self.height)
        for side in [Float(-1), 1] where random.happens(style.head == nil ? 0.22 : 0.35) {
            let other = PrintedLine(CodeText.draw(&random), style, &random)
            var place = map
            place.origin.y += side * random.between(isClose ? 1.12 : 1.3, 2) * capital * fine
            place.origin.x += random.between(-3, 3) * along * fine
            lines.append((other, place))
        }
        scene.print(lines, kind: kind, &random)
        scene.photograph(&random)
        let values = PictureWork.scaled(
            scene.values,
            scene.width,
            scene.height,
            to: used,
            Self.height
        )
        let pixels = values.map { UInt8(max(0, min(255, ($0 * 255).rounded()))) }
        let image = Image(width: used, height: Self.height, channels: 1, pixels: pixels)
        return TextPicture(image: image, text: text, kind: kind)
    }
}
