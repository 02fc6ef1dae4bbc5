import Testing

@testable import Imaging

/// Windows cut out and scaled at once, against the slow way: cut out, then scaled.
struct WindowScalingTests {
    private static func picture(channels: Int) -> Image {
        var image = Image(width: 61, height: 47, channels: channels, filledWith: 0)
        var state: UInt64 = 7
        for index in image.pixels.indices {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            image.pixels[index] = UInt8(state >> 56)
        }
        return image
    }

    /// The window pixel by pixel, the nearest pixel where it lies outside.
    private static func slowly(
        _ image: Image,
        left: Int,
        top: Int,
        side: Int
    ) -> Image {
        var window = Image(width: side, height: side, channels: image.channels, filledWith: 0)
        for y in 0..<side {
            for x in 0..<side {
                let column = max(0, min(image.width - 1, left + x))
                let row = max(0, min(image.height - 1, top + y))
                for channel in 0..<image.channels {
                    window[x, y, channel] = image[column, row, channel]
                }
            }
        }
        return window
    }

    @Test(arguments: [1, 3], [(5, 9), (-7, -3), (48, 40), (-60, 2), (70, -80)])
    func `a window scaled is what its pixels scaled are`(
        channels: Int,
        corner: (Int, Int)
    ) {
        let image = Self.picture(channels: channels)
        for (side, size) in [(24, 10), (20, 20), (13, 32)] {
            let scaling = WindowScaling(
                windowWidth: side,
                windowHeight: side,
                width: size,
                height: size
            )
            let gains = [Float](repeating: 1, count: channels)
            let found = scaling.cut(image, left: corner.0, top: corner.1, gains: gains)
            let slow = Self.slowly(image, left: corner.0, top: corner.1, side: side)
                .scaled(width: size, height: size)
            let worst = zip(found.pixels, slow.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 255
            // The order of the sums differs, so a half may round the other way.
            #expect(worst <= 1, "\(side) to \(size)")
        }
    }

    @Test func `gains brighten up to white`() {
        let image = Image(width: 8, height: 8, channels: 1, filledWith: 100)
        let scaling = WindowScaling(windowWidth: 4, windowHeight: 4, width: 2, height: 2)
        #expect(scaling.cut(image, left: 1, top: 1, gains: [1.5]).pixels == [150, 150, 150, 150])
        #expect(scaling.cut(image, left: 1, top: 1, gains: [9]).pixels == [255, 255, 255, 255])
    }

    /// The same sums in the same order, sample by sample.
    private static func sampled(
        _ image: Image,
        _ scaling: WindowScaling,
        left: Int,
        top: Int,
        gains: [Float]
    ) -> [UInt8] {
        let rows = ScalingTaps(from: scaling.windowHeight, to: scaling.height)
        let columns = ScalingTaps(from: scaling.windowWidth, to: scaling.width)
        var samples: [UInt8] = []
        for y in 0..<scaling.height {
            for x in 0..<scaling.width {
                for channel in 0..<image.channels {
                    var sum: Float = 0
                    for across in columns.range(x) {
                        let column = max(
                            0,
                            min(image.width - 1, left + columns.source(across))
                        )
                        var line: Float = 0
                        for along in rows.range(y) {
                            let row = max(0, min(image.height - 1, top + rows.source(along)))
                            line += rows.weights[along] * Float(image[column, row, channel])
                        }
                        sum += columns.weights[across] * line
                    }
                    samples.append(UInt8(max(0, min(255, (sum * gains[channel]).rounded()))))
                }
            }
        }
        return samples
    }

    @Test(arguments: 0..<60)
    func `windows have the bits of sums sample by sample`(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func draw(_ range: ClosedRange<Int>) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return range.lowerBound + Int(state >> 33) % range.count
        }
        let image = Self.picture(channels: seed % 2 == 0 ? 1 : 3)
        let scaling = WindowScaling(
            windowWidth: draw(1...40),
            windowHeight: draw(1...40),
            width: draw(1...33),
            height: draw(1...33)
        )
        let (left, top) = (draw(-50...70), draw(-50...60))
        let gains = (0..<image.channels).map { _ in Float(draw(10...2000)) / 1000 }
        let found = scaling.cut(image, left: left, top: top, gains: gains).pixels
        let slow = Self.sampled(image, scaling, left: left, top: top, gains: gains)
        #expect(found == slow, "seed \(seed)")
    }

    @Test func `halves and their neighbours are rounded as by the library`() {
        let image = Image(width: 1, height: 1, channels: 1, filledWith: 1)
        let scaling = WindowScaling(windowWidth: 1, windowHeight: 1, width: 1, height: 1)
        for whole in 0..<256 {
            let half = Float(whole) + 0.5
            for gain in [half.nextDown, half, half.nextUp, Float(whole)] where gain > 0 {
                let found = scaling.cut(image, left: 0, top: 0, gains: [gain]).pixels
                #expect(found == [UInt8(min(255, gain.rounded()))], "\(gain)")
            }
        }
    }

    @Test(arguments: [1, 3])
    func `samples become numbers one by one`(channels: Int) {
        let image = Self.picture(channels: channels)
        let (scale, shift) = (Float(1) / (255 * 0.229), Float(0.485) / 0.229)
        for channel in 0..<channels {
            var values = [Float](repeating: 666, count: 61 * 47 + 5)
            image.write(channel: channel, scale: scale, shift: shift, to: &values, at: 3)
            let slow = (0..<61 * 47).map {
                Float(image.pixels[$0 * channels + channel]) * scale - shift
            }
            #expect(Array(values[3..<3 + slow.count]) == slow)
            #expect(values[0..<3] == [666, 666, 666] && values.suffix(2) == [666, 666])
        }
    }
}
