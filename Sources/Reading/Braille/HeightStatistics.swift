/// Dot heights of a board, or of all boards of a batch, against ISO 17351.
///
/// At most 5 % of the dots may be under 0.12 mm, at most 1 % under 0.10 mm. Only counts and sums are
/// kept, so that a batch costs no more than a board. Thread-safe as a value.
public struct HeightStatistics: Sendable, Equatable {
    /// Most of all dots that may be under 0.12 mm, 0...1.
    public static let shareUnder120MicrometresMax = 0.05
    /// Most of all dots that may be under 0.10 mm, 0...1.
    public static let shareUnder100MicrometresMax = 0.01

    /// Dots.
    public private(set) var count = 0
    /// Least height in mm; 0 for no dots.
    public private(set) var leastMillimetres = 0.0
    private var sumMillimetres = 0.0
    private var countUnder120Micrometres = 0
    private var countUnder100Micrometres = 0

    /// The statistics of `heights` in mm; what is no number is left out.
    public init(_ heights: [Double] = []) {
        for height in heights { add(height) }
    }

    /// Counts one dot of `height` mm; what is no number is left out.
    public mutating func add(_ height: Double) {
        guard height.isFinite else { return }
        leastMillimetres = count == 0 ? height : min(leastMillimetres, height)
        count += 1
        sumMillimetres += height
        countUnder120Micrometres += height < 0.12 ? 1 : 0
        countUnder100Micrometres += height < 0.10 ? 1 : 0
    }

    /// Counts every measured dot of `reading`, a blister of the batch for example.
    public mutating func add(_ reading: BrailleReading) {
        for cell in reading.cells {
            for dot in cell.dots {
                if let height = dot.heightMillimetres { add(height) }
            }
        }
    }

    /// Mean height in mm; 0 for no dots.
    public var meanMillimetres: Double { sumMillimetres / Double(max(count, 1)) }
    /// Share of dots under 0.12 mm, 0...1.
    public var shareUnder120Micrometres: Double { share(countUnder120Micrometres) }
    /// Share of dots under 0.10 mm, 0...1.
    public var shareUnder100Micrometres: Double { share(countUnder100Micrometres) }

    private func share(_ part: Int) -> Double { Double(part) / Double(max(count, 1)) }

    /// Both shares are within the standard's.
    public var passes: Bool {
        shareUnder120Micrometres <= Self.shareUnder120MicrometresMax
            && shareUnder100Micrometres <= Self.shareUnder100MicrometresMax
    }
}
