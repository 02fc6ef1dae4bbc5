/// An embossed carton that the twin renders: what stands on it, what is wrong, who looks at it.
public struct CartonScenario: Sendable {
    /// Marburg Medium, in mm: dots of a cell, cells, lines; ISO 17351.
    public static let dotPitchMillimetres = 2.5
    /// Distance of cells, in mm.
    public static let cellPitchMillimetres = 6.0
    /// Distance of lines, in mm.
    public static let linePitchMillimetres = 10.0
    /// Height of a good dot, in mm.
    public static let heightMillimetres = 0.20

    /// Key of all draws.
    public var seed: UInt64
    /// Cells line by line, bit k for dot k + 1, 0 a space.
    public var lines: [[UInt8]]
    /// Lights around the camera, 3 to 16.
    public var lightCount = 4
    /// Width of the field in mm.
    public var widthMillimetres = 50.0
    /// Length of the field in mm.
    public var lengthMillimetres = 20.0
    /// Side of a pixel in mm.
    public var millimetresPerPixel = 0.05
    /// Dots of the text left out.
    public var missingCount = 0
    /// Dots of the text 0.03 to 0.075 mm high.
    public var weakCount = 0
    /// Dots that the text does not have.
    public var extraCount = 0
    /// Print under the dots.
    public var hasPrint = true
    /// Strength of highlights against white board, 0...1.
    public var gloss = 0.25
    /// Noise of a white picture in grey levels.
    public var noiseLevels = 1.5

    /// A good carton of `lines`.
    public init(seed: UInt64, lines: [[UInt8]]) {
        self.seed = seed
        self.lines = lines
    }
}

/// One dot of a carton, as it really is.
public struct CartonDot: Sendable, Equatable {
    /// What it is to the text.
    public enum Kind: String, Sendable { case good, weak, missing, extra }
    /// Line and cell, from 0.
    public let line: Int
    /// Cell of the line, from 0, spaces counted.
    public let column: Int
    /// 1...6.
    public let dot: Int
    /// What it is to the text.
    public let kind: Kind
    /// Top over the board in mm; 0 for a missing one.
    public let heightMillimetres: Double
    /// Half the width of its foot in mm.
    public let radiusMillimetres: Double
    /// Place on the field in mm, from its first corner, y along travel.
    public let x: Double
    /// Along travel; see ``x``.
    public let y: Double
}
