internal import Imaging
internal import Layers
internal import PocketPictures

/// A crop as the net takes it: 64 x 64 samples of three channels, one channel after another.
struct Crop: Sendable, Equatable {
    static let side = PocketNet.side
    static let plane = side * side
    static let count = 3 * plane

    /// Byte samples; as ``Image``, but by channel.
    let samples: [UInt8]

    init(_ image: Image) {
        let fitted = image.converted(toChannels: 3).scaled(width: Self.side, height: Self.side)
        var samples = [UInt8](repeating: 0, count: Self.count)
        for channel in 0..<3 {
            for place in 0..<Self.plane {
                samples[channel * Self.plane + place] = fitted.pixels[place * 3 + channel]
            }
        }
        self.samples = samples
    }

    /// Sample 0...255 as the net takes it.
    static let table: [Float] = (0...255).map { (Float($0) / 255 - mean) / deviation }
    /// Of the card, for all channels: those of the backbone.
    static let mean: Float = 127 / 255
    static let deviation: Float = 128 / 255

    /// Writes it into `inputs` at `start`.
    func write(to inputs: inout [Float], at start: Int) {
        for place in 0..<Self.count { inputs[start + place] = Self.table[Int(samples[place])] }
    }

    /// Writes it turned by a quarter turn or mirrored, a little brighter or darker.
    func write(to inputs: inout [Float], at start: Int, _ random: inout SplitMix) {
        let way = random.nextIndex(8)
        let gain = Float(0.9 + 0.2 * random.nextUnit())
        let shift = Float(0.2 * random.nextUnit() - 0.1)
        let last = Self.side - 1
        for row in 0..<Self.side {
            for column in 0..<Self.side {
                var (x, y) = way & 4 == 0 ? (column, row) : (row, column)
                if way & 1 != 0 { x = last - x }
                if way & 2 != 0 { y = last - y }
                let place = row * Self.side + column
                for channel in 0..<3 {
                    let sample = Int(samples[channel * Self.plane + y * Self.side + x])
                    inputs[start + channel * Self.plane + place] = Self.table[sample] * gain + shift
                }
            }
        }
    }
}
