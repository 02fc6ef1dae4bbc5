import Foundation
import Imaging
import Layers
import Testing

@testable import TextReading

/// Rows parted by their edges, pieces of rows joined, places that are almost the same taken once.
struct PrintRowsTests {
    /// Bars like strokes in rows `pitch` apart, each `capital` high, turned by `angle` about the middle.
    static func picture(rows: Int, capital: Double, pitch: Double, angle: Double) -> Image {
        var image = Image(width: 240, height: 140, channels: 1, filledWith: 200)
        for y in 0..<image.height {
            for x in 0..<image.width {
                let (dx, dy) = (Double(x) + 0.5 - 120, Double(y) + 0.5 - 70)
                let along = dx * cos(angle) + dy * sin(angle)
                let across = dy * cos(angle) - dx * sin(angle) + pitch * Double(rows) / 2
                guard abs(along) < 90, across >= 0, across < pitch * Double(rows) else { continue }
                let isRow = across.truncatingRemainder(dividingBy: pitch) < capital
                if isRow, Int((along + 90) / 4) % 2 == 0 { image[x, y] = 40 }
            }
        }
        return image
    }

    @Test(arguments: [-0.1, 0, 0.06])
    func `rows that nearly touch are parted, however they lean`(angle: Double) {
        let image = Self.picture(rows: 3, capital: 18, pitch: 23, angle: angle)
        let block = LineQuad(x: 120, y: 70, length: 220, height: 110, angle: 0)
        let found = PrintRows.quads(in: block, of: image)
        for row in 0..<3 {
            let across = Double(row) * 23 + 9 - 23 * 1.5
            let (x, y) = (120 - across * sin(angle), 70 + across * cos(angle))
            let isThere = found.contains { quad in
                abs(quad.x - x) < 8 && abs(quad.y - y) < 5 && abs(quad.angle - angle) < 0.04
                    && abs(quad.height - 18 * 1.32) < 5 && abs(quad.length - 184) < 20
            }
            #expect(isThere, "row \(row)")
        }
    }

    @Test func `a block without edges has no rows`() {
        let image = Image(width: 100, height: 60, channels: 1, filledWith: 90)
        let block = LineQuad(x: 50, y: 30, length: 90, height: 50, angle: 0)
        #expect(PrintRows.quads(in: block, of: image).isEmpty)
    }

    @Test func `hills are parted at deep valleys only`() {
        let profile: [Float] = [0, 0, 9, 10, 9, 8, 10, 9, 1, 0, 1, 8, 9, 8, 0, 0]
        #expect(PrintRows.spans(of: profile) == [2...7, 11...13])
        #expect(PrintRows.spans(of: [3, 3, 3]).isEmpty)
        #expect(PrintRows.spans(of: []).isEmpty)
    }

    @Test func `pieces of one row make a line, other rows do not`() throws {
        let one = LineQuad(x: 50, y: 20, length: 60, height: 12, angle: 0)
        let two = LineQuad(x: 113, y: 22, length: 50, height: 12, angle: 0)
        for (first, second) in [(one, two), (two, one)] {
            let both = try #require(first.joined(with: second))
            #expect(abs(both.x - 79) < 2 && abs(both.y - 21) < 1)
            #expect(abs(both.length - 118) < 1)
            #expect(abs(both.angle - atan2(2, 63)) < 1e-9)
        }
        // Turned the other way round it is the same piece.
        #expect(one.joined(with: two.turned) != nil)
        let below = LineQuad(x: 60, y: 40, length: 60, height: 12, angle: 0)
        #expect(one.joined(with: below) == nil)
        let far = LineQuad(x: 190, y: 20, length: 60, height: 12, angle: 0)
        #expect(one.joined(with: far) == nil)
        let within = LineQuad(x: 50, y: 20, length: 30, height: 12, angle: 0)
        #expect(one.joined(with: within) == nil)
        #expect(LineQuad.joined([one, two, below]).count == 1)
    }

    @Test func `what lies almost alike is taken once`() {
        let quad = LineQuad(x: 50, y: 20, length: 60, height: 12, angle: 0)
        var near = quad
        near.x += 1
        var high = quad
        high.height = 16
        #expect(LineQuad.distinct([quad, near, high]) == [quad, high])
        #expect(!quad.isNear(quad.turned))
    }

    @Test func `a part of a row cuts it, the next row does not`() {
        let quad = LineQuad(x: 50, y: 20, length: 60, height: 12, angle: 0)
        var end = quad
        end.x += 45
        #expect(quad.isCut(by: end))
        end.x += 20
        #expect(!quad.isCut(by: end))
        var next = quad
        next.y += 10
        #expect(!quad.isCut(by: next))
    }

    @Test func `words before codes and dates are mended by one sign`() {
        #expect(CodeMending.texts(near: "BATOH 66").contains("BATCH 66"))
        #expect(CodeMending.texts(near: "09HAY30").contains("09MAY30"))
        #expect(CodeMending.texts(near: "113UN29").contains("11JUN29"))
        #expect(CodeMending.texts(near: "39/12/2024").contains("30/12/2024"))
        #expect(CodeMending.texts(near: "2024-13-05").contains("2024-12-05"))
        #expect(CodeMending.texts(near: "28JUN.") == ["28JUN"])
        #expect(CodeMending.texts(near: "01.JAN") == ["01 JAN", "01JAN"])
        for text in ["BATCH 66", "09MAY30", "30/12/2024", "12/30/24", "LOT 123", "12.5", ""] {
            #expect(CodeMending.texts(near: text).isEmpty, "\(text)")
        }
    }

    @Test func `O and I between digits are digits`() {
        #expect(TwinSigns.settled("L892O9") == "L89209")
        #expect(TwinSigns.settled("X1I2") == "X112")
        #expect(TwinSigns.settled("EXP 09/O5/2026") == "EXP 09/05/2026")
        #expect(TwinSigns.settled("457.0O") == "457.00")
        #expect(TwinSigns.settled("VW49OE") == nil)
    }
}
