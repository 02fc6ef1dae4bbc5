import Blister
import Foundation
import Imaging

@testable import Registration

/// A small deterministic generator (SplitMix64), so that every picture has a seed.
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
    mutating func uniform(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound
            + Double(next() >> 11) / Double(UInt64(1) << 53)
            * (range.upperBound - range.lowerBound)
    }
    mutating func normal() -> Double {
        (-2 * log(uniform(1e-12...1))).squareRoot() * cos(2 * .pi * uniform(0...1))
    }
}

/// Paints blisters from a formula of the place, so that any shift is exact.
struct SyntheticBlister {
    var layout = SyntheticBlister.tenPockets
    var foil = 150.0
    var product = 225.0
    var rim = 110.0
    var noise = 4.0
    var gain = 1.0
    var offset = 0.0
    var missing: Set<Int> = []
    var loosenessMillimetres = 0.0
    var channels = 1

    static let tenPockets = Layout(
        width: 62,
        length: 58,
        lanes: 1,
        lanePitch: 66,
        pitch: 64,
        pockets: (0..<10).map { index in
            Pocket(
                centre: Point(x: 8 + 11.5 * Double(index % 5), y: 15 + 27 * Double(index / 5)),
                shape: .circle(diameterMillimetres: 10)
            )
        }
    )

    /// Brightness at a place in millimetres from the first corner.
    func brightness(x: Double, y: Double, loose: [Point]) -> Double {
        func step(_ distance: Double, _ softness: Double) -> Double {
            1 / (1 + exp(distance / softness))
        }
        var value = foil + 12 * sin(x * 0.9) * sin(y * 1.1)
        let edge = max(-x, x - layout.width, -y, y - layout.length)
        value -= 70 * step(-edge, 0.15)
        for (index, pocket) in layout.pockets.enumerated() {
            let distance = pocket.signedDistance(to: Point(x: x, y: y))
            guard distance < 3 else { continue }
            value += (rim - value) * step(abs(distance) - 0.4, 0.12)
            guard !missing.contains(index) else { continue }
            let moved = pocket.signedDistance(
                to: Point(x: x - loose[index].x, y: y - loose[index].y)
            )
            value += (product - value) * step(moved + 0.9, 0.12)
        }
        return value
    }

    /// A cut whose blister lies off its expected place by `pose`.
    func cut(
        pose: AlignmentPose = AlignmentPose(),
        seed: UInt64,
        millimetresPerColumn: Double = 0.1,
        millimetresPerRow: Double = 0.1,
        margin: Double = 5
    ) -> BlisterCut {
        var random = SeededRandom(seed: seed)
        let loose = layout.pockets.map { _ in
            Point(
                x: random.uniform(-1...1) * loosenessMillimetres,
                y: random.uniform(-1...1) * loosenessMillimetres
            )
        }
        let width = Int((layout.width + 2 * margin) / millimetresPerColumn)
        let height = Int((layout.length + 2 * margin) / millimetresPerRow)
        let frame = AlignmentFrame(
            centreX: layout.width / 2,
            centreY: layout.length / 2,
            originColumn: margin / millimetresPerColumn,
            originRow: margin / millimetresPerRow,
            millimetresPerColumn: millimetresPerColumn,
            millimetresPerRow: millimetresPerRow
        )
        let back = pose.map(in: frame).inverted
        var image = Image(width: width, height: height, channels: channels, filledWith: 0)
        for y in 0..<height {
            for x in 0..<width {
                let place = back(x: Double(x) + 0.5, y: Double(y) + 0.5)
                let value = brightness(x: place.x, y: place.y, loose: loose)
                for channel in 0..<channels {
                    let seen = value * gain + offset + noise * random.normal()
                    image[x, y, channel] = UInt8(max(0, min(255, seen.rounded())))
                }
            }
        }
        return BlisterCut(
            identity: BlisterIdentity(cycle: 0, lane: 0),
            image: image,
            expectedOrigin: Point(x: frame.originColumn, y: frame.originRow),
            millimetresPerColumn: millimetresPerColumn,
            millimetresPerRow: millimetresPerRow,
            capturedNanoseconds: 0,
            encoderTicks: nil,
            firstRow: 0,
            isIncomplete: false
        )
    }
}
