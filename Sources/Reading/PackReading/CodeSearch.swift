internal import Barcodes
internal import Imaging

/// Looks for Data Matrix wherever it is in a picture.
///
/// The library finds a Data Matrix that the middle row or column of a picture runs through. Here windows
/// of several sizes go over the picture, in steps of a quarter of their side, so that for every symbol
/// there is one in which it is in the middle. Any thread.
struct CodeSearch {
    /// Side of the smallest windows, pixels; every next size is half as large again.
    private static let sideMin = 64
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
        let dark = found(isLight: false)
        return dark.isEmpty ? found(isLight: true) : dark
    }

    private func found(isLight: Bool) -> [ReadCode] {
        let shorter = min(picture.width, picture.height)
        var side = max(Self.sideMin, shorter / Self.windowCountMax)
        var codes: [ReadCode] = []
        while true {
            for top in Self.starts(picture.height, side) {
                for left in Self.starts(picture.width, side) {
                    for code in read(left, top, side, isLight: isLight)
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

    private func read(_ left: Int, _ top: Int, _ side: Int, isLight: Bool) -> [ReadCode] {
        let width = min(side, picture.width - left)
        let height = min(side, picture.height - top)
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
