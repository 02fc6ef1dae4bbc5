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
            let green = light.corrected(sums.channels[1], channel: 1, scale: scale, width: width)
            let blue = light.corrected(sums.channels[2], channel: 2, scale: scale, width: width)
            corrected = Self.opponent(red: corrected[0], green: green, blue: blue)
        }
        for radius in [Self.fineRadius, Self.coarseRadius] {
            corrected.append(Self.roughness(sums, radius: radius, light: light))
        }
        planes = corrected
    }

    private static func opponent(red: [Float], green: [Float], blue: [Float]) -> [[Float]] {
        var brightness = red
        var redness = red
        var blueness = red
        for place in red.indices {
            let (r, g, b) = (red[place], green[place], blue[place])
            brightness[place] = (r + 2 * g + b) * 0.25
            redness[place] = r - g
            blueness[place] = b - (r + g) * 0.5
        }
        return [brightness, redness, blueness]
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
        guard isClear == 0 else { return difference }
        return difference > 0
            ? max(0, difference - saturationSlack) : min(0, difference + saturationSlack)
    }

    /// 1 where the brightest channel of `planes` stays clear of its ceiling.
    static func unsaturated(planes: [[Float]], ceilings: [Float]) -> [Float] {
        var result = [Float](repeating: 1, count: planes[0].count)
        if ceilings.count == 1 {
            let level = ceilings[0] - saturationMargin
            for place in result.indices where planes[0][place] > level { result[place] = 0 }
            return result
        }
        for place in result.indices {
            let (redness, blueness) = (planes[1][place], planes[2][place])
            let green = planes[0][place] - (1.5 * redness + blueness) / 4
            let isClear =
                green + redness < ceilings[0] - saturationMargin
                && green < ceilings[1] - saturationMargin
                && blueness + green + redness / 2 < ceilings[2] - saturationMargin
            if !isClear { result[place] = 0 }
        }
        return result
    }

    /// Planes of brightness and colour (further planes stay as they are) under `ceilings`.
    static func limited(planes: [[Float]], ceilings: [Float]) -> [[Float]] {
        var result = planes
        if ceilings.count == 1 {
            let ceiling = ceilings[0]
            for place in result[0].indices { result[0][place] = min(result[0][place], ceiling) }
            return result
        }
        guard ceilings.contains(where: { $0 < LightField.brightestLevel }) else { return result }
        for place in result[0].indices {
            let (brightness, redness, blueness) = (
                planes[0][place], planes[1][place], planes[2][place]
            )
            let green = brightness - (1.5 * redness + blueness) / 4
            let red = green + redness
            let blue = blueness + green + redness / 2
            guard red > ceilings[0] || green > ceilings[1] || blue > ceilings[2] else { continue }
            let (r, g, b) = (min(red, ceilings[0]), min(green, ceilings[1]), min(blue, ceilings[2]))
            result[0][place] = (r + 2 * g + b) * 0.25
            result[1][place] = r - g
            result[2][place] = b - (r + g) * 0.5
        }
        return result
    }

    /// R, G, B of mean brightness and colour values.
    static func redGreenBlue(_ opponent: [Double]) -> [Double] {
        guard opponent.count == 3 else { return [opponent[0], opponent[0], opponent[0]] }
        let green = opponent[0] - (1.5 * opponent[1] + opponent[2]) / 4
        return [green + opponent[1], green, opponent[2] + green + opponent[1] / 2]
    }

    private static func roughness(_ sums: BlockSums, radius: Int, light: LightField) -> [Float] {
        let (width, height) = (sums.width, sums.height)
        let first = BoxSums.sums(of: sums.luminance, width: width, height: height, radius: radius)
        let second = BoxSums.sums(of: sums.squares, width: width, height: height, radius: radius)
        let pixels = Int32(sums.factor * sums.factor)
        return LightKernels.roughness(
            sums: first,
            squares: second,
            across: BoxSums.windowCounts(count: width, radius: radius).map { $0 * pixels },
            down: BoxSums.windowCounts(count: height, radius: radius),
            gains: (0..<height).map { light.luminanceGain(row: $0, rows: height) }
        )
    }
}
