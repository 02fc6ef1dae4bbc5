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

    private let picture: Image

    /// Of a mono picture.
    init(_ picture: Image) {
        precondition(picture.channels == 1)
        self.picture = picture
    }

    /// Every Data Matrix, dark on light, or else light on dark.
    var matrices: [ReadCode] {
        for isLight in [false, true] {
            for shape in Self.shapes {
                let codes = found(shape, isLight: isLight)
                if !codes.isEmpty { return codes }
            }
        }
        return []
    }

    private func found(_ shape: (columns: Int, rows: Int), isLight: Bool) -> [ReadCode] {
        let shorter = min(picture.width, picture.height)
        let isSquare = shape.columns == shape.rows
        var side = max(Self.sideMin * (isSquare ? 2 : 1), shorter / Self.windowCountMax)
        var codes: [ReadCode] = []
        while true {
            let (width, height) = (side * shape.columns, side * shape.rows)
            for top in Self.starts(picture.height, height) {
                for left in Self.starts(picture.width, width) {
                    for code in read(left, top, width, height, isLight: isLight)
                    where !codes.contains(where: code.isSame(as:)) {
                        codes.append(code)
                    }
                }
            }
            guard side < shorter else { return codes }
            side = Int((Double(side) * Self.growth).rounded())
        }
    }

    /// First columns or rows of windows over `length`, the last at its end.
    private static func starts(_ length: Int, _ side: Int) -> [Int] {
        guard length > side else { return [0] }
        return Array(stride(from: 0, to: length - side, by: max(1, side / 4))) + [length - side]
    }

    private func read(
        _ left: Int,
        _ top: Int,
        _ wide: Int,
        _ high: Int,
        isLight: Bool
    ) -> [ReadCode] {
        let width = min(wide, picture.width - left)
        let height = min(high, picture.height - top)
        var pixels: [UInt8] = []
        pixels.reserveCapacity(width * height)
        for row in top..<top + height {
            let start = row * picture.width + left
            pixels += picture.pixels[start..<start + width]
        }
        if isLight { for index in pixels.indices { pixels[index] = 255 - pixels[index] } }
        return Barcode.read(pixels, width: width, height: height, kinds: [.dataMatrix])
            .compactMap { ReadCode($0, scale: 1)?.moved(columns: left, rows: top) }
    }
}
