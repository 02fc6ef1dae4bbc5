import Imaging
import Testing

/// Contrast against surroundings, and opening, against the slow, obvious way.
@Suite struct LocalContrastTests {
    @Test(arguments: [UInt64](1...6))
    func `contrast is the difference less the bounded mean around it`(seed: UInt64) {
        var random = KernelNoise(seed: seed)
        let (width, height, radius, bound) = (23, 17, 1 + Int(seed) % 4, Float(6))
        let differences = random.floats(width * height, -30...30)
        let places = (0..<width * height).map { _ in UInt8(random.next(100) < 70 ? 1 : 0) }
        let fast = LocalContrast.of(
            differences,
            places: places,
            windowCounts: LocalContrast.counts(of: places, width: width, radius: radius),
            width: width,
            radius: radius,
            bound: bound
        )
        for y in 0..<height {
            for x in 0..<width {
                let place = y * width + x
                guard places[place] != 0 else {
                    #expect(fast[place] == 0)
                    continue
                }
                var (sum, count) = (Float(0), Float(0))
                for row in max(0, y - radius)...min(height - 1, y + radius) {
                    for column in max(0, x - radius)...min(width - 1, x + radius)
                    where places[row * width + column] != 0 {
                        sum += max(-bound, min(bound, differences[row * width + column]))
                        count += 1
                    }
                }
                // Bounded differences are summed in steps of 1/64.
                #expect(abs(fast[place] - (differences[place] - sum / count)) < 1.0 / 32)
            }
        }
    }

    @Test func `an even change leaves no contrast, a spot keeps nearly all of its own`() {
        let (width, radius) = (31, 6)
        var differences = [Float](repeating: 8, count: width * width)
        let places = [UInt8](repeating: 1, count: differences.count)
        let counts = LocalContrast.counts(of: places, width: width, radius: radius)
        func contrast() -> [Float] {
            LocalContrast.of(
                differences,
                places: places,
                windowCounts: counts,
                width: width,
                radius: radius,
                bound: 12
            )
        }
        #expect(contrast().allSatisfy { abs($0) < 0.05 })
        for y in 14...16 { for x in 14...16 { differences[y * width + x] = -60 } }
        #expect(contrast()[15 * width + 15] < -60)
        #expect(abs(contrast()[2 * width + 2]) < 0.05)
    }

    @Test(arguments: [UInt64](1...8), 1...4)
    func `opening keeps exactly what squares inside the set cover`(seed: UInt64, side: Int) {
        var random = KernelNoise(seed: seed)
        let (width, height) = (5 + random.next(20), 3 + random.next(20))
        let cells = (0..<width * height).map { _ in UInt8(random.next(100) < 75 ? 1 : 0) }
        var slow = [UInt8](repeating: 0, count: cells.count)
        if width >= side, height >= side {
            for y in 0...height - side {
                for x in 0...width - side {
                    let square = (0..<side * side).map {
                        (y + $0 / side) * width + x + $0 % side
                    }
                    if square.allSatisfy({ cells[$0] != 0 }) {
                        for place in square { slow[place] = 1 }
                    }
                }
            }
        }
        let mask = RegionMask(width: width, height: height, cells: cells)
        #expect(mask.opened(side: side).cells == slow, "seed \(seed) side \(side)")
    }
}
