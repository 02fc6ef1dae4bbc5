import KernelShapes
import Kernels
import Testing

@Suite struct ByteProductTests {
    /// A random problem, every kind of it within a few dozen seeds.
    static func problem(seed: UInt64) -> ByteProductProblem {
        var draw = Draw(seed: seed)
        func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &draw) }
        let kind = seed % 6
        var groups = 1
        var (inputs, outputs) = (number(1...70), number(1...80))
        var (kernelY, kernelX) = (number(1...5), number(1...5))
        switch kind {
        case 1: (kernelY, kernelX) = (1, 1)
        case 2:
            groups = number(2...50)
            (inputs, outputs) = (groups, groups)
        case 3:
            groups = number(2...6)
            (inputs, outputs) = (groups * number(1...12), groups * number(1...12))
        case 4: inputs = number(1...4)
        default: break
        }
        let isRows = kind == 5
        var shape = ConvolutionShape(
            inputChannels: inputs,
            outputChannels: outputs,
            inputHeight: isRows ? 1 : number(1...14),
            inputWidth: number(1...33),
            kernelHeight: isRows ? 1 : kernelY,
            kernelWidth: isRows ? 1 : kernelX
        )
        if !isRows {
            (shape.strideY, shape.strideX) = (number(1...3), number(1...3))
            (shape.dilationY, shape.dilationX) = (number(1...2), number(1...2))
            // At least as wide as the kernel.
            shape.padTop = number(0...3)
            shape.padLeft = number(0...3)
            shape.padBottom = kernelY * 2
            shape.padRight = kernelX * 2
            if kernelY * kernelX == 1, number(0...1) == 0 {
                (shape.strideY, shape.strideX) = (number(1...2), number(1...2))
                (shape.padTop, shape.padLeft, shape.padBottom, shape.padRight) = (0, 0, 0, 0)
            }
        }
        let zeroPoint = number(0...255)
        let activations: [Activation] = [
            .none, .relu, .clip(low: -3, high: 60), .leakyRelu(alpha: 0.1),
        ]
        let activation = activations[number(0...3)]
        let results: [ByteResult] = [
            .bytes(zeroPoint: zeroPoint, activation), .floats(activation), .sums,
        ]
        // Some weights do not fit 8 bits.
        let reach: ClosedRange<Int16> = number(0...4) == 0 ? -255...255 : -128...127
        return ByteProductProblem(
            shape,
            groups: groups,
            batch: isRows ? 1 : number(1...3),
            isRows: isRows,
            isNarrow: !isRows && groups == 1 && inputs <= 4 && number(0...3) > 0,
            inputZeroPoint: number(0...255),
            result: results[number(0...2)],
            draw: &draw,
            input: { UInt8.random(in: 0...255, using: &$0) },
            weight: { Int16.random(in: reach, using: &$0) }
        )
    }

    @Test(arguments: 0..<180 as Range<UInt64>)
    func `every level gives the slow twin's results, in any number of parts`(seed: UInt64) {
        let problem = Self.problem(seed: seed)
        let wanted = problem.reference
        for level in ProcessorLevel.available {
            for parts in [1, 2, 3] {
                let found = problem.run(Kernels(level: level), parts: parts)
                let isSame = found == wanted
                #expect(
                    isSame,
                    "seed \(seed), \(level), \(parts) parts: \(problem.plan)"
                )
            }
        }
    }

    @Test(arguments: [(0, -128), (255, -128), (0, 127), (255, 127), (128, -255), (0, 255)])
    func `extreme numbers neither saturate nor overflow`(zeroPoint: Int, weight: Int) {
        for (value, groups) in [(0, 1), (255, 1), (0, 40), (255, 40)] {
            for isRows in [false, true] where !isRows || groups == 1 {
                var draw = Draw(seed: 7)
                let shape = ConvolutionShape(
                    inputChannels: 40,
                    outputChannels: 40,
                    inputHeight: isRows ? 1 : 6,
                    inputWidth: 7,
                    kernelHeight: isRows ? 1 : 3,
                    kernelWidth: isRows ? 1 : 3
                )
                let problem = ByteProductProblem(
                    shape,
                    groups: groups,
                    batch: 1,
                    isRows: isRows,
                    isNarrow: false,
                    inputZeroPoint: zeroPoint,
                    result: .sums,
                    draw: &draw,
                    input: { _ in UInt8(value) },
                    weight: { _ in Int16(weight) }
                )
                let wanted = problem.reference
                for level in ProcessorLevel.available {
                    let found = problem.run(Kernels(level: level), parts: 1)
                    #expect(found == wanted, "\(level), \(value), \(groups) groups")
                }
            }
        }
    }

    @Test func `sums that may leave 32 bits are refused`() {
        let shape = ConvolutionShape(
            inputChannels: 40_000,
            outputChannels: 1,
            inputHeight: 1,
            inputWidth: 1,
            kernelHeight: 1,
            kernelWidth: 1
        )
        func fits(_ weight: Int16, bias: Int32) -> Bool {
            ByteFactors(weights: Array(repeating: weight, count: 40_000), bias: [bias])
                .fits(shape, groups: 1, inputZeroPoint: 0)
        }
        #expect(fits(100, bias: 0))
        #expect(!fits(100, bias: .max))
        #expect(!fits(-127, bias: 0))
        #expect(!fits(256, bias: 0))
    }
}
