internal import Foundation
internal import Layers

/// What may change between two pictures of the same pocket on a line: where it lies and which way,
/// how bright it is, where light is mirrored, how sharp and how noisy the camera is, and how the
/// foil is pressed.
struct CropChange {
    private let cosine: Float
    private let sine: Float
    private let mirror: Float
    private let shift: (x: Float, y: Float)
    private let gain: Float
    private let lift: Float
    private let noise: Float
    private let softness: Float
    private let glint: Glint?
    private let knurl: Knurl?

    /// A soft bright spot or streak.
    private struct Glint {
        let place: (x: Float, y: Float)
        let way: (x: Float, y: Float)
        let length: Float
        let width: Float
        let strength: Float
    }

    /// A fine pattern of lines over everything, as knurled foil shows it.
    private struct Knurl {
        let way: (x: Float, y: Float)
        let phase: Float
        let strength: Float
    }

    /// Draws one.
    init(_ random: inout SplitMix) {
        func between(_ low: Double, _ high: Double) -> Float {
            Float(low + (high - low) * random.nextUnit())
        }
        func happens(_ share: Double) -> Bool { random.nextUnit() < share }
        func direction(_ length: Float) -> (x: Float, y: Float) {
            let angle = between(0, 2 * .pi)
            return (cos(angle) * length, sin(angle) * length)
        }
        let angle = Float(random.nextIndex(4)) * .pi / 2 + between(-0.12, 0.12)
        let scale = between(0.94, 1.06)
        (cosine, sine) = (cos(angle) * scale, sin(angle) * scale)
        mirror = happens(0.5) ? 1 : -1
        shift = (between(-3, 3), between(-3, 3))
        (gain, lift) = (between(0.85, 1.15), between(-0.2, 0.2))
        noise = happens(0.33) ? between(0, 0.08) : 0
        softness = happens(0.3) ? between(0.1, 0.5) : 0
        let side = Double(Crop.side)
        glint =
            happens(0.2)
            ? Glint(
                place: (between(0, side), between(0, side)),
                way: direction(1),
                length: between(1.5, 12),
                width: between(1, 3),
                strength: between(0.1, 0.5)
            ) : nil
        knurl =
            happens(0.2)
            ? Knurl(
                way: direction(between(0.6, 1.8)),
                phase: between(0, 6.3),
                strength: between(0.01, 0.07)
            ) : nil
    }

    /// Writes `crop` changed into `inputs` at `start`.
    func write(_ crop: Crop, to inputs: inout [Float], at start: Int, _ random: inout SplitMix) {
        let half = Float(Crop.side - 1) / 2
        let limit = Float(Crop.side) - 1.001
        for row in 0..<Crop.side {
            for column in 0..<Crop.side {
                let (dx, dy) = ((Float(column) - half) * mirror, Float(row) - half)
                let x = min(limit, max(0, cosine * dx - sine * dy + half + shift.x))
                let y = min(limit, max(0, sine * dx + cosine * dy + half + shift.y))
                let (left, top) = (Int(x), Int(y))
                let (u, v) = (x - Float(left), y - Float(top))
                let base = top * Crop.side + left
                let added = added(Float(column), Float(row), &random)
                for channel in 0..<3 {
                    let place = channel * Crop.plane + base
                    func sample(_ offset: Int) -> Float {
                        Crop.table[Int(crop.samples[place + offset])]
                    }
                    let upper = sample(0) + (sample(1) - sample(0)) * u
                    let lower = sample(Crop.side) + (sample(Crop.side + 1) - sample(Crop.side)) * u
                    inputs[start + channel * Crop.plane + row * Crop.side + column] =
                        (upper + (lower - upper) * v) * gain + lift + added
                }
            }
        }
        if softness > 0 {
            for channel in 0..<3 { soften(&inputs, start + channel * Crop.plane) }
        }
    }

    private func added(_ x: Float, _ y: Float, _ random: inout SplitMix) -> Float {
        var sum: Float = 0
        if noise > 0 { sum += noise * Float(random.nextUnit() * 2 - 1) }
        if let glint {
            let (dx, dy) = (x - glint.place.x, y - glint.place.y)
            let along = (dx * glint.way.x + dy * glint.way.y) / glint.length
            let across = (dy * glint.way.x - dx * glint.way.y) / glint.width
            sum += glint.strength * exp(-along * along - across * across)
        }
        if let knurl {
            sum += knurl.strength * sin(x * knurl.way.x + y * knurl.way.y + knurl.phase)
        }
        return sum
    }

    /// Mixes every sample of a plane with its neighbours in the row, then in the column.
    private func soften(_ inputs: inout [Float], _ start: Int) {
        let (own, other) = (1 - softness, softness / 2)
        let last = Crop.side - 1
        for (step, stride) in [(1, Crop.side), (Crop.side, 1)] {
            for line in 0..<Crop.side {
                let first = start + line * stride
                var before = inputs[first]
                for place in 0...last {
                    let here = inputs[first + place * step]
                    let after = inputs[first + min(last, place + 1) * step]
                    inputs[first + place * step] = here * own + (before + after) * other
                    before = here
                }
            }
        }
    }
}
