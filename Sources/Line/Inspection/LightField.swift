internal import Imaging

/// The light on one blister over the light on the taught ones: a slanted plane per channel.
///
/// Thread-safe as a value.
public struct LightField: Sendable, Equatable {
    /// Light at the middle and its change from edge to edge, over the taught light.
    public struct Slope: Sendable, Equatable {
        /// At the blister's middle.
        public var middle: Float
        /// Change across the web.
        public var across: Float
        /// Change along travel.
        public var along: Float

        /// Makes a slope.
        public init(middle: Float, across: Float, along: Float) {
            self.middle = middle
            self.across = across
            self.along = along
        }
    }

    /// One per channel.
    public var channels: [Slope]

    /// Makes a field.
    public init(channels: [Slope]) { self.channels = channels }

    /// The taught light itself.
    public static func even(channels: Int) -> LightField {
        LightField(
            channels: Array(repeating: Slope(middle: 1, across: 0, along: 0), count: channels)
        )
    }

    /// Brightest level, in grey levels of the taught light, at which good and seen pictures can be
    /// compared: above it one of them may be saturated.
    static let brightestLevel: Float = 245
    /// Sample from which on a place may be saturated, in grey levels of the camera.
    static let saturatedSample: Float = 250

    /// Per channel, the level above which nothing can be compared under this light.
    var ceilings: [Float] {
        channels.map { slope in
            let brightest = slope.middle + (abs(slope.across) + abs(slope.along)) / 2
            return min(Self.brightestLevel, Self.saturatedSample / max(0.05, brightest))
        }
    }

    /// `sums * scale` divided by the light of `channel`.
    func corrected(_ sums: [Int32], channel: Int, scale: Float, width: Int) -> [Float] {
        let slope = channels[channel]
        let height = sums.count / width
        // 1 / (m + d) = (1 / m)(1 - d/m + (d/m)^2): slopes are kept small, so this is exact enough.
        let across = slope.across / slope.middle / Float(width)
        let along = slope.along / slope.middle
        return LightKernels.levelled(
            sums,
            width: width,
            scale: scale / slope.middle,
            offsets: (0..<height).map { y in
                along * (Float(y) / Float(height) - 0.5) - across * Float(width) * 0.5
            },
            slope: across,
            ceiling: ceilings[channel]
        )
    }

    /// Factor that brings luminance contrast in a row of the grid back to the taught light.
    func luminanceGain(row: Int, rows: Int) -> Float {
        let slope = channels[channels.count / 2]
        return 1 / (slope.middle + slope.along * (Float(row) / Float(rows) - 0.5))
    }
}
