import Imaging
import Testing

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
}
