internal import Foundation
internal import Imaging

/// A camera that turns colours into a picture: sharpness, noise, response, compression.
struct PocketCamera {
    let side: Int
    let isColour: Bool
    /// What it sees of colours: all alike where it has three channels.
    let weights: Colour
    private let balance: Colour
    private let blur: Float
    private let smear: Int
    private let isSmearAcross: Bool
    private let vignette: Float
    private let gradient: Vector
    private let level: Float
    private let brightest: Float
    private let gamma: Float
    private let black: Float
    private let photonNoise: Float
    private let readNoise: Float
    private let stripeNoise: Float
    private let sharpening: Float
    private let jpegQuality: Int?

    /// Draws a camera: every other one is sharp and hardly noisy, as a line's is when it was set up
    /// with care.
    init(_ chance: inout Chance) {
        let isCareful = chance.happens(0.5)
        side =
            chance.happens(0.7) ? chance.count(60, 72) : chance.count(72, 112)
        isColour = chance.happens(0.5)
        let lamp = Colour(chance.unit(), chance.unit(), chance.unit()) + 0.1
        let isPlain = chance.happens(0.6)
        let sum = lamp.x + lamp.y + lamp.z
        let mono = isPlain ? Colour(0.3, 0.55, 0.15) : lamp / sum
        weights = isColour ? Colour(repeating: 1 / 3) : mono
        balance = Colour(
            1 + chance.normal() * 0.06,
            1 + chance.normal() * 0.04,
            1 + chance.normal() * 0.06
        )
        blur =
            chance.happens(0.3)
            ? 0 : chance.between(0.2, isCareful ? 0.5 : 0.85) * Float(side) / 64
        smear = !isCareful && chance.happens(0.2) ? 2 : 1
        isSmearAcross = chance.happens(0.5)
        vignette = chance.between(0, 0.15)
        gradient = chance.place() * 0.15
        level = chance.between(0.3, 0.6)
        brightest = chance.between(0.75, 1.05)
        gamma = chance.scale(0.65, 1.25)
        black = chance.happens(0.3) ? chance.between(0, 0.12) : 0
        let isNoisy = !isCareful && chance.happens(0.5)
        photonNoise = chance.between(0.002, isNoisy ? 0.03 : 0.015)
        readNoise = chance.between(0.001, isNoisy ? 0.02 : 0.008)
        stripeNoise = !isCareful && chance.happens(0.3) ? chance.between(0, 0.02) : 0
        sharpening = chance.happens(0.25) ? chance.between(0.2, 0.8) : 0
        jpegQuality = !isCareful && chance.happens(0.4) ? chance.count(45, 95) : nil
    }

    /// The picture of a scene of `side` x `side` colours.
    func picture(_ colours: [Colour], _ chance: inout Chance) -> Image {
        let channels = isColour ? 3 : 1
        var planes = (0..<channels).map { channel in
            colours.map { isColour ? $0[channel] * balance[channel] : ($0 * weights).sum() }
        }
        let mean = planes.map { $0.reduce(0) { $0 + min($1, 2) } / Float($0.count) }
        var gain = level / max(0.02, mean.reduce(0, +) / Float(channels))
        // Only highlights may saturate, as with any camera that was set up with care.
        let sorted = stride(from: 0, to: planes[0].count, by: 7).map { place in
            planes.map { $0[place] }.max() ?? 0
        }
        .sorted()
        gain = min(gain, brightest / max(0.02, sorted[sorted.count * 88 / 100]))
        for channel in planes.indices {
            if blur > 0 { soften(&planes[channel], blur) }
            if smear > 1 { smear(&planes[channel]) }
            if sharpening > 0 { sharpen(&planes[channel]) }
        }
        let image = Image(
            width: side,
            height: side,
            channels: channels,
            pixels: samples(planes, gain, &chance)
        )
        guard let jpegQuality, let bytes = try? image.jpegData(quality: jpegQuality),
            let decoded = try? Image.decode(bytes, file: "crop.jpg")
        else { return image }
        return decoded
    }

    private func samples(_ planes: [[Float]], _ gain: Float, _ chance: inout Chance) -> [UInt8] {
        var pixels = [UInt8](repeating: 0, count: side * side * planes.count)
        let key = chance.key()
        let stripes = (0..<side).map { _ in chance.normal() * stripeNoise }
        // Where highlights saturate, half of the time softly.
        let table = (0...1024).map { pow(Float($0) / 1024, gamma) }
        let half = Float(side) / 2
        for row in 0..<side {
            for column in 0..<side {
                let place = Vector(Float(column) + 0.5, Float(row) + 0.5) / half - 1
                let fall =
                    (1 - vignette * place.dot(place) * 0.5 + place.dot(gradient)) * gain
                for channel in planes.indices {
                    let light = max(0, planes[channel][row * side + column] * fall)
                    let bits = Grain.bits(Int32(column), Int32(row), key &+ UInt32(channel))
                    let sum = (bits & 1023) + (bits >> 10 & 1023) + (bits >> 20 & 1023)
                    let noise = Float(sum) * (1 / 512) - 2.997
                    let sigma = photonNoise * light.squareRoot() + readNoise
                    let value = clipped(light + noise * sigma + stripes[column])
                    let shown = black + (1 - black) * table[Int(value * 1024)]
                    pixels[(row * side + column) * planes.count + channel] =
                        UInt8(shown * 255 + 0.5)
                }
            }
        }
        return pixels
    }

    /// Convolves rows and columns with a bell of deviation `sigma`.
    private func soften(_ plane: inout [Float], _ sigma: Float) {
        let reach = max(1, Int((2.2 * sigma).rounded(.up)))
        var taps = (-reach...reach).map { exp(-Float($0 * $0) / (2 * sigma * sigma)) }
        let sum = taps.reduce(0, +)
        for tap in taps.indices { taps[tap] /= sum }
        for isAcross in [true, false] {
            let source = plane
            let step = isAcross ? 1 : side
            for row in 0..<side {
                for column in 0..<side {
                    let at = isAcross ? column : row
                    let base = row * side + column
                    var value: Float = 0
                    for tap in -reach...reach {
                        let moved = min(side - 1, max(0, at + tap)) - at
                        value += taps[tap + reach] * source[base + moved * step]
                    }
                    plane[base] = value
                }
            }
        }
    }

    private func smear(_ plane: inout [Float]) {
        let source = plane
        let step = isSmearAcross ? 1 : side
        for row in 0..<side {
            for column in 0..<side {
                let at = isSmearAcross ? column : row
                var value: Float = 0
                for tap in 0..<smear {
                    value += source[row * side + column + (min(side - 1, at + tap) - at) * step]
                }
                plane[row * side + column] = value / Float(smear)
            }
        }
    }

    private func sharpen(_ plane: inout [Float]) {
        var soft = plane
        soften(&soft, 1)
        for place in plane.indices { plane[place] += (plane[place] - soft[place]) * sharpening }
    }
}
