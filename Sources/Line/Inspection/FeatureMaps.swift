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

    /// Fine roughness.
    public var fine: [Float] { planes[channels] }
    /// Coarse roughness.
    public var coarse: [Float] { planes[channels + 1] }

    /// Computes the maps of `sums` under the light that `light` describes.
    public init(_ sums: BlockSums, light: LightField) {
        width = sums.width
        height = sums.height
        channels = sums.channels.count
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
        let across = BoxSums.windowCounts(count: width, radius: radius)
        let down = BoxSums.windowCounts(count: height, radius: radius)
        let pixels = Int32(sums.factor * sums.factor)
        var result = [Float](repeating: 0, count: first.count)
        for y in 0..<height {
            let gain = light.luminanceGain(row: y, rows: height)
            for x in 0..<width {
                let place = y * width + x
                let count = Float(across[x] * down[y] * pixels)
                let sum = Float(first[place])
                let variance = max(0, Float(second[place]) - sum * sum / count) / count
                result[place] = (variance.squareRoot() * gain).squareRoot()
            }
        }
        return result
    }
}
