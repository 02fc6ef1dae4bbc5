import Imaging
import Testing

struct ScalingTests {
    @Test func `halving gives the means of blocks`() {
        let picture = Image(
            width: 4,
            height: 2,
            channels: 1,
            pixels: [0, 10, 20, 30, 40, 50, 60, 70]
        )
        #expect(picture.scaled(width: 2, height: 1).pixels == [25, 45])
    }

    @Test func `the mean is kept at any size, and a flat picture stays flat`() {
        let flat = Image(width: 7, height: 5, channels: 3, filledWith: 93)
        for (width, height) in [(1, 1), (3, 4), (7, 5), (20, 9), (13, 2)] {
            let scaled = flat.scaled(width: width, height: height)
            #expect(scaled.width == width && scaled.height == height)
            #expect(scaled.pixels.allSatisfy { $0 == 93 })
        }
    }

    @Test func `doubling is bilinear between the middles of pixels`() {
        let picture = Image(width: 2, height: 1, channels: 1, pixels: [0, 100])
        #expect(picture.scaled(width: 4, height: 1).pixels == [0, 25, 75, 100])
    }
}
