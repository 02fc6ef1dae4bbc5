/// One cell with at least one dot, as it lies in the picture.
public struct CellReading: Sendable, Equatable {
    /// One dot of a cell.
    public struct Dot: Sendable, Equatable {
        /// 1...6 as it lies in the picture: 1 to 3 down the left, 4 to 6 down the right.
        public let number: Int
        /// Column and row in the picture, in pixels, to fractions; the first pixel's centre is 0.
        public let x: Double
        /// Row; see ``x``.
        public let y: Double
        /// 0 nothing, 1 a usual dot.
        public let evidence: Double
        /// Height over the surface around, in mm; nil where only one light was there.
        public var heightMillimetres: Double?
        /// How far it is off its place in the grid, in mm at a dot pitch of 2.5 mm.
        public let displacementMillimetres: Double
    }

    /// Line, from 0 at the top of the picture.
    public let line: Int
    /// Cell of the line, from 0 at the left of the picture; empty cells count.
    public let column: Int
    /// The dots, by number.
    public var dots: [Dot]
    /// The cell's middle in the picture, in pixels.
    public let x: Double
    /// Row; see ``x``.
    public let y: Double
    /// Least evidence for or against any of its dots: 0 undecided, 1 sure.
    public let confidence: Double

    /// Bit k stands for dot k + 1.
    public var mask: UInt8 { dots.reduce(0) { $0 | 1 << UInt8($1.number - 1) } }

    /// Dot numbers, for example `125`.
    public var numbers: String { Self.numbers(mask) }

    /// Dot numbers of a mask.
    static func numbers(_ mask: UInt8) -> String {
        (0..<6).filter { mask >> UInt8($0) & 1 == 1 }.map { String($0 + 1) }.joined()
    }

    /// The mask as seen from the other side of the board.
    static func mirrored(_ mask: UInt8) -> UInt8 { (mask & 7) << 3 | mask >> 3 }
}

/// Which side of the board the reader touches.
public enum BrailleSide: String, Sendable, CaseIterable {
    /// Dots stand up towards the camera.
    case recto
    /// Dots are dents: they stand up on the other side, where lines run from right to left.
    case verso
}

/// What was read of one side of a board.
public struct BrailleReading: Sendable, Equatable {
    /// Cells with at least one dot, line by line from the top, cell by cell from the picture's left.
    public var cells: [CellReading]
    /// Which side it is.
    public let side: BrailleSide
    /// Dot pitch in pixels of the picture.
    public let pitchPixels: Double
    /// Lines with at least one cell.
    public let lineCount: Int
    /// Degrees by which lines fall to the right.
    public let angleDegrees: Double
    /// Degrees from the picture's right, counted upwards, at which the light stands; nil where normals
    /// were measured.
    public let lightDegrees: Double?
    /// Mean confidence of the cells, 0...1.
    public let confidence: Double

    /// The lines as masks in the order a finger reads them; 0 is a space.
    public var lines: [[UInt8]] {
        var result: [[UInt8]] = []
        for line in 0...(cells.map(\.line).max() ?? 0) {
            let row = cells.filter { $0.line == line }
            guard let first = row.map(\.column).min(), let last = row.map(\.column).max() else {
                continue
            }
            var masks = [UInt8](repeating: 0, count: last - first + 1)
            for cell in row { masks[cell.column - first] = cell.mask }
            if side == .verso { masks = masks.reversed().map(CellReading.mirrored) }
            result.append(masks)
        }
        return result
    }
}
