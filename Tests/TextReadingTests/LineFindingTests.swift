import Foundation
import Imaging
import Layers
import Testing

@testable import TextReading

struct LineFindingTests {
    /// A map in which a turned rectangle is sure.
    static func map(_ quad: LineQuad, width: Int, height: Int) -> [Float] {
        (0..<width * height).map { field in
            let (dx, dy) = (
                Double(field % width) + 0.5 - quad.x, Double(field / width) + 0.5 - quad.y
            )
            let along = dx * cos(quad.angle) + dy * sin(quad.angle)
            let across = dy * cos(quad.angle) - dx * sin(quad.angle)
            return abs(along) <= quad.length / 2 && abs(across) <= quad.height / 2 ? 1 : 0
        }
    }

    @Test(arguments: [-1.2, -0.6, 0, 0.3, 0.9, 1.5])
    func `a line's place, length and direction are found at any angle`(angle: Double) throws {
        let line = LineQuad(x: 40, y: 37, length: 44, height: 6, angle: angle)
        let map = Self.map(line, width: 80, height: 76)
        let found = try #require(FieldRegions.quads(map, width: 80, height: 76).first)
        #expect(abs(found.x - line.x) < 1 && abs(found.y - line.y) < 1)
        #expect(abs(sin(found.angle - angle)) < 0.03)
        let capital = 6 / FieldRegions.middleShare
        #expect(abs(found.height - capital * 1.4) < capital * 0.35)
        #expect(abs(found.length - (44 + capital * 0.7)) < 6)
    }

    @Test func `lines apart stay apart, specks are none`() {
        var map = Self.map(
            LineQuad(x: 20, y: 8, length: 30, height: 3, angle: 0),
            width: 40,
            height: 40
        )
        let other = Self.map(
            LineQuad(x: 20, y: 20, length: 30, height: 3, angle: 0),
            width: 40,
            height: 40
        )
        for place in map.indices { map[place] = max(map[place], other[place]) }
        map[35 * 40 + 3] = 1
        // Each of both shares finds each line.
        #expect(FieldRegions.quads(map, width: 40, height: 40).count == 4)
    }

    @Test func `a cut line is upright whatever way it lay`() {
        var image = Image(width: 120, height: 120, channels: 1, filledWith: 0)
        let quad = LineQuad(x: 60, y: 60, length: 80, height: 20, angle: 0.5)
        for y in 0..<120 {
            for x in 0..<120 {
                let (dx, dy) = (Double(x) + 0.5 - 60, Double(y) + 0.5 - 60)
                let along = dx * cos(0.5) + dy * sin(0.5)
                // The first half of the line is bright.
                if along < 0 { image[x, y] = 200 }
            }
        }
        let cut = quad.cut(from: image, rows: 32, widthMax: 960)
        #expect(cut.width == 128 && cut.height == 32)
        #expect((0..<32).allSatisfy { cut[30, $0] == 200 && cut[98, $0] == 0 })
        #expect(quad.cut(from: image, rows: 32, widthMax: 64).width == 64)
    }

    @Test func `light and contrast do not matter to what the net is given`() {
        var random = SplitMix(seed: 3)
        let pixels = (0..<32 * 40).map { _ in UInt8(random.nextIndex(80)) }
        let dark = Image(width: 40, height: 32, channels: 1, pixels: pixels)
        let light = Image(width: 40, height: 32, channels: 1, pixels: pixels.map { $0 * 2 + 60 })
        var one = [Float](repeating: 0, count: 32 * 64)
        var two = one
        LineInput.write(dark, to: &one, at: 0, width: 64)
        LineInput.write(light, to: &two, at: 0, width: 64)
        #expect(zip(one, two).allSatisfy { abs($0 - $1) < 1e-3 })
        #expect((0..<32).allSatisfy { one[$0 * 64 + 50] == 0 })
    }
}
