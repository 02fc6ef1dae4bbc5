internal import Barcodes
public import Blister
public import Imaging

/// A machine-readable code that was read.
///
/// Thread-safe as a value.
public struct ReadCode: Sendable, Equatable {
    /// Its kind.
    public let kind: CodeKind
    /// What it says; GS1 element strings with their identifiers in parentheses.
    public let text: String
    /// Whether the symbol says that its text is GS1 element strings.
    public let isGS1: Bool
    /// Corners in pixels: upper left, upper right, lower right, lower left as it stands.
    public let corners: [Point]

    /// Its middle in pixels.
    public var middle: Point {
        Point(
            x: corners.reduce(0) { $0 + $1.x } / Double(corners.count),
            y: corners.reduce(0) { $0 + $1.y } / Double(corners.count)
        )
    }
}

/// Reads machine-readable codes, dark on light or light on dark, turned by whatever angle.
///
/// Any thread.
public enum CodeReader {
    /// Least side of the picture that is looked at: small modules are enlarged.
    private static let sidePixelsMin = 300
    private static let enlargementMax = 4

    /// Whether this build reads codes at all.
    public static var isBuiltIn: Bool { Barcode.areBuiltIn }

    /// The codes in `image`.
    ///
    /// - Parameters:
    ///   - image: 1 or 3 channels.
    ///   - kinds: What is looked for.
    /// - Returns: those whose error correction or check digit holds, from top to bottom.
    public static func codes(
        in image: Image,
        kinds: [CodeKind] = CodeKind.allCases
    ) -> [ReadCode] {
        let grey = image.converted(toChannels: 1)
        var codes = whole(grey, Set(kinds).subtracting([.dataMatrix]))
        if kinds.contains(.dataMatrix) {
            let matrices = CodeSearch(grey).matrices
            // Modules of a few pixels are found enlarged.
            codes += matrices.isEmpty ? whole(grey, [.dataMatrix]) : matrices
        }
        return codes.sorted { ($0.middle.y, $0.middle.x) < ($1.middle.y, $1.middle.x) }
    }

    /// The codes of kinds that the library finds anywhere in a picture: dark on light, or else light on dark.
    private static func whole(_ grey: Image, _ kinds: Set<CodeKind>) -> [ReadCode] {
        let wanted = Set(kinds.compactMap { Barcode.Kind(rawValue: $0.rawValue) })
        guard !wanted.isEmpty else { return [] }
        let side = min(grey.width, grey.height)
        let scale = max(1, min(enlargementMax, (sidePixelsMin + side - 1) / side))
        let picture =
            scale == 1 ? grey : grey.scaled(width: grey.width * scale, height: grey.height * scale)
        for isLight in [false, true] {
            let looked = isLight ? picture.inverted : picture
            let found = Barcode.read(
                looked.pixels,
                width: looked.width,
                height: looked.height,
                kinds: wanted
            ).compactMap { ReadCode($0, scale: Double(scale)) }
            if !found.isEmpty { return found }
        }
        return []
    }
}

extension ReadCode {
    /// Whether the two are looks at one symbol.
    func isSame(as other: ReadCode) -> Bool {
        let size = corners.map { max(abs($0.x - middle.x), abs($0.y - middle.y)) }.max() ?? 0
        return kind == other.kind
            && max(abs(middle.x - other.middle.x), abs(middle.y - other.middle.y)) < max(2, size)
    }

    /// The same `columns` to the right and `rows` down.
    func moved(columns: Int, rows: Int) -> ReadCode {
        ReadCode(
            kind: kind,
            text: text,
            isGS1: isGS1,
            corners: corners.map { Point(x: $0.x + Double(columns), y: $0.y + Double(rows)) }
        )
    }

    init?(_ found: Barcode, scale: Double) {
        guard let kind = CodeKind(rawValue: found.kind.rawValue) else { return nil }
        let elements = found.isGS1 ? ElementString(symbol: found.text) : nil
        self.init(
            kind: kind,
            text: elements?.written ?? found.text,
            isGS1: found.isGS1,
            corners: found.corners.map { Point(x: $0.x / scale, y: $0.y / scale) }
        )
    }
}
