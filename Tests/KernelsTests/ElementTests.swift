import KernelShapes
import Kernels
import Testing

@Suite struct ElementTests {
    static let seed: UInt64 = 137

    /// Runs `body` in 1, 2, 3 and 5 parts on every level; the same bits for all numbers of parts.
    private func outputs(
        _ count: Int,
        _ body: (Kernels, Part, UnsafeMutablePointer<Float>) -> Void
    ) -> [[Float]] {
        ProcessorLevel.available.map { level in
            let results = [1, 2, 3, 5].map { parts in
                var output = [Float](repeating: .nan, count: count)
                unsafe output.withUnsafeMutableBufferPointer {
                    for part in 0..<parts {
                        unsafe body(
                            Kernels(level: level),
                            Part(part, of: parts),
                            $0.baseAddress!
                        )
                    }
                }
                return output
            }
            for result in results {
                #expect(result.map(\.bitPattern) == results[0].map(\.bitPattern), "\(level)")
            }
            return results[0]
        }
    }

    static let shapes: [[[Int]]] = [
        [[1], [1]], [[7], [7]], [[3, 50], [50]], [[3, 50], [3, 1]], [[50], [3, 50]],
        [[2, 3, 4, 5], [3, 1, 5]], [[2, 1, 4, 1], [1, 3, 1, 5]], [[6, 17], []],
        [[], [2, 40]], [[1, 5, 1], [4, 1, 33]], [[2, 3, 16], [2, 3, 16]], [[8, 1, 9], [8, 1, 1]],
    ]

    @Test(arguments: shapes, Combination.allCases)
    func `pairs stretch to one shape`(shapes: [[Int]], combination: Combination) throws {
        var draw = Draw(seed: Self.seed)
        let values = shapes.map { draw.floats($0.reduce(1, *)) }
        let shape = try #require(CombinationShape(shapes[0], shapes[1]))
        let rank = shapes.map(\.count).max() ?? 0
        let padded = shapes.map { Array(repeating: 1, count: rank - $0.count) + $0 }
        let extents = (0..<rank).map { max(padded[0][$0], padded[1][$0]) }
        let count = extents.reduce(1, *)
        #expect(shape.count == count)
        func element(_ side: Int, _ index: Int) -> Float {
            var (rest, stride, place) = (index, 1, 0)
            for axis in (0..<rank).reversed() {
                let extent = padded[side][axis]
                place += extent == 1 ? 0 : rest % extents[axis] * stride
                stride *= extent
                rest /= extents[axis]
            }
            return values[side][place]
        }
        let wanted = (0..<count).map { index -> Float in
            let (left, right) = (element(0, index), element(1, index))
            switch combination {
            case .add: return left + right
            case .subtract: return left - right
            case .multiply: return left * right
            case .divide: return left / right
            }
        }
        for output in unsafe outputs(
            count,
            { kernels, part, to in
                unsafe kernels.combine(
                    combination,
                    shape,
                    values[0],
                    values[1],
                    output: to,
                    part: part
                )
            }
        ) {
            #expect(output == wanted, "\(shapes) \(combination), seed \(Self.seed)")
        }
    }

    @Test func `exp beyond the largest float is infinite`() {
        for level in ProcessorLevel.available {
            var output: [Float] = [0, 0, 0]
            unsafe Kernels(level: level).apply(
                .exp,
                [88.8, .infinity, -.infinity],
                output: &output,
                count: 3
            )
            #expect(output == [.infinity, .infinity, 0], "\(level)")
        }
    }

    @Test func `shapes that do not fit have no common one`() {
        #expect(CombinationShape([2, 3], [2]) == nil)
        #expect(CombinationShape([4], [3, 5]) == nil)
    }

    @Test(arguments: [1, 5, 16, 33, 1024, 2500], [Float(0), 300])
    func `rows have mean 0 and spread 1`(count: Int, offset: Float) {
        var draw = Draw(seed: Self.seed)
        let input = draw.floats(3 * count).map { $0 + offset }
        let (scale, shift) = (draw.floats(count), draw.floats(count))
        let shape = NormalisationShape(
            rows: 3,
            channels: 1,
            places: count,
            parameters: .perElement,
            epsilon: 1e-5
        )
        check(shape, input, scale, shift) { $0 % count }
    }

    @Test(arguments: [[1, 1, 1], [1, 4, 20], [3, 1, 1100], [3, 4, 7], [2, 3, 1000]])
    func `channels and groups have mean 0 and spread 1`(extents: [Int]) {
        let (groups, channels, places) = (extents[0], extents[1], extents[2])
        var draw = Draw(seed: Self.seed)
        let shape = NormalisationShape(
            rows: 2 * groups,
            channels: channels,
            places: places,
            parameters: .perChannel(groups: groups),
            epsilon: 1e-3
        )
        #expect(shape.parameterCount == groups * channels)
        let input = draw.floats(shape.rows * shape.count)
        let (scale, shift) = (draw.floats(groups * channels), draw.floats(groups * channels))
        check(shape, input, scale, shift) { $0 / places % (groups * channels) }
    }

    private func check(
        _ shape: NormalisationShape,
        _ input: [Float],
        _ scale: [Float],
        _ shift: [Float],
        _ parameter: (Int) -> Int
    ) {
        var wanted: [Double] = []
        for row in 0..<shape.rows {
            let values = input[row * shape.count..<(row + 1) * shape.count].map(Double.init)
            let mean = values.reduce(0, +) / Double(shape.count)
            let squares = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
            let spread = (squares / Double(shape.count) + shape.epsilon).squareRoot()
            for (place, value) in values.enumerated() {
                let index = parameter(row * shape.count + place)
                wanted.append((value - mean) / spread * Double(scale[index]) + Double(shift[index]))
            }
        }
        for output in unsafe outputs(
            input.count,
            { kernels, part, to in
                unsafe kernels.normalise(
                    shape,
                    input,
                    scale: scale,
                    shift: shift,
                    output: to,
                    part: part
                )
            }
        ) {
            let worst = zip(output, wanted).map { abs(Double($0) - $1) }.max() ?? 0
            #expect(worst < 3e-6, "\(shape), seed \(Self.seed)")
        }
    }
}
