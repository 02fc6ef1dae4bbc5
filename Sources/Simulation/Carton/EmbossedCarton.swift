internal import Foundation
public import Imaging

/// A carton with Braille, rendered under each of its lights.
///
/// Fault model: dots missing, weak and extra; placed to 0.04 mm, 0.20 mm high to 8 %; board texture
/// and bend; dense print in dark ink; highlights (Blinn, 1977) that the ink strengthens; shot noise.
/// Lights are far away and cast no shadows, which dots this flat do not throw at 40° and more.
public struct EmbossedCarton: Sendable {
    /// What was asked for.
    public let scenario: CartonScenario
    /// Every dot, missing ones included, line by line.
    public let dots: [CartonDot]
    /// Towards each light: x right, y up, z to the camera.
    public let lights: [SIMD3<Double>]
    private let board: CartonBoard

    /// Embosses and prints the carton.
    public init(_ scenario: CartonScenario) {
        precondition((3...16).contains(scenario.lightCount))
        self.scenario = scenario
        dots = Self.dots(scenario)
        var draw = Draw(seed: scenario.seed, .light, 77)
        lights = (0..<scenario.lightCount).map { k in
            let turn = (Double(k) + draw.between(-0.1, 0.1)) / Double(scenario.lightCount)
            let azimuth = turn * 2 * Double.pi + 0.6
            let slant = draw.between(42, 50) * Double.pi / 180
            return SIMD3(sin(slant) * cos(azimuth), sin(slant) * sin(azimuth), cos(slant))
        }
        board = CartonBoard(scenario, dots)
    }

    /// Dots in mm on the field.
    private static func dots(_ scenario: CartonScenario) -> [CartonDot] {
        var draw = Draw(seed: scenario.seed, .defect, 77)
        let longest = scenario.lines.map(\.count).max() ?? 0
        let width =
            Double(max(longest - 1, 0)) * CartonScenario.cellPitchMillimetres
            + CartonScenario.dotPitchMillimetres
        let length =
            Double(max(scenario.lines.count - 1, 0)) * CartonScenario.linePitchMillimetres
            + 2 * CartonScenario.dotPitchMillimetres
        let corner = SIMD2(
            (scenario.widthMillimetres - width) / 2,
            (scenario.lengthMillimetres - length) / 2
        )
        var sites: [(line: Int, column: Int, dot: Int, isSet: Bool)] = []
        for (line, cells) in scenario.lines.enumerated() {
            for (column, mask) in cells.enumerated() where mask != 0 {
                for dot in 0..<6 {
                    sites.append((line, column, dot, mask >> UInt8(dot) & 1 == 1))
                }
            }
        }
        var kinds = sites.map { $0.isSet ? CartonDot.Kind.good : nil }
        func spoil(_ count: Int, _ kind: CartonDot.Kind, whereSet: Bool) {
            var choices = sites.indices.filter {
                sites[$0].isSet == whereSet && (kinds[$0] == nil || kinds[$0] == .good)
            }
            for _ in 0..<min(count, choices.count) {
                kinds[choices.remove(at: draw.index(below: choices.count))] = kind
            }
        }
        spoil(scenario.missingCount, .missing, whereSet: true)
        spoil(scenario.weakCount, .weak, whereSet: true)
        spoil(scenario.extraCount, .extra, whereSet: false)
        return sites.indices.compactMap { i in
            guard let kind = kinds[i] else { return nil }
            let site = sites[i]
            let height =
                switch kind {
                case .missing: 0.0
                case .weak: draw.between(0.03, 0.075)
                case .good, .extra:
                    CartonScenario.heightMillimetres * (1 + 0.08 * draw.normal())
                }
            return CartonDot(
                line: site.line,
                column: site.column,
                dot: site.dot + 1,
                kind: kind,
                heightMillimetres: height,
                radiusMillimetres: draw.between(0.70, 0.80),
                x: corner.x + Double(site.column) * CartonScenario.cellPitchMillimetres
                    + Double(site.dot / 3) * CartonScenario.dotPitchMillimetres
                    + 0.02 * draw.normal(),
                y: corner.y + Double(site.line) * CartonScenario.linePitchMillimetres
                    + Double(site.dot % 3) * CartonScenario.dotPitchMillimetres
                    + 0.02 * draw.normal()
            )
        }
    }

    /// One picture per light, as a camera takes them that stands still.
    public func pictures() -> [Image] {
        lights.indices.map { board.picture(lights[$0], light: $0, rowShift: 0) }
    }

    /// One picture of a line-scan camera: row k is lit by light k mod N.
    public func interleaved() -> Image {
        let count = lights.count
        let rows = lights.indices.map { light in
            board.picture(lights[light], light: light, rowShift: Double(light) / Double(count))
        }
        var pixels: [UInt8] = []
        let width = rows[0].width
        for y in 0..<rows[0].height {
            for picture in rows { pixels += picture.pixels[(y * width)..<((y + 1) * width)] }
        }
        return Image(width: width, height: rows[0].height * count, channels: 1, pixels: pixels)
    }
}
