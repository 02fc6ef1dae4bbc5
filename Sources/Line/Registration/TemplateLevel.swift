internal import Blister
internal import Imaging

/// One resolution of a template: the points that are compared, and a picture for the coarse search.
struct TemplateLevel: Sendable, Equatable {
    /// Canonical pixels per cell on both axes.
    let factor: Int
    /// Extent of one cell, millimetres.
    let cellMillimetres: Double
    /// Canonical place of every point, millimetres.
    let xs: [Float]
    let ys: [Float]
    /// Template brightness at every point.
    let values: [Float]
    /// Template gradient at every point, brightness per millimetre.
    let slopesX: [Float]
    let slopesY: [Float]
    /// Inverse variance at every point, mean 1.
    let weights: [Float]
    /// Locally normalised brightness at every point.
    let normalised: [Float]

    /// Locally normalised planes use this window, in cells, and this floor, in grey levels.
    static let normalisingRadius = 6
    static let normalisingFloor: Float = 4
    /// Variance every pixel has beside what was seen, in squared grey levels.
    static let varianceFloor: Float = 16

    init(
        mean: Image,
        deviation: Image,
        mix: ChannelMix,
        factor: Int,
        millimetresPerPixel: Double,
        pointsMax: Int,
        blocksAcross: Int,
        isUsed: (Point) -> Bool
    ) {
        self.factor = factor
        let cell = Double(factor) * millimetresPerPixel
        cellMillimetres = cell
        let plane = Self.resolved(mean, columns: factor, rows: factor, mix: mix)
        let noise = Self.variance(of: deviation, mix: mix, factor: factor)
        let local = plane.locallyNormalised(
            radius: Self.normalisingRadius,
            floor: Self.normalisingFloor
        )
        let (across, along) = plane.gradients()
        let telling = Self.tellingCells(
            across: across,
            along: along,
            noise: noise,
            pointsMax: pointsMax,
            blocksAcross: blocksAcross
        )
        let chosen = telling.filter { index in
            isUsed(
                Point(
                    x: (Double(index % plane.width) + 0.5) * cell,
                    y: (Double(index / plane.width) + 0.5) * cell
                )
            )
        }
        xs = chosen.map { (Float($0 % plane.width) + 0.5) * Float(cell) }
        ys = chosen.map { (Float($0 / plane.width) + 0.5) * Float(cell) }
        values = chosen.map { plane.values[$0] }
        slopesX = chosen.map { across.values[$0] / Float(cell) }
        slopesY = chosen.map { along.values[$0] / Float(cell) }
        normalised = chosen.map { local.values[$0] }
        let inverse = chosen.map { 1 / noise.values[$0] }
        let meanInverse = inverse.reduce(0, +) / Float(max(inverse.count, 1))
        weights = inverse.map { $0 / meanInverse }
    }

    /// Block means at a level's resolution.
    ///
    /// Reduced ones are smoothed, or the foil's fine pattern would come back as a coarse one.
    static func resolved(_ image: Image, columns: Int, rows: Int, mix: ChannelMix) -> Plane {
        let plane = image.reduced(columns: columns, rows: rows, mix: mix)
        return columns > 1 || rows > 1 ? plane.binomiallySmoothed() : plane
    }

    /// Variance of the mixed brightness per cell, the floor added.
    static func variance(of deviation: Image, mix: ChannelMix, factor: Int) -> Plane {
        func plane(_ mix: ChannelMix) -> Plane {
            deviation.reduced(columns: factor, rows: factor, mix: mix)
        }
        if deviation.channels == 1 {
            var result = plane(mix)
            for i in result.values.indices {
                result.values[i] = result.values[i] * result.values[i] + varianceFloor
            }
            return result
        }
        let red = plane(ChannelMix(red: abs(mix.red), green: 0, blue: 0))
        let green = plane(ChannelMix(red: 0, green: abs(mix.green), blue: 0))
        let blue = plane(ChannelMix(red: 0, green: 0, blue: abs(mix.blue)))
        var result = red
        for i in result.values.indices {
            result.values[i] =
                red.values[i] * red.values[i] + green.values[i] * green.values[i]
                + blue.values[i] * blue.values[i] + varianceFloor
        }
        return result
    }

    /// The cells with the strongest edges over noise, spread over the blister block by block.
    private static func tellingCells(
        across: Plane,
        along: Plane,
        noise: Plane,
        pointsMax: Int,
        blocksAcross: Int
    ) -> [Int] {
        let side = max(2, (max(across.width, across.height) + blocksAcross - 1) / blocksAcross)
        let columns = (across.width + side - 1) / side
        let rows = (across.height + side - 1) / side
        let share = max(2, (pointsMax + columns * rows - 1) / (columns * rows))
        var chosen: [(cell: Int, evidence: Float)] = []
        for block in 0..<(columns * rows) {
            var candidates: [(cell: Int, evidence: Float)] = []
            let (left, top) = (block % columns * side, block / columns * side)
            for y in max(top, 1)..<max(min(top + side, across.height - 1), max(top, 1)) {
                for x in max(left, 1)..<max(min(left + side, across.width - 1), max(left, 1)) {
                    let i = y * across.width + x
                    let (slopeX, slopeY) = (across.values[i], along.values[i])
                    candidates.append((i, (slopeX * slopeX + slopeY * slopeY) / noise.values[i]))
                }
            }
            candidates.sort { ($1.evidence, $0.cell) < ($0.evidence, $1.cell) }
            // Twice the share where edges are, nothing where there are none.
            chosen += candidates.prefix(share * 2)
        }
        chosen.sort { ($1.evidence, $0.cell) < ($0.evidence, $1.cell) }
        return chosen.prefix(pointsMax).map(\.cell).sorted()
    }
}
