internal import Foundation
public import Imaging
internal import Layers

/// A drawn picture with lines of print in it, and where they are.
public struct ScenePicture: Sendable {
    /// Mono, ``SceneSource/side`` rows and columns.
    public let image: Image
    /// For each field of ``SceneSource/step`` x ``SceneSource/step`` pixels, row-major: 1 where the
    /// middle of a line of print runs, 0 where none is, -1 around lines.
    public let labels: [Int]
}

/// Endless pictures of packs with several lines of print, and with much that is none: bars, rules,
/// fields, rings, dots in rows, textures.
///
/// As ``TextSource``: picture `index` of a seed is always the same. Thread-safe as a value.
public struct SceneSource: Sendable {
    /// Rows and columns of every picture.
    public static let side = 256
    /// Pixels of a picture to one label.
    public static let step = 4

    /// What every draw follows from.
    public let seed: UInt64
    private let table: LetterTable

    /// Draws from `seed` with the letters of `table`.
    public init(seed: UInt64, table: LetterTable) {
        self.seed = seed
        self.table = table
    }

    /// Picture `index`, which is not negative.
    public func picture(_ index: Int) -> ScenePicture {
        var random = SplitMix(seed: seed ^ 0x5ce4e, number: UInt64(index))
        let side = Self.side
        let hardness = random.between(0.1, 1)
        let unit = random.scale(8, 56)
        var scene = PrintScene(
            width: side,
            height: side,
            unit: unit,
            hardness: hardness,
            &random
        )
        for _ in 0..<random.count(0, 6) { scene.clutter(&random) }
        var labels = [Int](repeating: 0, count: (side / Self.step) * (side / Self.step))
        let tilt = random.happens(0.3) ? random.between(0, 6.283) : random.normal() * 0.2
        for _ in 0..<random.count(1, 2) {
            let kind = random.pick([PrintKind.dots, .dots, .ink, .ink, .transfer, .laser, .emboss])
            let style = PrintedLine.Style(
                kind,
                table,
                isHeldOut: false,
                hardness: hardness,
                &random
            )
            let capital = min(70, max(7, unit * random.scale(0.6, 1.6)))
            block(style, kind, capital, tilt, &scene, &labels, &random)
        }
        scene.photograph(&random)
        let pixels = scene.values.map { UInt8(max(0, min(255, ($0 * 255).rounded()))) }
        let image = Image(width: side, height: side, channels: 1, pixels: pixels)
        return ScenePicture(image: image, labels: labels)
    }

    /// One to four lines of one style, one below the other.
    private func block(
        _ style: PrintedLine.Style,
        _ kind: PrintKind,
        _ capital: Float,
        _ tilt: Float,
        _ scene: inout PrintScene,
        _ labels: inout [Int],
        _ random: inout SplitMix
    ) {
        let way = Vector(cos(tilt), sin(tilt))
        let down = Vector(-way.y, way.x)
        let middle = Vector(random.between(0.15, 0.85), random.between(0.15, 0.85))
        let pitch = capital * random.between(style.head == nil ? 1.3 : 1.15, 2.2)
        var lines: [(line: PrintedLine, map: LineMap)] = []
        for index in 0..<random.count(1, 4) {
            let line = PrintedLine(CodeText.draw(&random), style, &random)
            let along = capital * random.scale(0.75, 1.25)
            let start =
                middle * Float(Self.side) + down * (pitch * Float(index))
                - way * (line.length * along / 2 + random.between(-0.5, 0.5) * capital)
            let map = LineMap(
                origin: start,
                unit: Vector(along, capital),
                angle: way,
                shear: 0,
                taper: 0,
                bow: random.happens(0.2) ? random.between(-0.2, 0.2) : 0,
                swell: 0,
                length: line.length
            )
            let corner = (map(Vector(0, 0)), map(Vector(line.length, -1)))
            let isFree = Self.isFree(corner.0, corner.1, labels)
            guard index > 0 || isFree else { return }
            lines.append((line, map))
            Self.mark(line, map, &labels)
        }
        scene.print(lines, kind: kind, &random)
    }

    private static func isFree(_ one: Vector, _ two: Vector, _ labels: [Int]) -> Bool {
        let fields = side / step
        return (0...10).allSatisfy { part in
            let place = (one + (two - one) * (Float(part) / 10)) / Float(step)
            let (x, y) = (Int(place.x), Int(place.y))
            guard (0..<fields).contains(x), (0..<fields).contains(y) else { return true }
            return labels[y * fields + x] == 0
        }
    }

    /// Labels of one line: its middle half says text, the rest of it and a rim say nothing.
    private static func mark(_ line: PrintedLine, _ map: LineMap, _ labels: inout [Int]) {
        let fields = side / step
        let (unit, length) = (map.unit, line.length)
        for row in 0..<fields {
            for column in 0..<fields {
                let place = Vector(Float(column) + 0.5, Float(row) + 0.5) * Float(step) - map.origin
                let x = (place.x * map.angle.x + place.y * map.angle.y) / unit.x
                let along = x / max(length, 0.1) * 2 - 1
                var y = (place.y * map.angle.x - place.x * map.angle.y) / unit.y
                y -= map.bow * along * along
                guard x > -0.35, x < length + 0.35, y > -1.3, y < 0.3 else { continue }
                let isInside = x > 0.05 && x < length - 0.05 && y > -0.76 && y < -0.24
                let at = row * fields + column
                if isInside { labels[at] = 1 } else if labels[at] == 0 { labels[at] = -1 }
            }
        }
    }
}

extension PrintScene {
    /// Something that is no print.
    mutating func clutter(_ random: inout SplitMix) {
        let change = random.between(0.1, 0.7) * (random.happens(0.5) ? 1 : -1)
        let place = Vector(random.unit() * Float(width), random.unit() * Float(height))
        let angle = random.between(0, 3.14)
        let way = Vector(cos(angle), sin(angle))
        let size = Vector(random.scale(6, 140), random.scale(2, 90))
        let period = random.scale(2.5, 14)
        let share = random.between(0.25, 0.75)
        let form = random.nextIndex(6)
        let reach = size.x + size.y
        let key = UInt32(truncatingIfNeeded: random.next())
        for row in max(0, Int(place.y - reach))..<max(0, min(height, Int(place.y + reach))) {
            for column in max(0, Int(place.x - reach))..<max(0, min(width, Int(place.x + reach))) {
                let far = Vector(Float(column), Float(row)) - place
                let along = far.x * way.x + far.y * way.y
                let across = far.y * way.x - far.x * way.y
                let isIn = abs(along) < size.x && abs(across) < size.y
                let isSeen: Bool
                switch form {
                case 0: isSeen = isIn
                case 1:
                    // Bars of uneven width.
                    let bar = Int((along / period).rounded(.down))
                    let hash = (UInt32(bitPattern: Int32(bar)) &* 0x9E37_79B1) ^ key
                    isSeen = isIn && Float(hash >> 16 & 255) / 255 < share
                case 2: isSeen = abs(along) < size.x * 1.5 && abs(across) < 1.5
                case 3:
                    let distance = (far.x * far.x + far.y * far.y).squareRoot()
                    isSeen = abs(distance - size.x * 0.6) < max(1, size.y * 0.05)
                case 4:
                    // A field of modules, as a matrix code has.
                    let (i, j) = (
                        Int((along / period).rounded(.down)), Int((across / period).rounded(.down))
                    )
                    var hash = UInt32(bitPattern: Int32(i)) &* 0x9E37_79B1
                    hash =
                        (hash ^ (UInt32(bitPattern: Int32(j)) &* 0x85EB_CA77) ^ key)
                        &* 0xC2B2_AE35
                    isSeen = isIn && hash >> 31 == 1
                default:
                    let frame = abs(abs(along) - size.x) < 1.2 || abs(abs(across) - size.y) < 1.2
                    isSeen = frame && abs(along) < size.x + 1.3 && abs(across) < size.y + 1.3
                }
                if isSeen { add(change, column, row) }
            }
        }
    }
}
