/// What was read, held against what must stand there: one fault for every dot that is wrong.
public struct BrailleVerification: Sendable, Equatable {
    /// One thing that is wrong.
    public struct Fault: Sendable, Equatable {
        /// What it is.
        public enum Kind: String, Sendable, CaseIterable {
            /// A dot of the expected text is not there.
            case missing
            /// A dot that the expected text does not have.
            case extra
            /// A dot that may be lower than ``BrailleVerification/heightMinMillimetres``.
            case weak
            /// A dot farther off its place than ``BrailleVerification/displacementMaxMillimetres``.
            case displaced
            /// Over 5 % of the dots under 0.12 mm, or over 1 % under 0.10 mm.
            case low
        }
        /// What it is.
        public let kind: Kind
        /// Cell in reading order over all lines, from 0, spaces not counted; nil: all of them.
        public let cell: Int?
        /// Dot, 1...6 as a finger reads them.
        public let dot: Int?
    }

    /// Height under which a single dot is rejected, in mm.
    public static let heightMinMillimetres = 0.08
    /// What a height may be measured too great, in mm: a dot must be higher by that to be accepted.
    public static let heightGuardMillimetres = 0.015
    /// Measured height under which a dot is called weak, in mm.
    public static let weakBelowMillimetres = heightMinMillimetres + heightGuardMillimetres
    /// Distance from its place at which a dot is rejected, in mm.
    public static let displacementMaxMillimetres = 0.5

    /// All faults, cell by cell.
    public let faults: [Fault]
    /// Nothing is wrong.
    public var passes: Bool { faults.isEmpty }

    /// Compares `reading` with the `expected` cells, lines and spaces set aside.
    ///
    /// Cells are put against each other so that fewest dots differ: a missing cell does not spoil those
    /// behind it. Without `expected` only heights and places are judged.
    public init(_ reading: BrailleReading, expected: [UInt8]?) {
        let read = Self.ordered(reading)
        var faults: [Fault] = []
        if let expected {
            let wanted = expected.filter { $0 != 0 }
            for (cell, pair) in Self.aligned(wanted, read.map(\.mask)).enumerated() {
                let differing = pair.wanted ^ pair.read
                for dot in 0..<6 where differing >> UInt8(dot) & 1 == 1 {
                    let isWanted = pair.wanted >> UInt8(dot) & 1 == 1
                    faults.append(
                        Fault(kind: isWanted ? .missing : .extra, cell: cell, dot: dot + 1)
                    )
                }
            }
        }
        var heights: [Double] = []
        for (cell, found) in read.enumerated() {
            for dot in found.dots {
                if let height = dot.heightMillimetres {
                    heights.append(height)
                    if height < Self.weakBelowMillimetres {
                        faults.append(Fault(kind: .weak, cell: cell, dot: dot.number))
                    }
                }
                if dot.displacementMillimetres > Self.displacementMaxMillimetres {
                    faults.append(Fault(kind: .displaced, cell: cell, dot: dot.number))
                }
            }
        }
        let statistics = HeightStatistics(heights)
        if !statistics.passes { faults.append(Fault(kind: .low, cell: nil, dot: nil)) }
        self.faults = faults
    }

    private struct Read {
        var mask: UInt8
        var dots: [CellReading.Dot]
    }

    /// Cells in the order and with the dot numbers of the reader.
    private static func ordered(_ reading: BrailleReading) -> [Read] {
        let isMirrored = reading.side == .verso
        let order = reading.cells.sorted {
            ($0.line, isMirrored ? -$0.column : $0.column)
                < ($1.line, isMirrored ? -$1.column : $1.column)
        }
        return order.map { cell in
            guard isMirrored else { return Read(mask: cell.mask, dots: cell.dots) }
            let dots = cell.dots.map { dot in
                CellReading.Dot(
                    number: dot.number > 3 ? dot.number - 3 : dot.number + 3,
                    x: dot.x,
                    y: dot.y,
                    evidence: dot.evidence,
                    heightMillimetres: dot.heightMillimetres,
                    displacementMillimetres: dot.displacementMillimetres
                )
            }
            return Read(mask: CellReading.mirrored(cell.mask), dots: dots)
        }
    }

    /// Pairs with fewest differing dots (Needleman, Wunsch, 1970); 0 where a cell has no partner.
    static func aligned(_ wanted: [UInt8], _ read: [UInt8]) -> [(wanted: UInt8, read: UInt8)] {
        let columns = read.count + 1
        var costs = [Int](repeating: 0, count: (wanted.count + 1) * columns)
        // A cell without partner costs one more than its dots, so that equal lengths pair up.
        func alone(_ mask: UInt8) -> Int { mask.nonzeroBitCount * 2 + 1 }
        for i in 0...wanted.count {
            for j in 0...read.count where i + j > 0 {
                var least = Int.max
                if i > 0 { least = costs[(i - 1) * columns + j] + alone(wanted[i - 1]) }
                if j > 0 { least = min(least, costs[i * columns + j - 1] + alone(read[j - 1])) }
                if i > 0, j > 0 {
                    let differing = (wanted[i - 1] ^ read[j - 1]).nonzeroBitCount * 2
                    least = min(least, costs[(i - 1) * columns + j - 1] + differing)
                }
                costs[i * columns + j] = least
            }
        }
        var pairs: [(wanted: UInt8, read: UInt8)] = []
        var (i, j) = (wanted.count, read.count)
        while i > 0 || j > 0 {
            let cost = costs[i * columns + j]
            if i > 0, j > 0,
                cost == costs[(i - 1) * columns + j - 1]
                    + (wanted[i - 1] ^ read[j - 1]).nonzeroBitCount * 2
            {
                pairs.append((wanted[i - 1], read[j - 1]))
                (i, j) = (i - 1, j - 1)
            } else if i > 0, cost == costs[(i - 1) * columns + j] + alone(wanted[i - 1]) {
                pairs.append((wanted[i - 1], 0))
                i -= 1
            } else {
                pairs.append((0, read[j - 1]))
                j -= 1
            }
        }
        return pairs.reversed()
    }
}
