public import Imaging

/// What inspection sees at every place of the work grid, light-corrected.
///
/// Mono: brightness, fine and coarse roughness. Colour: brightness, red-minus-green and
/// blue-minus-yellow between them. All planes are row-major on the work grid. Brightness and colour
/// are in grey levels of the taught light; roughness is the square root of the standard deviation
/// in grey levels, which makes its own scatter about even. Thread-safe as a value.
public struct FeatureMaps: Sendable {
    /// Radius of the window of fine roughness, in places.
    public static let fineRadius = 1
    /// Radius of the window of coarse roughness, in places.
    public static let coarseRadius = 3

    /// Places across.
    public let width: Int
    /// Places down.
    public let height: Int
    /// 1 or 3: how many of ``planes`` are brightness and colour.
    public let channels: Int
    /// Brightness and colour first, then fine roughness, then coarse roughness.
    public let planes: [[Float]]

    /// Per channel, the level above which nothing can be compared under this blister's light.
    public let ceilings: [Float]

    /// Fine roughness.
    public var fine: [Float] { planes[channels] }
    /// Coarse roughness.
    public var coarse: [Float] { planes[channels + 1] }

    /// Computes the maps of `sums` under the light that `light` describes.
    public init(_ sums: BlockSums, light: LightField) {
        width = sums.width
        height = sums.height
        channels = sums.channels.count
        ceilings = light.ceilings
        let scale = 1 / Float(sums.factor * sums.factor)
        var corrected = [light.corrected(sums.channels[0], channel: 0, scale: scale, width: width)]
        if channels == 3 {
            var red = corrected[0]
            corrected = []
            var green = light.corrected(sums.channels[1], channel: 1, scale: scale, width: width)
            var blue = light.corrected(sums.channels[2], channel: 2, scale: scale, width: width)
            SaturationKernels.makeOpponent(red: &red, green: &green, blue: &blue)
            corrected = [red, green, blue]
        }
        let gains = (0..<sums.height).map { light.luminanceGain(row: $0, rows: sums.height) }
        for radius in [Self.fineRadius, Self.coarseRadius] {
            corrected.append(RoughnessKernel.roughness(of: sums, radius: radius, gains: gains))
        }
        planes = corrected
    }

    /// Brightness and colour as they would look if no channel could exceed its ceiling.
    package static func limited(_ values: [Float], ceilings: [Float]) -> [Float] {
        guard ceilings.count == 3 else { return [min(values[0], ceilings[0])] }
        let green = values[0] - (1.5 * values[1] + values[2]) / 4
        let red = green + values[1]
        let blue = values[2] + green + values[1] / 2
        guard red > ceilings[0] || green > ceilings[1] || blue > ceilings[2] else { return values }
        let (r, g, b) = (min(red, ceilings[0]), min(green, ceilings[1]), min(blue, ceilings[2]))
        return [(r + 2 * g + b) * 0.25, r - g, b - (r + g) * 0.5]
    }

    /// Levels below a ceiling within which noise already saturates and roughness says nothing.
    static let saturationMargin: Float = 12

    /// Difference of brightness or colour that near saturation alone cannot explain, in grey levels.
    static let saturationSlack: Float = 6

    /// `difference` as far as it counts: near saturation (`isClear` 0) the slack is taken off.
    @inline(__always)
    static func counted(_ difference: Float, isClear: Float) -> Float {
        DeviationKernels.counted(difference, isClear: isClear, slack: saturationSlack)
    }

    /// How deviations of plane `plane` count near saturation.
    static func kind(ofPlane plane: Int) -> DeviationKernels.Kind {
        plane == 0 ? .brightness(slack: saturationSlack) : .other
    }

    /// 1 where the brightest channel of `planes` stays clear of its ceiling.
    static func unsaturated(planes: [[Float]], ceilings: [Float]) -> [Float] {
        let levels = ceilings.map { $0 - saturationMargin }
        guard levels.count == 3 else { return SaturationKernels.clear(planes[0], level: levels[0]) }
        return SaturationKernels.clear(
            brightness: planes[0],
            redness: planes[1],
            blueness: planes[2],
            levels: (levels[0], levels[1], levels[2])
        )
    }

    /// 1 where the brightest channels of both `taught` and `seen` stay clear of their ceilings.
    static func unsaturated(
        taught: [[Float]],
        peaks: ChannelPeaks,
        isSeenClear: [Float],
        ceilings: [Float]
    ) -> [Float] {
        if peaks.stay(below: ceilings.map { $0 - saturationMargin }) { return isSeenClear }
        var isClear = unsaturated(planes: taught, ceilings: ceilings)
        SaturationKernels.multiply(&isClear, by: isSeenClear)
        return isClear
    }

    /// Planes of brightness and colour (further planes stay as they are) under `ceilings`; `peaks`
    /// are those of `planes`, which saves the work where nothing can exceed a ceiling.
    static func limited(
        planes: [[Float]],
        ceilings: [Float],
        peaks: ChannelPeaks? = nil
    ) -> [[Float]] {
        if let peaks, peaks.stay(below: ceilings) { return planes }
        var result = planes
        guard ceilings.count == 3 else {
            SaturationKernels.limit(&result[0], ceiling: ceilings[0])
            return result
        }
        guard ceilings.contains(where: { $0 < LightField.brightestLevel }) else { return result }
        var (brightness, redness, blueness) = (planes[0], planes[1], planes[2])
        SaturationKernels.limit(
            brightness: &brightness,
            redness: &redness,
            blueness: &blueness,
            ceilings: (ceilings[0], ceilings[1], ceilings[2])
        )
        (result[0], result[1], result[2]) = (brightness, redness, blueness)
        return result
    }

    /// R, G, B of mean brightness and colour values.
    static func redGreenBlue(_ opponent: [Double]) -> [Double] {
        guard opponent.count == 3 else { return [opponent[0], opponent[0], opponent[0]] }
        let green = opponent[0] - (1.5 * opponent[1] + opponent[2]) / 4
        return [green + opponent[1], green, opponent[2] + green + opponent[1] / 2]
    }
}
