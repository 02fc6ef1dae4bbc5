import Imaging
import Testing

@Suite struct DrawingTests {
    private let ink = Ink(red: 255, green: 255, blue: 255)

    private func rows(_ image: Image) -> [String] {
        (0..<image.height).map { y in
            String((0..<image.width).map { image[$0, y] > 0 ? "#" : "." })
        }
    }

    @Test func `letters are legible dots`() {
        var image = Image(width: 12, height: 8, channels: 1, filledWith: 0)
        image.draw(text: "A7", x: 0, y: 0, ink: ink)
        #expect(
            rows(image) == [
                ".###..#####.",
                "#...#.....#.",
                "#...#....#..",
                "#...#...#...",
                "#####..#....",
                "#...#..#....",
                "#...#..#....",
                "............",
            ]
        )
    }

    @Test func `a line joins its ends, whichever way it runs`() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<200 {
            var (a, b) = (
                Image(width: 20, height: 20, channels: 1, filledWith: 0),
                Image(width: 20, height: 20, channels: 1, filledWith: 0)
            )
            let ends = (0..<4).map { _ in Int.random(in: 0..<20, using: &random) }
            a.draw(lineFromX: ends[0], y: ends[1], toX: ends[2], y: ends[3], ink: ink)
            b.draw(lineFromX: ends[2], y: ends[3], toX: ends[0], y: ends[1], ink: ink)
            let longer = max(abs(ends[0] - ends[2]), abs(ends[1] - ends[3]))
            for image in [a, b] {
                #expect(image.pixels.count { $0 > 0 } == longer + 1, "\(ends)")
                #expect(image[ends[0], ends[1]] == 255 && image[ends[2], ends[3]] == 255)
            }
        }
    }

    @Test func `what lies outside is cut off`() {
        var image = Image(width: 5, height: 5, channels: 3, filledWith: 0)
        image.draw(boxFromX: -3, y: -3, toX: 2, y: 2, thickness: 2, ink: .red)
        image.fill(boxFromX: 10, y: 10, toX: 12, y: 12, ink: .red)
        image.fill(boxFromX: 4, y: 4, toX: 3, y: 3, ink: .red)
        image.draw(text: "W", x: 3, y: -2, scale: 3, ink: .red)
        image.draw(lineFromX: -5, y: -5, toX: 9, y: 9, ink: .red)
        #expect(image.pixels.count == 75)
        #expect(image[2, 1] == 230 && image[4, 4] == 230)
    }
}
