public import Imaging

/// How bright the taught web is, cell by cell: what the light on a blister is measured against.
///
/// Cells are squares of ``cellPlaces`` places of the work grid. Thread-safe as a value.
public struct LightReference: Sendable, Equatable {
    /// Places on a side of one cell.
    public static let cellPlaces = 8
    /// Cells that a slanted plane needs; below it only one factor, below a quarter none.
    package static let cellsMin = 40
    /// Darkest taught cell that can tell anything about the light, in grey levels.
    static let darkest: Float = 10
    /// Brightest mean that is surely not saturated, in grey levels.
    static let brightest: Float = 246
    /// Largest change of light across a blister that is believed.
    static let slopeMax: Float = 0.2

    /// Cells across.
    public let columns: Int
    /// Cells down.
    public let rows: Int
    /// Mean of the taught blisters per channel and cell, grey levels.
    public var expected: [[Float]]
    /// 1 for the places that count.
    public var places: [UInt8]

    /// Makes the reference from `mean` planes (one per channel) on a grid `width` wide.
    public init(mean: [[Float]], places: [UInt8], width: Int) {
        self.places = places
        columns = (width + Self.cellPlaces - 1) / Self.cellPlaces
        rows = (places.count / width + Self.cellPlaces - 1) / Self.cellPlaces
        expected = []
        for plane in mean {
            expected.append(
                Self.cellMeans(places: places, width: width, columns: columns, rows: rows) {
                    plane[$0]
                }.means
            )
        }
    }

    package init(columns: Int, rows: Int, expected: [[Float]], places: [UInt8]) {
        self.columns = columns
        self.rows = rows
        self.expected = expected
        self.places = places
    }

    /// Cells whose taught brightness can tell anything about the light, in every channel.
    package var tellingCells: Int {
        expected[0].indices.filter { cell in
            expected.allSatisfy { $0[cell] >= Self.darkest && $0[cell] <= Self.brightest }
        }.count
    }

    private static func cellMeans(
        places: [UInt8],
        width: Int,
        columns: Int,
        rows: Int,
        value: (Int) -> Float
    ) -> (means: [Float], counts: [Float]) {
        var sums = [Float](repeating: 0, count: columns * rows)
        var counts = sums
        let height = places.count / width
        for y in 0..<height {
            let row = y / cellPlaces * columns
            for x in 0..<width where places[y * width + x] != 0 {
                let cell = row + x / cellPlaces
                sums[cell] += value(y * width + x)
                counts[cell] += 1
            }
        }
        for cell in sums.indices where counts[cell] > 0 { sums[cell] /= counts[cell] }
        return (sums, counts)
    }

    /// The light on the blister of `sums`; robust against dirt, splices and printed text.
    public func light(on sums: BlockSums) -> LightField {
        let scale = 1 / Float(sums.factor * sums.factor)
        let counts = CellSums.counts(where: places, width: sums.width, side: Self.cellPlaces)
            .map(Float.init)
        return LightField(
            channels: sums.channels.indices.map { channel in
                let cells = CellSums.sums(
                    of: sums.channels[channel],
                    where: places,
                    width: sums.width,
                    side: Self.cellPlaces
                )
                let means = cells.indices.map { cell in
                    Float(cells[cell]) * scale / max(1, counts[cell])
                }
                return fit(observed: means, counts: counts, channel: channel)
            }
        )
    }

    private struct Sample {
        var across: Float
        var along: Float
        var ratio: Float
        var weight: Float
    }

    private func fit(observed: [Float], counts: [Float], channel: Int) -> LightField.Slope {
        var samples: [Sample] = []
        let full = Float(Self.cellPlaces * Self.cellPlaces)
        for cell in observed.indices where counts[cell] >= full / 8 {
            let taught = expected[channel][cell]
            guard taught >= Self.darkest, taught <= Self.brightest,
                observed[cell] <= Self.brightest
            else { continue }
            samples.append(
                Sample(
                    across: (Float(cell % columns) + 0.5) / Float(columns) - 0.5,
                    along: (Float(cell / columns) + 0.5) / Float(rows) - 0.5,
                    ratio: observed[cell] / taught,
                    weight: counts[cell] / full
                )
            )
        }
        var slope = LightField.Slope(middle: 1, across: 0, along: 0)
        guard samples.count >= Self.cellsMin / 4 else { return slope }
        slope.middle = max(0.05, Statistics.median(samples.map(\.ratio)))
        guard samples.count >= Self.cellsMin else { return slope }
        for _ in 0..<4 { slope = Self.refined(slope, samples) }
        slope.middle = max(0.05, slope.middle)
        let steepest = Self.slopeMax * slope.middle
        slope.across = max(-steepest, min(steepest, slope.across))
        slope.along = max(-steepest, min(steepest, slope.along))
        return slope
    }

    /// One step of iteratively reweighted least squares with Tukey's biweight.
    private static func refined(_ slope: LightField.Slope, _ samples: [Sample]) -> LightField.Slope
    {
        func residual(_ sample: Sample) -> Float {
            sample.ratio - slope.middle - slope.across * sample.across - slope.along * sample.along
        }
        let residuals = samples.map(residual)
        let spread = max(0.004, 1.4826 * Statistics.median(residuals.map(abs)))
        var system = SymmetricSystem()
        for (sample, residual) in zip(samples, residuals) {
            let relative = residual / (4.685 * spread)
            guard abs(relative) < 1 else { continue }
            let bend = 1 - relative * relative
            system.add(
                across: Double(sample.across),
                along: Double(sample.along),
                value: Double(sample.ratio),
                weight: Double(sample.weight * bend * bend)
            )
        }
        guard let solution = system.solved() else { return slope }
        return LightField.Slope(
            middle: Float(solution[0]),
            across: Float(solution[1]),
            along: Float(solution[2])
        )
    }
}
