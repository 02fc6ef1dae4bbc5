import Braille
import Simulation

/// What was read of cartons, held against what stands on them.
struct BrailleScore {
    private(set) var cellCount = 0
    private(set) var rightCount = 0
    private(set) var missingCount = 0
    private(set) var missingFound = 0
    private(set) var weakCount = 0
    private(set) var weakFound = 0
    private(set) var falseWeakCount = 0
    private(set) var heightCount = 0
    private var squares = 0.0

    /// Root of the mean square of all height errors in mm.
    var heightError: Double {
        heightCount == 0 ? .infinity : (squares / Double(heightCount)).squareRoot()
    }

    /// Counts one carton; nil: nothing was read.
    mutating func add(_ carton: EmbossedCarton, _ reading: BrailleReading?) {
        let unit = carton.scenario.millimetresPerPixel
        let read = reading?.cells.flatMap(\.dots) ?? []
        var wanted: [SIMD2<Int>: (all: UInt8, sure: UInt8, x: Double, y: Double)] = [:]
        for dot in carton.dots {
            let (x, y) = (dot.x / unit - 0.5, dot.y / unit - 0.5)
            let found = read.first { Self.distance($0.x - x, $0.y - y) * unit < 0.75 }
            let height = found?.heightMillimetres ?? 0
            let isFoundWeak = found == nil || height < BrailleVerification.weakBelowMillimetres
            switch dot.kind {
            case .missing:
                missingCount += 1
                missingFound += found == nil ? 1 : 0
                continue
            case .weak:
                weakCount += 1
                weakFound += isFoundWeak ? 1 : 0
            case .good, .extra: falseWeakCount += isFoundWeak ? 1 : 0
            }
            if found != nil {
                heightCount += 1
                squares += (height - dot.heightMillimetres) * (height - dot.heightMillimetres)
            }
            let bit = UInt8(1) << UInt8(dot.dot - 1)
            let pitch = CartonScenario.dotPitchMillimetres / unit
            let cell = (
                x: x + pitch * (0.5 - Double((dot.dot - 1) / 3)),
                y: y + pitch * Double(1 - (dot.dot - 1) % 3)
            )
            var entry = wanted[SIMD2(dot.line, dot.column)] ?? (0, 0, cell.x, cell.y)
            entry.all |= bit
            // A dot too weak to be seen may be read or not.
            entry.sure |= dot.kind == .weak ? 0 : bit
            wanted[SIMD2(dot.line, dot.column)] = entry
        }
        for cell in wanted.values {
            cellCount += 1
            let mask =
                reading?.cells.first {
                    Self.distance($0.x - cell.x, $0.y - cell.y) * unit < 1
                }?.mask ?? 0
            rightCount += mask | cell.all == cell.all && mask & cell.sure == cell.sure ? 1 : 0
        }
    }

    private static func distance(_ x: Double, _ y: Double) -> Double {
        (x * x + y * y).squareRoot()
    }
}
