internal import Foundation
internal import Imaging

/// The surface of a carton: how high, how steep and how bright it is at every pixel.
struct CartonBoard: Sendable {
    private let scenario: CartonScenario
    private let dots: [CartonDot]
    private let ink: Plane
    private let textureX: Plane
    private let textureY: Plane
    private let bend: SIMD2<Double>

    init(_ scenario: CartonScenario, _ dots: [CartonDot]) {
        self.scenario = scenario
        self.dots = dots.filter { $0.heightMillimetres > 0 }
        let width = Int((scenario.widthMillimetres / scenario.millimetresPerPixel).rounded())
        let height = Int((scenario.lengthMillimetres / scenario.millimetresPerPixel).rounded())
        var draw = Draw(seed: scenario.seed, .surface, 77)
        var grain = Plane(width: width, height: height, filledWith: 0)
        for i in grain.values.indices { grain.values[i] = Float(draw.normal()) }
        // Fibres of 2 µm, some 0.2 mm wide.
        let fibre = grain.smoothed(sigma: 0.08 / scenario.millimetresPerPixel)
        let slopes = fibre.gradients()
        let deviation = (fibre.values.reduce(0) { $0 + $1 * $1 } / Float(fibre.values.count))
            .squareRoot()
        let scale = Float(0.002 / scenario.millimetresPerPixel) / max(deviation, 1e-9)
        textureX = Plane(width: width, height: height, values: slopes.x.values.map { $0 * scale })
        textureY = Plane(width: width, height: height, values: slopes.y.values.map { $0 * scale })
        bend = SIMD2(draw.between(-0.03, 0.03), draw.between(-0.03, 0.03))
        ink =
            scenario.hasPrint
            ? CartonPrint.plane(scenario, width: width, height: height)
            : Plane(width: width, height: height, filledWith: 0)
    }

    /// The picture under a light from `light`, of rows `rowShift` of a row later.
    func picture(_ direction: SIMD3<Double>, light: Int, rowShift: Double) -> Image {
        let (width, height) = (ink.width, ink.height)
        let unit = scenario.millimetresPerPixel
        var slopeX = textureX
        var slopeY = textureY
        for dot in dots { emboss(dot, rowShift, &slopeX, &slopeY) }
        let sum = direction + SIMD3(0, 0, 1)
        let halfway = sum / (sum * sum).sum().squareRoot()
        var draw = Draw(seed: scenario.seed, .camera, 78, light)
        var pixels = [UInt8](repeating: 0, count: width * height)
        for y in 0..<height {
            for x in 0..<width {
                let place = SIMD2(Double(x) * unit, (Double(y) + rowShift) * unit)
                let turn = SIMD2(
                    bend.x * cos(place.x / 9 + bend.y * 50),
                    bend.y * sin(place.y / 7 + bend.x * 50)
                )
                // Rows grow downwards, y grows up.
                let normal = SIMD3(
                    -Double(slopeX[x, y]) - turn.x,
                    Double(slopeY[x, y]) + turn.y,
                    1
                )
                let length = (normal * normal).sum().squareRoot()
                let cosine = max((normal * direction).sum() / length, 0)
                let shine = max((normal * halfway).sum() / length, 0)
                let below = ink[x, min(y + 1, height - 1)]
                let inked = Double(ink[x, y]) * (1 - rowShift) + Double(below) * rowShift
                let albedo = 0.92 - 0.75 * inked
                let gloss = scenario.gloss * (0.5 + inked) * pow(shine, 60)
                let level = 205 * (albedo * (0.03 + cosine) + gloss)
                let noise =
                    scenario.noiseLevels * (max(level, 4) / 205).squareRoot() * draw.normal()
                pixels[y * width + x] = UInt8(min(max(level + noise, 0), 255))
            }
        }
        return Image(width: width, height: height, channels: 1, pixels: pixels)
    }

    /// Adds the slopes of a dot h (1 - r²/R²)², a cap with a rounded foot.
    private func emboss(
        _ dot: CartonDot,
        _ rowShift: Double,
        _ slopeX: inout Plane,
        _ slopeY: inout Plane
    ) {
        let unit = scenario.millimetresPerPixel
        let centre = SIMD2(dot.x / unit - 0.5, dot.y / unit - 0.5 - rowShift)
        let radius = dot.radiusMillimetres / unit
        let height = dot.heightMillimetres / unit
        let rows = Int(centre.y - radius)...Int(centre.y + radius + 1)
        for y in rows where y >= 0 && y < ink.height {
            for x in Int(centre.x - radius)...Int(centre.x + radius + 1)
            where x >= 0 && x < ink.width {
                let apart = SIMD2(Double(x), Double(y)) - centre
                let share = (apart * apart).sum() / (radius * radius)
                guard share < 1 else { continue }
                let slope = -4 * height * (1 - share) / (radius * radius)
                slopeX[x, y] += Float(slope * apart.x)
                slopeY[x, y] += Float(slope * apart.y)
            }
        }
    }
}

/// Dense print: lines of letters and one solid bar.
enum CartonPrint {
    static func plane(_ scenario: CartonScenario, width: Int, height: Int) -> Plane {
        var plane = Plane(width: width, height: height, filledWith: 0)
        var draw = Draw(seed: scenario.seed, .print, 77)
        let unit = scenario.millimetresPerPixel
        let letters = Array("ABCDEFGHKLMNO0123456789")
        var top = 0.6
        while top < scenario.lengthMillimetres - 2 {
            let size = draw.between(1.4, 2.6)
            let grid = size / StrokeFont.height
            let darkness = Float(draw.between(0.5, 1))
            let count = Int(scenario.widthMillimetres / (grid * StrokeFont.advance))
            let text = String((0..<count).map { _ in letters[draw.index(below: letters.count)] })
            for segment in StrokeFont.segments(of: text) {
                let origin = SIMD2(0.4, top)
                stroke(
                    &plane,
                    from: (segment.from * grid + origin) / unit,
                    to: (segment.to * grid + origin) / unit,
                    radius: draw.between(0.10, 0.16) / unit,
                    darkness
                )
            }
            top += size * draw.between(1.25, 1.6)
        }
        let barTop = draw.index(below: height)
        for y in barTop..<min(height, barTop + Int(3 / unit)) {
            for x in 0..<(width / 2) { plane[x, y] = max(plane[x, y], 0.7) }
        }
        return plane.smoothed(sigma: 0.03 / unit)
    }

    private static func stroke(
        _ plane: inout Plane,
        from: SIMD2<Double>,
        to: SIMD2<Double>,
        radius: Double,
        _ darkness: Float
    ) {
        let low = pointwiseMin(from, to) - radius - 1
        let high = pointwiseMax(from, to) + radius + 1
        let along = to - from
        let square = max((along * along).sum(), 1e-9)
        for y in Int(max(low.y, 0))...Int(max(min(high.y, Double(plane.height - 1)), max(low.y, 0)))
        where y < plane.height {
            for x in Int(
                max(low.x, 0)
            )...Int(
                max(min(high.x, Double(plane.width - 1)), max(low.x, 0))
            ) where x < plane.width {
                let place = SIMD2(Double(x), Double(y))
                let share = min(max(((place - from) * along).sum() / square, 0), 1)
                let apart = place - from - along * share
                if (apart * apart).sum() <= radius * radius {
                    plane[x, y] = max(plane[x, y], darkness)
                }
            }
        }
    }
}
