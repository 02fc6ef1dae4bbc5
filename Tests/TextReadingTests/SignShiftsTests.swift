import Imaging
import Layers
import Testing

@testable import TextReading

/// How far single signs stand off their line, on drawn frames instead of signs.
@Suite struct SignShiftsTests {
    private static let height = 24
    private static let band = 16..<48

    /// Eight frames side by side, each `drops` rows below its place, on a noisy ground; with `hasRows`,
    /// other rows stand close above and below.
    private static func places(
        _ drops: [Int],
        hasRows: Bool = false
    ) -> (line: Image, signs: [SignShifts.Place]) {
        let width = 20 * drops.count
        var image = Image(width: width, height: 64, channels: 1, filledWith: 190)
        func frame(_ left: Int, _ top: Int) {
            for row in max(0, top)..<min(64, top + height) {
                for column in left..<left + 14
                where row < top + 3 || row >= top + height - 3 || column < left + 3
                    || column >= left + 11
                {
                    image[column, row, 0] = 60
                }
            }
        }
        for (index, drop) in drops.enumerated() {
            frame(20 * index + 3, 20 + drop)
            guard hasRows else { continue }
            frame(20 * index + 3, 20 - height - 7)
            frame(20 * index + 3, 20 + height + 12)
        }
        var random = SplitMix(seed: 1)
        for index in image.pixels.indices {
            image.pixels[index] = UInt8(Int(image.pixels[index]) + random.nextIndex(31) - 15)
        }
        let signs = drops.indices.map {
            SignShifts.Place(columns: 20 * $0..<20 * ($0 + 1), rows: 0..<64, isCompared: true)
        }
        return (image, signs)
    }

    private static func shifts(_ places: (line: Image, signs: [SignShifts.Place])) -> [Double] {
        SignShifts(places.line, band: band, places.signs).shifts
    }

    @Test(arguments: [-10, -6, 6, 10])
    func `a sign off its line is off by as much, also where it runs out of what was read`(
        drop: Int
    ) {
        for place in [0, 3, 7] {
            var drops = [Int](repeating: 0, count: 8)
            drops[place] = drop
            let shifts = Self.shifts(Self.places(drops))
            for (index, shift) in shifts.enumerated() {
                let expected = Double(drops[index]) / Double(Self.height)
                #expect(abs(shift - expected) < 0.05, "\(index) of \(shifts)")
            }
        }
    }

    @Test func `a line that falls has no sign off it`() {
        let shifts = Self.shifts(Self.places([-4, -3, -2, -1, 0, 1, 2, 3]))
        #expect(shifts.allSatisfy { abs($0) < 0.05 }, "\(shifts)")
    }

    @Test func `rows above and below are not its own`() {
        let shifts = Self.shifts(Self.places([0, 0, 0, 0, 0, 0, 0, 0], hasRows: true))
        #expect(shifts.allSatisfy { abs($0) < 0.05 }, "\(shifts)")
    }

    @Test func `at the edge of the picture nothing is off`() {
        var places = Self.places([-24, -24, -24, -24, -24, -24, -24, -24])
        for index in places.signs.indices { places.signs[index].rows = 16..<64 }
        let shifts = Self.shifts(places)
        #expect(shifts.allSatisfy { abs($0) < 0.05 }, "\(shifts)")
    }

    @Test func `three signs say nothing of their line`() {
        #expect(Self.shifts(Self.places([0, 10, 0])) == [0, 0, 0])
    }
}
