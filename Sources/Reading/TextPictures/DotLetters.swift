internal import Imaging
internal import Layers

/// Letters as places of drops in a matrix, the way continuous inkjets and dot-matrix heads form
/// them.
struct DotLetters {
    /// Columns and rows of a matrix.
    struct Size: Hashable {
        var columns: Int
        var rows: Int
    }

    /// Heights of matrices that outlines are drawn in: lower ones need letters made for few dots.
    private static let outlineSizes = [
        Size(columns: 8, rows: 12), Size(columns: 12, rows: 12), Size(columns: 9, rows: 13),
        Size(columns: 10, rows: 16), Size(columns: 12, rows: 16), Size(columns: 11, rows: 16),
    ]

    let size: Size
    private let places: [Character: [SIMD2<Int>]]
    /// Columns by letter, where letters are as wide as they need; empty: all alike.
    private var widths: [Character: Int] = [:]

    /// Places of the drops of `sign`; column and row from the upper left.
    subscript(_ sign: Character) -> [SIMD2<Int>] { places[sign] ?? [] }

    /// Columns that `sign` takes.
    func columns(of sign: Character) -> Int { widths[sign] ?? size.columns }

    /// Letters to learn from: our own small ones in many forms, those of `table`, and outlines in
    /// high matrices.
    static func learnt(_ table: LetterTable, _ random: inout SplitMix) -> DotLetters {
        let share = random.unit()
        if share < 0.08 {
            return DotLetters(Size(columns: 5, rows: 5), columns: fiveByFive(&random))
        }
        if share < 0.4 {
            return DotLetters(Size(columns: 5, rows: 7), columns: fiveBySeven(&random))
        }
        if share < 0.5 {
            return DotLetters(random.pick(outlineSizes), outlines: random.pick(table.learnt))
        }
        return random.pick(table.learntMatrices)
    }

    /// Letters whose drops are those of `columns`, the lowest bit at the top.
    init(_ size: Size, columns: [Character: [Int]]) {
        self.size = size
        places = columns.mapValues { columns in
            columns.indices.flatMap { column in
                (0..<size.rows).filter { columns[column] >> $0 & 1 == 1 }
                    .map { SIMD2(column, $0) }
            }
        }
    }

    private init(_ size: Size, outlines font: LetterTable.Font) {
        self.size = size
        let widest = font.letters["M"]?.advance ?? 1
        places = font.letters.mapValues { letter in
            var coverage = Coverage(width: size.columns, height: size.rows)
            let scale = Vector(Float(size.columns) / widest, Float(size.rows))
            coverage.fill(letter.outlines.map { $0.map { ($0 + Vector(0, 1)) * scale } })
            coverage.settle()
            return Self.lit(coverage.values, size)
        }
    }

    /// The same letters, each as wide as its own drops.
    var proportional: DotLetters {
        var moved: [Character: [SIMD2<Int>]] = [:]
        var widths: [Character: Int] = [:]
        for (sign, drops) in places {
            let columns = drops.map(\.x)
            guard let first = columns.min(), let last = columns.max() else { continue }
            moved[sign] = drops.map { SIMD2($0.x - first, $0.y) }
            widths[sign] = last - first + 1
        }
        return DotLetters(size: size, places: moved, widths: widths)
    }

    private init(size: Size, places: [Character: [SIMD2<Int>]], widths: [Character: Int]) {
        (self.size, self.places, self.widths) = (size, places, widths)
    }

    /// Places that an outline covers by half, and the ridges of strokes that lie between two
    /// places and cover neither, so that no stroke is lost.
    private static func lit(_ coverage: [Float], _ size: Size) -> [SIMD2<Int>] {
        func at(_ x: Int, _ y: Int) -> Float {
            guard (0..<size.columns).contains(x), (0..<size.rows).contains(y) else { return 0 }
            return coverage[y * size.columns + x]
        }
        /// Whether the middle of three is what a thin stroke across them leaves.
        func isRidge(_ before: Float, _ here: Float, _ after: Float) -> Bool {
            here > 0.25 && here > before && here >= after && before + here + after > 0.5
                && before < 0.5 && after < 0.5
        }
        return (0..<size.columns * size.rows).map { SIMD2($0 % size.columns, $0 / size.columns) }
            .filter { place in
                let here = at(place.x, place.y)
                return here >= 0.5
                    || isRidge(at(place.x - 1, place.y), here, at(place.x + 1, place.y))
                    || isRidge(at(place.x, place.y - 1), here, at(place.x, place.y + 1))
            }
    }

    private static func fiveByFive(_ random: inout SplitMix) -> [Character: [Int]] {
        var result: [Character: [Int]] = [:]
        for (index, sign) in TextSigns.all.enumerated() where sign != " " {
            let bits = five[index]
            result[sign] = (0..<5).map { Int(bits >> (32 - 8 * $0)) & 0x1F }
        }
        if random.happens(0.5) { result["0"] = [0x1F, 0x11, 0x11, 0x11, 0x1F] }
        return result
    }

    private static func fiveBySeven(_ random: inout SplitMix) -> [Character: [Int]] {
        var result: [Character: [Int]] = [:]
        for sign in TextSigns.all where sign != " " {
            guard let scalar = sign.unicodeScalars.first else { continue }
            let columns = DotFont.columns(of: scalar)
            result[sign] = columns.indices.map { Int(columns[$0]) }
        }
        for (sign, forms) in otherForms where random.happens(0.5) {
            result[sign] = random.pick(forms)
        }
        return result
    }

    /// As printers differ in them; columns from the left, the lowest bit at the top.
    private static let otherForms: [(Character, [[Int]])] = [
        ("0", [[0x3E, 0x41, 0x41, 0x41, 0x3E], [0x3E, 0x41, 0x49, 0x41, 0x3E]]),
        ("0", [[0x3E, 0x61, 0x5D, 0x43, 0x3E], [0x1C, 0x22, 0x41, 0x22, 0x1C]]),
        ("1", [[0, 0x04, 0x02, 0x7F, 0], [0, 0, 0x7F, 0, 0], [0, 0x44, 0x42, 0x7F, 0x40]]),
        ("2", [[0x62, 0x51, 0x49, 0x49, 0x46], [0x72, 0x49, 0x49, 0x49, 0x46]]),
        ("3", [[0x22, 0x41, 0x49, 0x49, 0x36], [0x41, 0x49, 0x49, 0x49, 0x36]]),
        ("4", [[0x0F, 0x08, 0x08, 0x7F, 0x08], [0x1C, 0x12, 0x11, 0x7F, 0x10]]),
        ("5", [[0x4F, 0x49, 0x49, 0x49, 0x31]]),
        ("6", [[0x3E, 0x49, 0x49, 0x49, 0x32], [0x3E, 0x49, 0x49, 0x49, 0x30]]),
        ("7", [[0x03, 0x01, 0x71, 0x09, 0x07], [0x01, 0x01, 0x79, 0x05, 0x03]]),
        ("9", [[0x26, 0x49, 0x49, 0x49, 0x3E], [0x0E, 0x51, 0x51, 0x51, 0x3E]]),
        ("A", [[0x7C, 0x12, 0x11, 0x12, 0x7C], [0x7E, 0x09, 0x09, 0x09, 0x7E]]),
        ("B", [[0x41, 0x7F, 0x49, 0x49, 0x36]]),
        ("D", [[0x7F, 0x41, 0x41, 0x41, 0x3E], [0x41, 0x7F, 0x41, 0x41, 0x3E]]),
        ("G", [[0x3E, 0x41, 0x49, 0x49, 0x3A], [0x3E, 0x41, 0x51, 0x51, 0x72]]),
        ("I", [[0, 0, 0x7F, 0, 0], [0x41, 0x41, 0x7F, 0x41, 0x41]]),
        ("J", [[0x30, 0x40, 0x40, 0x40, 0x3F]]),
        ("L", [[0x41, 0x7F, 0x41, 0x40, 0x60], [0x41, 0x7F, 0x40, 0x40, 0x60]]),
        ("M", [[0x7F, 0x02, 0x04, 0x02, 0x7F]]),
        ("N", [[0x7F, 0x02, 0x04, 0x08, 0x7F], [0x7F, 0x06, 0x08, 0x30, 0x7F]]),
        ("S", [[0x26, 0x49, 0x49, 0x49, 0x32]]),
        ("V", [[0x07, 0x18, 0x60, 0x18, 0x07], [0x0F, 0x30, 0x40, 0x30, 0x0F]]),
        ("W", [[0x7F, 0x20, 0x18, 0x20, 0x7F], [0x3F, 0x40, 0x3C, 0x40, 0x3F]]),
        ("Y", [[0x03, 0x04, 0x78, 0x04, 0x03], [0x0F, 0x10, 0x60, 0x10, 0x0F]]),
        ("Z", [[0x61, 0x59, 0x49, 0x4D, 0x43]]),
        ("Q", [[0x3E, 0x41, 0x51, 0x61, 0x7E]]),
        (".", [[0, 0, 0x40, 0, 0], [0, 0, 0x60, 0x60, 0]]),
        (":", [[0, 0, 0x14, 0, 0], [0, 0, 0x24, 0, 0]]),
        ("-", [[0, 0x08, 0x08, 0x08, 0]]),
        ("/", [[0x40, 0x30, 0x08, 0x06, 0x01]]),
    ]

    /// In the order of the signs; first column in the highest byte, the lowest bit at the top.
    private static let five: [UInt64] = [
        0x1E_05_05_05_1E, 0x1F_15_15_15_0A, 0x0E_11_11_11_0A, 0x1F_11_11_11_0E, 0x1F_15_15_15_11,
        0x1F_05_05_05_01, 0x0E_11_11_15_1D, 0x1F_04_04_04_1F, 0x00_11_1F_11_00, 0x08_10_10_10_0F,
        0x1F_04_04_0A_11, 0x1F_10_10_10_10, 0x1F_02_04_02_1F, 0x1F_02_04_08_1F, 0x0E_11_11_11_0E,
        0x1F_05_05_05_02, 0x0E_11_15_09_16, 0x1F_05_05_0D_12, 0x12_15_15_15_09, 0x01_01_1F_01_01,
        0x0F_10_10_10_0F, 0x07_08_10_08_07, 0x1F_08_04_08_1F, 0x11_0A_04_0A_11, 0x01_02_1C_02_01,
        0x11_19_15_13_11,
        0x0E_19_15_13_0E, 0x00_12_1F_10_00, 0x19_15_15_15_12, 0x11_15_15_15_0A, 0x07_04_04_1F_04,
        0x17_15_15_15_09, 0x0E_15_15_15_08, 0x01_01_19_05_03, 0x0A_15_15_15_0A, 0x02_15_15_15_0E,
        0x10_08_04_02_01, 0x00_00_10_00_00, 0x00_04_04_04_00, 0x00_00_0A_00_00,
    ]
}
