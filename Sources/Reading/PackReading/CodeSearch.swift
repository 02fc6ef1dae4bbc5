internal import Barcodes
internal import Imaging

/// Looks for Data Matrix wherever it is in a picture.
///
/// The library finds a Data Matrix that the middle row or column of a picture runs through. Here windows
/// of several sizes go over the picture, in steps of a quarter, so that for every symbol there is one in
/// which it is in the middle: square ones, and, where they find none, long ones for rectangular symbols.
/// Any thread.
struct CodeSearch {
    /// Columns and rows of windows, as multiples of their size.
    private static let shapes: [(columns: Int, rows: Int)] = [(1, 1), (3, 1), (1, 3)]
    /// Shorter side of the smallest windows, pixels; every next size is half as large again.
    private static let sideMin = 32
    private static let growth = 1.5
    /// Smallest windows that the shorter side of a picture holds: in a photograph of a whole pack, specks are
    /// not looked at one by one.
    private static let windowCountMax = 24
    /// Symbols that one window is asked for: others are in the middle of another.
    private static let windowSymbolsMax = 2

    private let picture: Image

    /// Of a mono picture.
    init(_ picture: Image) {
        precondition(picture.channels == 1)
        self.picture = picture
    }

    /// Every Data Matrix, dark on light, or else light on dark.
    var matrices: [ReadCode] {
        for isLight in [false, true] {
            let looked = isLight ? picture.inverted : picture
            for shape in Self.shapes {
                let codes = Self.found(shape, in: looked)
                if !codes.isEmpty { return codes }
            }
        }
        return []
    }

    private static func found(
        _ shape: (columns: Int, rows: Int),
        in picture: Image
    ) -> [ReadCode] {
        let shorter = min(picture.width, picture.height)
        let isSquare = shape.columns == shape.rows
        var side = max(sideMin * (isSquare ? 2 : 1), shorter / windowCountMax)
        var codes: [ReadCode] = []
        while true {
            let (width, height) = (side * shape.columns, side * shape.rows)
            for top in starts(picture.height, height) {
                for left in starts(picture.width, width) {
                    for code in read(picture, left, top, width, height)
                    where !codes.contains(where: code.isSame(as:)) {
                        codes.append(code)
                    }
                }
            }
            guard side < shorter else { return codes }
            side = Int((Double(side) * growth).rounded())
        }
    }

    /// First columns or rows of windows over `length`, the last at its end.
    private static func starts(_ length: Int, _ side: Int) -> [Int] {
        guard length > side else { return [0] }
        return Array(stride(from: 0, to: length - side, by: max(1, side / 4))) + [length - side]
    }

    private static func read(
        _ picture: Image,
        _ left: Int,
        _ top: Int,
        _ wide: Int,
        _ high: Int
    ) -> [ReadCode] {
        let window = picture.cropped(
            left: left,
            top: top,
            width: min(wide, picture.width - left),
            height: min(high, picture.height - top)
        )
        return Barcode.read(
            window.pixels,
            width: window.width,
            height: window.height,
            kinds: [.dataMatrix],
            countMax: windowSymbolsMax
        ).compactMap { ReadCode($0, scale: 1)?.moved(columns: left, rows: top) }
    }
}
