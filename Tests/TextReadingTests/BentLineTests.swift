import Foundation
import Imaging
import Testing

@testable import TextReading

/// Lines round a bottle: seen as bent, and straightened where they are cut out.
struct BentLineTests {
    private static let quad = LineQuad(x: 150, y: 80, length: 240, height: 30, angle: 0.1, bow: 14)

    /// A bright bar, 10 pixels high, along the middle of `quad`.
    private static func picture(of quad: LineQuad) -> Image {
        var image = Image(width: 300, height: 160, channels: 1, filledWith: 20)
        for y in 0..<image.height {
            for x in 0..<image.width {
                let (dx, dy) = (Double(x) + 0.5 - quad.x, Double(y) + 0.5 - quad.y)
                let along = dx * cos(quad.angle) + dy * sin(quad.angle)
                let across = dy * cos(quad.angle) - dx * sin(quad.angle)
                let t = 2 * along / quad.length
                let middle = quad.bow * (t * t - 1 / 3)
                if abs(t) < 0.9, abs(across - middle) < 5 { image[x, y] = 220 }
            }
        }
        return image
    }

    /// Rows of `cut` at which its columns are brightest.
    private static func middles(of cut: Image) -> [Double] {
        stride(from: cut.width / 8, to: cut.width * 7 / 8, by: 4).map { column in
            let bright = (0..<cut.height).filter { cut[column, $0] > 120 }
            return Double(bright.reduce(0, +)) / Double(max(1, bright.count))
        }
    }

    @Test func `a bent line is straight where it is cut out`() {
        let image = Self.picture(of: Self.quad)
        let bent = Self.middles(of: Self.quad.cut(from: image, rows: 32, widthMax: 960))
        #expect(bent.allSatisfy { abs($0 - 15.5) < 1.2 })
        var straight = Self.quad
        straight.bow = 0
        let apart = Self.middles(of: straight.cut(from: image, rows: 32, widthMax: 960))
        #expect((apart.max() ?? 0) - (apart.min() ?? 0) > 6)
        // From its other end it is the same, upside down.
        let turned = Self.middles(of: Self.quad.turned.cut(from: image, rows: 32, widthMax: 960))
        #expect(turned.allSatisfy { abs($0 - 15.5) < 1.2 })
    }

    @Test func `a line leaving the picture is cut out all the same`() {
        let image = Self.picture(of: Self.quad)
        for bow in [300.0, -300, 0.01] {
            var quad = Self.quad
            (quad.x, quad.bow) = (5, bow)
            let cut = quad.cut(from: image, rows: 32, columns: 100)
            #expect(cut.width == 100 && cut.height == 32)
        }
    }

    @Test func `places and parts of a bent line lie on its arc`() {
        var quad = Self.quad
        quad.angle = 0
        let (start, middle) = (quad.place(0, 0.5), quad.place(0.5, 0.5))
        #expect(abs(start.y - middle.y - 14) < 1e-9 && abs(start.x - 30) < 1e-9)
        #expect(abs(quad.bow(length: 120) - 3.5) < 1e-9)
        let longer = quad.stretched(by: 40, 1)
        #expect(abs(longer.place(0, 0).x - quad.place(0, 0).x) < 1e-9)
        #expect(abs(longer.place(1, 0).x - quad.place(1, 0).x - 40) < 1e-9)
        #expect(longer.bow > quad.bow)
    }

    @Test(arguments: [9.0, -9, 0])
    func `fields along an arc show how far it is bent`(bow: Double) throws {
        let (width, height) = (80, 50)
        var map = [Float](repeating: 0, count: width * height)
        for row in 0..<height {
            for column in 0..<width {
                let t = (Double(column) + 0.5 - 40) / 32
                let middle = 25 + bow * (t * t - 1 / 3)
                if abs(t) < 1, abs(Double(row) + 0.5 - middle) < 2 { map[row * width + column] = 1 }
            }
        }
        let found = try #require(FieldRegions.quads(map, width: width, height: height).first)
        let share = (64 / found.length) * (64 / found.length)
        #expect(abs(found.bow * share - bow) < 1.2 && abs(found.y - 25) < 1.2)
        if bow == 0 { #expect(found.bow == 0) }
    }

    @Test func `one printer's lines are as dark, other print is not`() {
        var image = Image(width: 200, height: 120, channels: 1, filledWith: 150)
        for (top, ink) in [(10, 40), (40, 60), (70, 120), (95, 230)] {
            for y in top..<top + 16 {
                for x in 10..<190 where x % 8 < 3 { image[x, y] = UInt8(ink) }
            }
        }
        let styles = [10.0, 40, 70, 95].map { top in
            InkContrast(
                image,
                LineQuad(x: 100, y: top + 8, length: 180, height: 20, angle: 0)
            )
        }
        #expect(styles[0].contrast < -60 && styles[3].contrast > 40)
        #expect(styles[0].matches(styles[1]) && styles[1].matches(styles[0]))
        #expect(!styles[0].matches(styles[2]) && !styles[0].matches(styles[3]))
    }
}
