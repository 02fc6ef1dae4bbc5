import Imaging
import Testing

@Suite struct ResamplingTests {
    private func noise(_ width: Int, _ height: Int, channels: Int, seed: UInt64) -> Image {
        var state = seed &+ 0x9E37_79B9_7F4A_7C15
        var image = Image(width: width, height: height, channels: channels, filledWith: 0)
        for i in image.pixels.indices {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            image.pixels[i] = UInt8(truncatingIfNeeded: state >> 40)
        }
        return image
    }

    static let maps = [
        AffineMap(scaleX: 1, scaleY: 1, shiftX: 0, shiftY: 0),
        AffineMap(scaleX: 1, scaleY: 1, shiftX: 3.37, shiftY: -2.61),
        AffineMap(scaleX: 1.0004, scaleY: 0.8, shiftX: 5, shiftY: 1),
        AffineMap(scaleX: 0.63, scaleY: 1.9, shiftX: 1.25, shiftY: 0.5),
        AffineMap(xx: 0.9998, xy: -0.017, x0: 4, yx: 0.017, yy: 0.9998, y0: 2),
        AffineMap(xx: 0.99, xy: 0.14, x0: -9, yx: -0.14, yy: 0.99, y0: 12),
        AffineMap(xx: 0.5625, xy: -0.01, x0: 3.2, yx: 0.009, yy: 0.55, y0: 2.4),
    ]

    @Test(arguments: maps, [1, 3])
    func `the fast resampling gives the bits of the slow one`(map: AffineMap, channels: Int) {
        for (width, height) in [(90, 70), (17, 33), (130, 20)] {
            let image = noise(width, height, channels: channels, seed: UInt64(width))
            let fast = image.resampled(by: map, width: 101, height: 64)
            #expect(fast == image.resampledSlowly(by: map, width: 101, height: 64))
        }
    }

    @Test
    func `the identity changes nothing and a whole shift moves pixels`() {
        let image = noise(64, 40, channels: 3, seed: 4)
        let identity = AffineMap(scaleX: 1, scaleY: 1, shiftX: 0, shiftY: 0)
        #expect(image.resampled(by: identity, width: 64, height: 40) == image)
        let shift = AffineMap(scaleX: 1, scaleY: 1, shiftX: 5, shiftY: 3)
        let moved = image.resampled(by: shift, width: 50, height: 30)
        for y in 0..<30 {
            for x in 0..<50 { #expect(moved[x, y, 1] == image[x + 5, y + 3, 1]) }
        }
    }

    @Test
    func `a map and its inverse cancel`() {
        for map in Self.maps {
            let both = map.inverted.after(map)
            let place = both(x: 12.5, y: -7.25)
            #expect(abs(place.x - 12.5) < 1e-9 && abs(place.y + 7.25) < 1e-9)
        }
    }

    @Test(arguments: [1, 3])
    func `block means are means of blocks`(channels: Int) {
        let image = noise(53, 41, channels: channels, seed: 8)
        let mix = ChannelMix(red: 0.5, green: 0.25, blue: 0.25)
        let plane = image.reduced(columns: 5, rows: 4, mix: mix)
        #expect(plane.width == 10 && plane.height == 10)
        for (x, y) in [(0, 0), (9, 9), (4, 7)] {
            var sum: Float = 0
            for row in (y * 4)..<(y * 4 + 4) {
                for column in (x * 5)..<(x * 5 + 5) {
                    if channels == 1 {
                        sum += Float(image[column, row])
                    } else {
                        sum += Float(image[column, row, 0]) * 0.5
                        sum += Float(image[column, row, 1]) * 0.25
                        sum += Float(image[column, row, 2]) * 0.25
                    }
                }
            }
            #expect(abs(plane[x, y] - sum / 20) < 0.01)
        }
    }

    @Test
    func `a box mean is the mean of its window, shrunk at the edges`() {
        let plane = noise(23, 19, channels: 1, seed: 3).reduced(columns: 1, rows: 1)
        let mean = plane.boxMean(radius: 3)
        for (x, y) in [(0, 0), (11, 9), (22, 18), (2, 17)] {
            var sum: Float = 0
            var count: Float = 0
            for row in max(0, y - 3)...min(18, y + 3) {
                for column in max(0, x - 3)...min(22, x + 3) {
                    sum += plane[column, row]
                    count += 1
                }
            }
            #expect(abs(mean[x, y] - sum / count) < 0.01)
        }
    }
}
