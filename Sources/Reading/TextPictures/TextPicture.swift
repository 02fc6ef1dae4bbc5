public import Imaging
internal import Foundation
internal import Layers

/// A drawn line of text with what it says.
public struct TextPicture: Sendable {
    /// Mono, ``TextSource/height`` rows.
    public let image: Image
    /// What it says, of ``TextSigns``.
    public let text: String
    /// How it is printed.
    public let kind: PrintKind

    /// Takes a line from elsewhere.
    public init(image: Image, text: String, kind: PrintKind) {
        (self.image, self.text, self.kind) = (image, text, kind)
    }
}

/// Where a line lies in a picture: from the line's own unit to pixels.
struct LineMap {
    var origin: Vector
    /// Pixels of one unit along and across the line.
    var unit: Vector
    var angle: Vector
    var shear: Float
    /// Growth from the middle to the ends.
    var taper: Float
    /// How far the ends lie below the middle.
    var bow: Float
    /// Along the web: uneven speed.
    var swell: Float
    var length: Float

    func callAsFunction(_ place: Vector) -> Vector {
        let along = place.x / max(length, 0.1) * 2 - 1
        let size = 1 + taper * along
        var x = place.x + swell * Wave.sine(along * 3) - place.y * shear
        x = x * unit.x
        let y = (place.y * size + bow * along * along) * unit.y
        return origin + Vector(x * angle.x - y * angle.y, x * angle.y + y * angle.x)
    }
}

/// A picture of print being made.
struct PrintScene {
    let width: Int
    let height: Int
    /// Height of capitals in pixels.
    let unit: Float
    let hardness: Float
    private(set) var values: [Float]
    /// How far ink stands out; noise stays below it, or nothing could be read.
    private var contrast: Float = 1

    init(width: Int, height: Int, unit: Float, hardness: Float, _ random: inout SplitMix) {
        (self.width, self.height, self.unit, self.hardness) = (width, height, unit, hardness)
        values =
            Ground(
                width: width,
                height: height,
                unit: unit,
                hardness: hardness,
                &random
            ).values
    }

    mutating func add(_ change: Float, _ column: Int, _ row: Int) {
        values[row * width + column] += change
    }

    /// Prints lines of one style, each through its map.
    mutating func print(
        _ lines: [(line: PrintedLine, map: LineMap)],
        kind: PrintKind,
        _ random: inout SplitMix
    ) {
        var coverage = Coverage(width: width, height: height)
        for (line, map) in lines {
            coverage.fill(line.outlines.map { $0.map { map($0) } })
            let size = (map.unit.x * map.unit.y).squareRoot()
            for drop in line.drops {
                coverage.dot(
                    map(drop.centre),
                    radius: drop.radius * size,
                    strength: drop.strength
                )
            }
        }
        coverage.settle()
        var ink = coverage.values
        if kind != .dots { spread(&ink, &random) }
        damage(&ink, kind, &random)
        if kind == .emboss {
            press(ink, &random)
        } else {
            lay(ink, kind, &random)
        }
    }

    /// Strokes a little thinner or thicker than the outline, with round corners.
    private func spread(_ ink: inout [Float], _ random: inout SplitMix) {
        guard unit > 12, random.happens(0.6) else { return }
        PictureWork.blur(&ink, width, height, sigma: unit * random.between(0.015, 0.05))
        let (edge, gain) = (random.between(0.3, 0.62), random.between(1.5, 3.5))
        for place in ink.indices { ink[place] = min(1, max(0, (ink[place] - edge) * gain + 0.5)) }
    }

    private func damage(_ ink: inout [Float], _ kind: PrintKind, _ random: inout SplitMix) {
        if kind == .transfer || kind == .ink, random.happens(0.25 * hardness) {
            // A worn element of the head leaves a line along the web.
            let isAcross = random.happens(0.3)
            for _ in 0..<random.count(1, 3) {
                let at = random.nextIndex(isAcross ? width : height)
                let thick = max(1, Int(unit * random.between(0.02, 0.08)))
                for more in 0..<thick {
                    if isAcross, at + more < width {
                        for row in 0..<height { ink[row * width + at + more] *= 0.15 }
                    } else if !isAcross, at + more < height {
                        for column in 0..<width { ink[(at + more) * width + column] *= 0.15 }
                    }
                }
            }
        }
        if kind == .laser || kind == .transfer, random.happens(0.5 * hardness) {
            let rough = random.between(0.1, 0.5)
            for place in ink.indices where ink[place] > 0 {
                ink[place] *= 1 - rough * random.unit()
            }
        }
        if random.happens(0.12 * hardness) {
            // Smudged or worn away over a part.
            let middle = Vector(random.unit() * Float(width), random.unit() * Float(height))
            let size = unit * random.between(0.4, 1.2)
            let loss = random.between(0.2, 0.6)
            for row in 0..<height {
                for column in 0..<width {
                    let far = (Vector(Float(column), Float(row)) - middle) / size
                    let near = far.x * far.x + far.y * far.y
                    if near < 4 { ink[row * width + column] *= 1 - loss * exp(-near) }
                }
            }
        }
    }

    private mutating func lay(_ ink: [Float], _ kind: PrintKind, _ random: inout SplitMix) {
        let mean = values.reduce(0, +) / Float(values.count)
        var contrast = random.scale(0.5 - 0.38 * hardness, 0.85)
        if random.unit() < mean { contrast = -contrast }
        // Where there is no room on that side, on the other.
        if mean + contrast < -0.05 || mean + contrast > 1.05 { contrast = -contrast }
        let level = min(1, max(0, mean + contrast))
        self.contrast = abs(level - mean)
        calm(mean, share: 0.12 + 0.26 * hardness)
        let opacity = kind == .laser ? random.between(0.5, 1) : random.between(0.75, 1)
        for place in ink.indices where ink[place] > 0 {
            let cover = ink[place] * opacity
            values[place] += (level - values[place]) * cover
        }
    }

    /// Keeps what lies below the print from hiding it.
    private mutating func calm(_ mean: Float, share: Float) {
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let spread = (squares / Float(values.count)).squareRoot()
        guard spread > contrast * share else { return }
        let gain = contrast * share / spread
        for place in values.indices { values[place] = mean + (values[place] - mean) * gain }
    }

    private mutating func press(_ ink: [Float], _ random: inout SplitMix) {
        var relief = ink
        PictureWork.blur(&relief, width, height, sigma: max(0.6, unit * random.between(0.02, 0.07)))
        let angle = random.between(0, 6.3)
        let strength = random.scale(0.45, 1.8) * (unit / 24).squareRoot()
        let light = Vector(cos(angle), sin(angle)) * strength
        contrast = 0.3 * strength
        calm(values.reduce(0, +) / Float(values.count), share: 0.28)
        let tint = random.happens(0.4) ? random.between(-0.15, 0.15) : 0
        for row in 0..<height {
            for column in 0..<width {
                let place = row * width + column
                let left = relief[row * width + max(0, column - 1)]
                let right = relief[row * width + min(width - 1, column + 1)]
                let above = relief[max(0, row - 1) * width + column]
                let below = relief[min(height - 1, row + 1) * width + column]
                values[place] +=
                    (right - left) * light.x + (below - above) * light.y + tint * relief[place]
            }
        }
    }

    /// Light, lens, sensor and file.
    mutating func photograph(_ random: inout SplitMix) {
        if random.happens(0.2 * hardness) {
            for _ in 0..<random.count(1, 2) { glare(&random) }
        }
        if random.happens(0.7) {
            let worst = 0.3 + hardness * min(2.2, 0.06 * unit)
            PictureWork.blur(&values, width, height, sigma: random.between(0, worst))
        }
        if random.happens(0.08 * hardness) {
            PictureWork.smear(&values, width, height, reach: max(1, Int(unit * 0.05)))
        }
        if random.happens(0.4) {
            let gamma = random.scale(0.6, 1.6)
            for place in values.indices {
                values[place] = pow(min(1, max(0, values[place])), gamma)
            }
        }
        if random.happens(0.75) {
            let noise = random.scale(0.003, min(0.012 + 0.06 * hardness, 0.008 + 0.22 * contrast))
            for place in values.indices { values[place] += noise * random.normal() }
        }
        if random.happens(0.25) {
            let step = random.scale(0.01, min(0.05 + 0.1 * hardness, 0.02 + 0.22 * contrast))
            PictureWork.compress(&values, width, height, step: step)
        }
        if random.happens(0.01 + 0.08 * hardness) { binarise(&random) }
    }

    private mutating func glare(_ random: inout SplitMix) {
        let middle = Vector(random.unit() * Float(width), random.unit() * Float(height))
        let angle = random.between(0, 3.2)
        let way = Vector(cos(angle), sin(angle))
        let (long, short) = (unit * random.scale(0.5, 5), unit * random.scale(0.15, 1))
        let strength = random.between(0.1, 0.7)
        for row in 0..<height {
            for column in 0..<width {
                let far = Vector(Float(column), Float(row)) - middle
                let along = (far.x * way.x + far.y * way.y) / long
                let across = (far.y * way.x - far.x * way.y) / short
                let near = along * along + across * across
                if near < 9 { values[row * width + column] += strength * exp(-near) }
            }
        }
    }

    private mutating func binarise(_ random: inout SplitMix) {
        let low = values.min() ?? 0
        let high = values.max() ?? 1
        let edge = low + (high - low) * random.between(0.4, 0.6)
        for place in values.indices { values[place] = values[place] > edge ? 1 : 0 }
    }
}
