import Foundation
import KernelShapes
import Kernels
import Testing

@Suite struct RowTests {
    /// Runs `body` in 1, 2, 3 and 5 parts on every level; all results must have the same bits.
    func outputs(
        count: Int,
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

    func expect(_ values: [Float], _ reference: [Double], within: Double, _ name: String) {
        #expect(values.count == reference.count)
        let worst = zip(values, reference).map { abs(Double($0) - $1) / max(1, abs($1)) }.max() ?? 0
        #expect(worst <= within && !values.contains { $0.isNaN }, "\(name)")
    }

    static let pools: [PoolShape] = {
        var pools = [
            PoolShape(
                channels: 20,
                inputHeight: 12,
                inputWidth: 17,
                kernelHeight: 3,
                kernelWidth: 3,
                stride: 2,
                pad: 1
            ),
            PoolShape(
                channels: 16,
                inputHeight: 8,
                inputWidth: 8,
                kernelHeight: 2,
                kernelWidth: 2,
                stride: 2
            ),
            PoolShape(
                channels: 3,
                inputHeight: 5,
                inputWidth: 4,
                kernelHeight: 5,
                kernelWidth: 3,
                pad: 2
            ),
        ]
        // Rounded up, and dilated.
        var odd = pools[0]
        odd.inputWidth = 18
        odd.outputWidth = 10
        pools.append(odd)
        var dilated = pools[0]
        dilated.dilationX = 2
        dilated.strideX = 1
        dilated.outputWidth = 15
        pools.append(dilated)
        return pools
    }()

    @Test(arguments: Self.pools, [PoolMethod.max, .average, .averageWithPads])
    func `pools agree with their twin`(shape: PoolShape, method: PoolMethod) {
        var draw = Draw(seed: 5)
        let batch = 2
        let input = draw.floats(batch * shape.channels * shape.inputHeight * shape.inputWidth)
        var reference: [Double] = []
        for plane in 0..<batch * shape.channels {
            for y in 0..<shape.outputHeight {
                for x in 0..<shape.outputWidth {
                    var values: [Double] = []
                    var counted = 0
                    for row in 0..<shape.kernelHeight {
                        for column in 0..<shape.kernelWidth {
                            let from = y * shape.strideY - shape.padTop + row * shape.dilationY
                            let at = x * shape.strideX - shape.padLeft + column * shape.dilationX
                            if from < shape.inputHeight + shape.padBottom
                                && at < shape.inputWidth + shape.padRight
                            {
                                counted += 1
                            }
                            guard (0..<shape.inputHeight).contains(from),
                                (0..<shape.inputWidth).contains(at)
                            else { continue }
                            let pixel = (plane * shape.inputHeight + from) * shape.inputWidth + at
                            values.append(Double(input[pixel]))
                        }
                    }
                    let sum = values.reduce(0, +)
                    switch method {
                    case .max: reference.append(values.max() ?? 0)
                    case .average: reference.append(sum / Double(values.count))
                    case .averageWithPads: reference.append(sum / Double(counted))
                    }
                }
            }
        }
        let pixels = shape.outputHeight * shape.outputWidth
        let blocks = blocked(
            input,
            batch: batch,
            channels: shape.channels,
            pixels: shape.inputHeight * shape.inputWidth
        )
        let count = batch * shape.blocks * 16 * pixels
        for output in unsafe outputs(
            count: count,
            { kernels, part, output in
                unsafe kernels.pool(
                    shape,
                    method,
                    batch: batch,
                    input: blocks,
                    output: output,
                    part: part
                )
            }
        ) {
            let values = planar(output, batch: batch, channels: shape.channels, pixels: pixels)
            expect(values, reference, within: 1e-6, "\(shape) \(method)")
        }
    }

    @Test(arguments: [1, 3, 49, 64])
    func `the mean of pixels agrees`(pixels: Int) {
        var draw = Draw(seed: 6)
        let input = draw.floats(3 * pixels * 16)
        let reference = (0..<48).map { lane in
            (0..<pixels).reduce(0) {
                $0 + Double(input[(lane / 16 * pixels + $1) * 16 + lane % 16])
            } / Double(pixels)
        }
        for output in unsafe outputs(
            count: 48,
            { kernels, part, output in
                unsafe kernels.average(
                    blocks: 3,
                    pixels: pixels,
                    input: input,
                    output: output,
                    part: part
                )
            }
        ) {
            expect(output, reference, within: 1e-6, "\(pixels)")
        }
    }

    @Test func `enlarging repeats pixels`() {
        var draw = Draw(seed: 7)
        let input = draw.floats(2 * 3 * 5 * 16)
        var reference: [Double] = []
        for block in 0..<2 {
            for y in 0..<6 {
                for x in 0..<15 {
                    for lane in 0..<16 {
                        reference.append(
                            Double(input[((block * 3 + y / 2) * 5 + x / 3) * 16 + lane])
                        )
                    }
                }
            }
        }
        for output in unsafe outputs(
            count: reference.count,
            { kernels, part, output in
                unsafe kernels.enlarge(
                    blocks: 2,
                    height: 3,
                    width: 5,
                    scaleY: 2,
                    scaleX: 3,
                    input: input,
                    output: output,
                    part: part
                )
            }
        ) {
            expect(output, reference, within: 0, "enlarge")
        }
    }

    @Test func `sums agree`() {
        var draw = Draw(seed: 8)
        let left = draw.floats(160)
        let right = draw.floats(160)
        let reference = zip(left, right).map { Double(max(0, $0 + $1)) }
        for output in unsafe outputs(
            count: 160,
            { kernels, part, output in
                unsafe kernels.add(
                    left,
                    right,
                    output: output,
                    count: 160,
                    activation: .relu,
                    part: part
                )
            }
        ) {
            expect(output, reference, within: 0, "add")
        }
    }

    @Test(arguments: Curve.allCases)
    func `curves agree with their definitions`(curve: Curve) {
        var input = (-400...400).map { Float($0) / 4 }
        input += (-300...300).map { Float($0) / 1000 }
        input += [0, -0.0, 1e-20, -1e-20, 1e30, -1e30, .infinity, 88.8, -88.8]
        let reference = input.map { value in
            let x = Double(value)
            switch curve {
            case .sigmoid: return 1 / (1 + exp(-x))
            case .silu: return x == .infinity ? x : x / (1 + exp(-x))
            case .hardSwish: return x * min(1, max(0, x / 6 + 0.5))
            case .hardSigmoid: return min(1, max(0, x / 5 + 0.5))
            case .tanh: return tanh(x)
            case .erf: return erf(x)
            case .gelu: return 0.5 * x * erfc(-x / 2.0.squareRoot())
            case .geluByTanh:
                let inner = (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)
                return 0.5 * x * (1 + tanh(inner))
            case .mish: return x * tanh(log1p(exp(x)))
            case .exp: return exp(x) > Double(Float.greatestFiniteMagnitude) ? .infinity : exp(x)
            case .squareRoot: return x.squareRoot()
            }
        }.map { $0 == .infinity ? Double(Float.infinity) : $0 }
        for output in unsafe outputs(
            count: input.count,
            { kernels, part, output in
                unsafe kernels.apply(
                    curve,
                    input,
                    output: output,
                    count: input.count,
                    part: part
                )
            }
        ) {
            for (index, pair) in zip(output, reference).enumerated() where pair.1.isFinite {
                #expect(
                    abs(Double(pair.0) - pair.1) <= 3e-7 * max(1, abs(pair.1)),
                    "\(curve) of \(input[index])"
                )
            }
        }
    }

    @Test func `a NaN stays a NaN in every curve`() {
        for level in ProcessorLevel.available {
            for curve in Curve.allCases {
                var output = [Float](repeating: 0, count: 1)
                unsafe Kernels(level: level).apply(curve, [.nan], output: &output, count: 1)
                #expect(output[0].isNaN, "\(curve) \(level)")
            }
        }
    }

    @Test(arguments: [1, 5, 16, 1000])
    func `softmax agrees`(count: Int) {
        var draw = Draw(seed: 9)
        let input = draw.floats(3 * count).map { $0 * 30 }
        let reference = (0..<3).flatMap { row in
            let values = input[row * count..<(row + 1) * count].map { exp(Double($0)) }
            let sum = values.reduce(0, +)
            return values.map { $0 / sum }
        }
        for output in unsafe outputs(
            count: input.count,
            { kernels, part, output in
                unsafe kernels.softmax(
                    input,
                    output: output,
                    rows: 3,
                    count: count,
                    part: part
                )
            }
        ) {
            expect(output, reference, within: 1e-6, "softmax \(count)")
        }
    }

    @Test(arguments: [1, 3, 16, 37], [1, 70])
    func `layouts agree`(channels: Int, pixels: Int) {
        var draw = Draw(seed: 10)
        let input = draw.floats(2 * channels * pixels)
        let blocks = blocked(input, batch: 2, channels: channels, pixels: pixels)
        for output in unsafe outputs(
            count: blocks.count,
            { kernels, part, output in
                unsafe kernels.block(
                    input,
                    output: output,
                    batch: 2,
                    channels: channels,
                    pixels: pixels,
                    part: part
                )
            }
        ) {
            #expect(output == blocks)
        }
        for output in unsafe outputs(
            count: input.count,
            { kernels, part, output in
                unsafe kernels.unblock(
                    blocks,
                    output: output,
                    batch: 2,
                    channels: channels,
                    pixels: pixels,
                    part: part
                )
            }
        ) {
            #expect(output == input)
        }
    }

    @Test(arguments: [(5, 3), (16, 16), (100, 40), (33, 1000)], [1, 7])
    func `fully connected layers agree`(extents: (Int, Int), batch: Int) {
        var draw = Draw(seed: 11)
        let (inputs, outputs) = extents
        let plan = FullyConnectedPlan(inputs: inputs, outputs: outputs)
        let input = draw.floats(batch * inputs)
        let weights = draw.floats(inputs * outputs)
        let bias = draw.floats(outputs)
        var packed = [Float](repeating: .nan, count: plan.packedCount)
        unsafe plan.pack(weights: weights, isTransposed: true, bias: bias, into: &packed)
        let reference = (0..<batch * outputs).map { index in
            let (row, output) = index.quotientAndRemainder(dividingBy: outputs)
            return (0..<inputs).reduce(Double(bias[output])) {
                $0 + Double(input[row * inputs + $1]) * Double(weights[output * inputs + $1])
            }
        }
        let scratch = UnsafeMutableRawPointer.allocate(
            byteCount: plan.scratchByteCount,
            alignment: 64
        )
        defer { unsafe scratch.deallocate() }
        let stride = plan.outputRowCount
        func run(_ input: [Float], _ batch: Int) -> [[Float]] {
            unsafe self.outputs(count: batch * stride) { kernels, part, output in
                unsafe kernels.connect(
                    plan,
                    batch: batch,
                    input: input,
                    inputRowStride: inputs,
                    weights: packed,
                    output: output,
                    outputRowStride: stride,
                    scratch: scratch,
                    part: part
                )
            }
        }
        let last = run(Array(input.suffix(inputs)), 1)
        for (level, output) in run(input, batch).enumerated() {
            let values = (0..<batch * outputs).map {
                output[$0 / outputs * stride + $0 % outputs]
            }
            expect(values, reference, within: 1e-5, "\(extents)")
            #expect(
                output.suffix(stride).map(\.bitPattern) == last[level].map(\.bitPattern)
            )
        }
    }
}
