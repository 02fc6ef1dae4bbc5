import Braille
import Imaging
import Testing

/// A page embossed on both sides, scanned with light from the top.
struct DoubleSidedTests {
    /// Dots of both sides as slopes along the columns, and the cells they make.
    private static func page(seed: UInt64) -> (Plane, recto: [[UInt8]], verso: [[UInt8]]) {
        let (pitch, lineCount, cellCount) = (18.0, 8, 14)
        let (width, height) = (720, 640)
        var slope = Plane(width: width, height: height, filledWith: 0)
        var state = seed
        func next(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
        func emboss(_ x: Double, _ y: Double, _ sign: Float) {
            for v in Int(y - 9)...Int(y + 9) {
                for u in Int(x - 9)...Int(x + 9) {
                    let (dx, dy) = (Double(u) - x, Double(v) - y)
                    let share = 1 - (dx * dx + dy * dy) / 49
                    // The side towards the top is bright on a bump.
                    if share > 0 { slope[u, v] += sign * Float(-dy * share / 7) }
                }
            }
        }
        func side(_ offset: Double, _ sign: Float) -> [[UInt8]] {
            (0..<lineCount).map { line in
                (0..<cellCount).map { column in
                    let mask = UInt8(1 + next(63))
                    for dot in 0..<6 where mask >> UInt8(dot) & 1 == 1 {
                        emboss(
                            40 + offset + (Double(column) * 2.45 + Double(dot / 3)) * pitch,
                            40 + offset + (Double(line) * 4.1 + Double(dot % 3)) * pitch,
                            sign
                        )
                    }
                    return mask
                }
            }
        }
        let recto = side(0, 1)
        let verso = side(0.55 * pitch, -1)
        for i in slope.values.indices {
            let noise = Float(next(2000)) / 1000 - 1
            slope.values[i] = min(max(190 + 160 * slope.values[i] + 5 * noise, 0), 255)
        }
        return (slope, recto, verso)
    }

    @Test(arguments: [20_268, 20_269] as [UInt64])
    func `both sides are read, cell by cell`(seed: UInt64) throws {
        print("seed \(seed)")
        let (picture, recto, verso) = Self.page(seed: seed)
        let readings = BrailleReader().read([picture])
        for (side, wanted) in [(BrailleSide.recto, recto), (.verso, verso)] {
            let reading = try #require(readings.first { $0.side == side })
            let found = Dictionary(
                uniqueKeysWithValues: reading.cells.map { (SIMD2($0.line, $0.column), $0.mask) }
            )
            let right = wanted.indices.reduce(0) { sum, line in
                sum
                    + wanted[line].indices.count {
                        found[SIMD2(line, $0)] == wanted[line][$0]
                    }
            }
            #expect(right == wanted.reduce(0) { $0 + $1.count }, "\(side): \(right) right")
        }
    }
}
