import Foundation
import ProcessControl
import Testing

struct CameraHealthTests {
    static func blurred(_ picture: [Float], width: Int, height: Int) -> [Float] {
        var result = picture
        for row in 1..<height - 1 {
            for column in 1..<width - 1 {
                var sum: Float = 0
                for y in -1...1 {
                    for x in -1...1 { sum += picture[(row + y) * width + column + x] }
                }
                result[row * width + column] = sum / 9
            }
        }
        return result
    }

    @Test func `focus falls with blur and not with light`() {
        print("seed 81")
        var draws = NormalDraws(seed: 81)
        let (width, height) = (40, 30)
        let sharp = (0..<width * height).map { _ in Float(100 + 20 * draws.normal()) }
        let soft = Self.blurred(sharp, width: width, height: height)
        let focus = FocusMeasure.laplacianVariance(sharp, width: width, height: height)
        #expect(FocusMeasure.laplacianVariance(soft, width: width, height: height) < focus / 4)
        let bright = sharp.map { $0 * 2 }
        let same = FocusMeasure.laplacianVariance(bright, width: width, height: height)
        #expect(abs(same / focus - 1) < 1e-5)
        let row = Array(sharp.prefix(width))
        let energy = FocusMeasure.gradientEnergy(row: row)
        #expect(abs(FocusMeasure.gradientEnergy(row: row.map { $0 * 3 }) / energy - 1) < 1e-5)
    }

    @Test func `focus of small pictures is computed by hand`() {
        // Laplacians of the two inner pixels: -4 and 1; mean brightness 0.5.
        let picture: [Float] = [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
        let focus = FocusMeasure.laplacianVariance(picture, width: 4, height: 3)
        #expect(abs(focus - (17.0 / 2 - 2.25) / 0.25) < 1e-12)
        #expect(FocusMeasure.gradientEnergy(row: [1, 3, 2]) == (4 + 1) / 2.0 / 4)
        #expect(FocusMeasure.gradientEnergy(row: [0, 0]) == 0)
    }

    @Test func `a strip's brightness withstands print and its evenness shows a dark side`() {
        var strip = Array(repeating: Float(200), count: 100)
        for place in 40..<60 { strip[place] = 20 }
        #expect(ReferenceStrip(strip).brightness == 200)
        let even = ReferenceStrip(Array(repeating: 180, count: 50))
        #expect(even.brightness == 180 && even.evenness == 1)
        let tilted = ReferenceStrip((0..<100).map { 100 + Float($0) })
        #expect(abs(tilted.evenness - 104.5 / 194.5) < 1e-6)
    }

    /// Rows of a passing web: bright blisters that end and begin, noise, and dirt that stays.
    static func rows(_ draws: inout NormalDraws, count: Int, width: Int) -> [[Float]] {
        let dirt: [Int: Float] = [50: 0.90, 51: 0.88, 52: 0.92, 150: 1.08]
        return (0..<count).map { index in
            let shift = Int(draws.uniform() * 60)
            return (0..<width).map { column in
                let lit: Float = (column + shift) / 30 % 2 == 0 ? 180 : 120
                let shade = index.isMultiple(of: 40) ? Float(60) : lit
                return shade * (dirt[column] ?? 1) + Float(draws.normal())
            }
        }
    }

    @Test func `columns of dirt are found and the passing product is not`() {
        print("seed 91")
        var draws = NormalDraws(seed: 91)
        let rows = Self.rows(&draws, count: 3000, width: 200)
        var dirt = DirtColumns(width: 200)
        for row in rows { dirt.add(row) }
        #expect(dirt.rowCount == 3000)
        #expect(dirt.columns(beyond: 0.04) == [50, 51, 52, 150])
        for column in [50, 51, 52] { #expect(dirt.deviations[column] < 0) }
        #expect(dirt.deviations[150] > 0)
    }

    @Test func `running medians come to the exact ones`() {
        print("seed 92")
        var draws = NormalDraws(seed: 92)
        let rows = Self.rows(&draws, count: 3000, width: 200)
        var dirt = DirtColumns(width: 200)
        for row in rows { dirt.add(row) }
        for column in stride(from: 20, to: 180, by: 5) {
            let exact = rows.map { row -> Double in
                let five = [-16, -8, 0, 8, 16].map { row[column + $0] }.sorted()
                return Double((row[column] - five[2]) / (row.reduce(0, +) / 200))
            }.sorted()[1500]
            #expect(abs(Double(dirt.deviations[column]) - exact) < 0.02, "column \(column)")
        }
    }

    @Test func `columns side by side make one streak, and sides are told apart`() {
        var dirt = DirtColumns(width: 100, reach: 4, step: 0.01)
        let row = (0..<100).map { column -> Float in
            switch column {
            case 40...42: 92
            case 43: 96
            case 46: 90
            case 70: 110
            default: 100
            }
        }
        for _ in 0..<20 { dirt.add(row) }
        let streaks = dirt.streaks(beyond: 0.05)
        #expect(Set(streaks.map(\.columns)) == [40...46, 70...70])
        let dark = streaks.first { $0.deviation < 0 }
        #expect(abs((dark?.deviation ?? 0) + 0.1) < 0.001, "the strongest column speaks")
        #expect(streaks.first { $0.deviation > 0 }?.columns == 70...70)
        #expect(dirt.streaks(beyond: 0.2).isEmpty)
    }

    @Test func `what is no plain web is neither seen nor compared with`() {
        var dirt = DirtColumns(width: 100, reach: 4, step: 0.01)
        // A product at columns 30 to 60 that never moves, and dirt at column 80.
        let row = (0..<100).map { (30...60).contains($0) ? Float(20) : $0 == 80 ? 90 : 100 }
        let isPlain = (0..<100).map { !(30...60).contains($0) }
        for _ in 0..<20 { dirt.add(row, where: isPlain) }
        #expect(dirt.columns(beyond: 0.03) == [80])
        #expect(abs(dirt.deviations[80] + 0.1) < 0.005, "the product does not darken the mean")
        let before = dirt
        dirt.add(row, where: Array(repeating: false, count: 100))
        #expect(dirt == before)
    }

    @Test func `a drift warns beyond its limit and is over only well inside it`() {
        var watch = DriftWatch(limit: 0.2, direction: .down)
        func look(_ value: Double, reference: Double? = 10) -> Bool {
            watch.look(at: Array(repeating: value, count: 20), reference: reference)
            return watch.isWarning
        }
        #expect(!look(8.1))
        #expect(look(7.9))
        #expect(look(8.4), "inside the limit, not yet well inside")
        #expect(!look(8.6))
        #expect(!look(15), "more is no fault")
        #expect(look(7))
        #expect(!look(7, reference: nil), "without a reference nothing has changed")
        #expect(watch.change == nil)
        watch = DriftWatch(limit: 0.2, direction: .both)
        #expect(look(12.5) && !look(11))
        watch.look(at: [0, 0, 0], reference: 10)
        #expect(!watch.isWarning, "too few values")
        let odd = Array(repeating: 10.0, count: 6) + [0, 0, 0, 0]
        watch.look(at: odd, reference: 10)
        #expect(!watch.isWarning, "four odd ones of nine do not move the median")
    }

    @Test func `a row without light says nothing`() {
        var dirt = DirtColumns(width: 40)
        dirt.add(Array(repeating: 0, count: 40))
        #expect(dirt.rowCount == 0 && dirt.columns().isEmpty)
    }
}
