import KernelShapes
import Kernels
import Testing

@Suite struct ConvolutionTests {
    /// Odd shapes by name of the method they exercise.
    static let shapes: [(ConvolutionShape, Bool, ConvolutionMethod?)] = {
        var rows: [(ConvolutionShape, Bool, ConvolutionMethod?)] = []
        func add(
            _ channels: (Int, Int),
            _ size: (Int, Int),
            _ kernel: (Int, Int),
            stride: Int = 1,
            dilation: Int = 1,
            pad: Int = 0,
            planar: Bool = false,
            depthwise: Bool = false,
            method: ConvolutionMethod? = nil
        ) {
            rows.append(
                (
                    ConvolutionShape(
                        inputChannels: channels.0,
                        outputChannels: channels.1,
                        inputHeight: size.0,
                        inputWidth: size.1,
                        kernelHeight: kernel.0,
                        kernelWidth: kernel.1,
                        stride: stride,
                        dilation: dilation,
                        pad: pad,
                        isDepthwise: depthwise
                    ), planar, method
                )
            )
        }
        add((16, 16), (8, 8), (3, 3), pad: 1)
        add((17, 33), (7, 7), (3, 3), pad: 1)
        add((40, 70), (5, 4), (3, 3), pad: 1, method: .direct)
        add((32, 80), (9, 31), (3, 3), pad: 1, method: .direct)
        add((20, 48), (13, 29), (3, 3), stride: 2, pad: 1)
        add((20, 64), (9, 6), (3, 3), stride: 2, pad: 1)
        add((20, 48), (13, 29), (3, 3), stride: 3, pad: 1)
        add((20, 48), (13, 29), (3, 2), dilation: 2, pad: 2)
        add((32, 32), (1, 40), (1, 5), pad: 2)
        add((20, 20), (3, 3), (5, 5), pad: 4)
        add((70, 40), (15, 17), (1, 1))
        add((33, 100), (7, 7), (1, 1))
        add((33, 100), (1, 1), (1, 1))
        add((33, 40), (14, 13), (1, 1), stride: 2)
        add((33, 70), (14, 14), (1, 1), stride: 2)
        add((3, 20), (19, 23), (3, 3), pad: 1, planar: true)
        add((3, 40), (21, 33), (7, 7), stride: 2, pad: 3, planar: true)
        add((1, 64), (21, 33), (4, 4), pad: 1, planar: true)
        add((4, 17), (21, 33), (5, 5), stride: 4, pad: 2, planar: true)
        add((2, 17), (21, 33), (1, 1), planar: true)
        add((20, 20), (9, 11), (3, 3), pad: 1, depthwise: true)
        add((35, 35), (9, 23), (3, 3), stride: 2, pad: 1, depthwise: true)
        add((35, 35), (8, 31), (5, 5), pad: 2, depthwise: true)
        add((16, 16), (2, 2), (5, 5), pad: 2, depthwise: true)
        add((17, 17), (1, 1), (3, 3), pad: 1, depthwise: true)
        add((16, 16), (4, 1), (3, 3), stride: 2, pad: 1, depthwise: true)
        add((16, 16), (9, 20), (3, 3), dilation: 2, pad: 2, depthwise: true)
        add((16, 16), (9, 20), (3, 3), stride: 3, depthwise: true)
        add((20, 20), (4, 4), (5, 5), pad: 2, depthwise: true)
        add((16, 16), (7, 8), (5, 5), stride: 2, pad: 2, depthwise: true)
        add((16, 16), (6, 11), (7, 7), pad: 3, depthwise: true)
        add((16, 16), (3, 40), (5, 5), dilation: 6, pad: 12, depthwise: true)
        for method in [ConvolutionMethod.winograd(outputs: 4), .winograd(outputs: 2)] {
            add((32, 48), (12, 12), (3, 3), pad: 1, method: method)
            add((40, 36), (11, 18), (3, 3), pad: 1, method: method)
            add((16, 16), (10, 9), (3, 3), method: method)
            add((70, 100), (3, 5), (3, 3), pad: 1, method: method)
        }
        add((40, 36), (11, 18), (4, 4), pad: 1, method: .winograd(outputs: 3))
        add((70, 48), (9, 7), (4, 4), method: .winograd(outputs: 3))
        add((40, 36), (11, 18), (5, 5), pad: 2, method: .winograd(outputs: 2))
        add((70, 48), (9, 7), (5, 5), method: .winograd(outputs: 2))
        return rows
    }()

    @Test(arguments: Self.shapes.indices)
    func `agrees with its twin for any parts and batch`(index: Int) {
        let (shape, isPlanar, method) = Self.shapes[index]
        let activations: [Activation] = [
            .none, .relu, .clip(low: -1, high: 6), .leakyRelu(alpha: 0.1),
        ]
        let plan = ConvolutionPlan(
            shape,
            activation: activations[index % 4],
            inputIsPlanar: isPlanar,
            method: method
        )
        let seed = UInt64(index)
        let problem = ConvolutionProblem(
            plan,
            batch: 7,
            addsResidual: index % 3 == 1,
            seed: seed
        )
        let reference = problem.reference()
        let single = problem.single(4)
        for level in ProcessorLevel.available {
            let kernels = Kernels(level: level)
            let output = problem.computed(kernels, parts: 1)
            let error = problem.error(of: output, from: reference)
            #expect(error <= 5e-6, "\(plan.method) \(level) seed \(seed) \(shape)")
            for parts in [2, 3, 5] {
                let split = problem.computed(kernels, parts: parts)
                #expect(
                    split.map(\.bitPattern) == output.map(\.bitPattern),
                    "\(plan.method) \(level) \(parts) parts \(shape)"
                )
            }
            let size = output.count / 7
            for parts in [1, 2, 3] {
                let alone = single.computed(kernels, parts: parts)
                #expect(
                    alone.map(\.bitPattern) == output[4 * size..<5 * size].map(\.bitPattern),
                    "\(plan.method) \(level) alone in \(parts) parts \(shape)"
                )
            }
        }
    }

    @Test(arguments: Self.shapes.indices.filter { Self.shapes[$0].0.isDepthwise })
    func `depthwise pixels at an edge have the bits of those in the middle`(index: Int) {
        let seed = UInt64(100 + index)
        let plan = ConvolutionPlan(Self.shapes[index].0, activation: .leakyRelu(alpha: 0.1))
        let problem = ConvolutionProblem(plan, batch: 2, addsResidual: true, seed: seed)
        let padded = problem.paddedBeforehand()
        for level in ProcessorLevel.available {
            let kernels = Kernels(level: level)
            #expect(
                problem.computed(kernels, parts: 1) == padded.computed(kernels, parts: 1),
                "\(level) seed \(seed) \(plan.shape)"
            )
        }
    }

    @Test(arguments: [ConvolutionMethod.direct, .winograd(outputs: 4), .winograd(outputs: 2)])
    func `wide images are computed in strips`(method: ConvolutionMethod) {
        let shape = ConvolutionShape(
            inputChannels: 128,
            outputChannels: 4,
            inputHeight: 20,
            inputWidth: 120,
            kernelHeight: 3,
            kernelWidth: 3,
            pad: 1
        )
        let plan = ConvolutionPlan(shape, method: method)
        #expect(plan.stripLines < 20 && plan.stripTiles < 150)
        let problem = ConvolutionProblem(plan, batch: 1, addsResidual: false, seed: 1)
        let reference = problem.reference()
        for level in ProcessorLevel.available {
            let output = problem.computed(Kernels(level: level), parts: 1)
            #expect(problem.error(of: output, from: reference) <= 5e-6, "\(level)")
            let split = problem.computed(Kernels(level: level), parts: 4)
            #expect(split.map(\.bitPattern) == output.map(\.bitPattern), "\(level)")
        }
    }

    @Test func `the table depends on the shape alone and fits it`() {
        func method(_ channels: Int, _ size: Int, _ kernel: Int) -> ConvolutionMethod {
            ConvolutionPlan(
                ConvolutionShape(
                    inputChannels: channels,
                    outputChannels: channels,
                    inputHeight: size,
                    inputWidth: size,
                    kernelHeight: kernel,
                    kernelWidth: kernel,
                    pad: kernel / 2
                )
            ).method
        }
        #expect(method(64, 56, 3) == .winograd(outputs: 4))
        #expect(method(128, 8, 3) == .winograd(outputs: 4))
        #expect(method(512, 7, 3) == .winograd(outputs: 2))
        #expect(method(512, 4, 3) == .direct)
        #expect(method(64, 63, 4) == .winograd(outputs: 3))
        #expect(method(64, 63, 5) == .winograd(outputs: 2))
        #expect(method(64, 56, 1) == .direct)
        #expect(method(64, 56, 7) == .direct)
        #expect(method(8, 56, 3) == .direct)
    }
}
