import Engine
import Gradients
import Layers
import Testing

/// Every layer's way back against finite differences of its twin.
///
/// A convolution before the layer in question makes its input depend on weights.
struct GradientTests {
    /// `build` gets 20 channels of 9 by 7 pixels that depend on weights.
    private func check(
        _ build: (inout Net, Net.Value) -> Net.Value,
        location: SourceLocation = #_sourceLocation
    ) throws {
        var net = Net(channels: 5, height: 9, width: 7)
        let first = net.convolution(net.input, to: 20, kernel: 1, hasBias: true, named: "first")
        let last = build(&net, first)
        net.output(last, named: "out")
        try GradientProblem(net).check(location: location)
    }

    @Test(arguments: [
        (1, 1), (1, 2), (2, 1), (3, 1), (3, 2), (3, 3), (4, 2), (5, 1), (5, 2), (7, 1),
    ])
    func `convolutions of every kernel and stride`(kernel: Int, stride: Int) throws {
        try check { net, value in
            net.convolution(value, to: 19, kernel: kernel, stride: stride, hasBias: true)
        }
    }

    @Test(arguments: [1, 3, 16, 33])
    func `convolutions of few and many channels`(channels: Int) throws {
        var net = Net(channels: 40, height: 6, width: 12)
        var value = net.convolution(net.input, to: channels, hasBias: true)
        value = net.convolution(value, to: 35)
        net.output(value, named: "out")
        try GradientProblem(net).check()
    }

    @Test func `convolutions with other strides and pads down than across`() throws {
        try check { net, value in
            let window = Window(height: 3, width: 5, strideY: 2, strideX: 1, padY: 1, padX: 0)
            return net.add(
                .convolution(Convolution(channels: 18, window: window, hasBias: true)),
                [value]
            )
        }
    }

    @Test(arguments: [(1, 1), (2, 1), (3, 3), (4, 5)])
    func `first convolutions of planes`(channels: Int, kernel: Int) throws {
        for stride in 1...2 {
            var net = Net(channels: channels, height: 13, width: 11)
            let value = net.convolution(
                net.input,
                to: 21,
                kernel: kernel,
                stride: stride,
                hasBias: true
            )
            net.output(value, named: "out")
            try GradientProblem(net).check()
        }
    }

    @Test func `large pictures go through in strips`() throws {
        var net = Net(channels: 3, height: 64, width: 70)
        var value = net.convolution(net.input, to: 16)
        value = net.depthwise(value)
        let wide = net.convolution(value, to: 4)
        let half = net.convolution(value, to: 5, stride: 2)
        let means = [net.add(.globalMean, [wide]), net.add(.globalMean, [half])]
        value = net.add(.concat, means)
        net.output(value, named: "out")
        try GradientProblem(net, batch: 2).check(samples: 0)
    }

    @Test(arguments: [(3, 1), (3, 2), (5, 1), (5, 2), (2, 2)])
    func `depthwise convolutions`(kernel: Int, stride: Int) throws {
        try check { net, value in
            net.depthwise(value, kernel: kernel, stride: stride, hasBias: true)
        }
    }

    @Test(arguments: Nonlinearity.allCases)
    func `nonlinearities, alone and with BatchNorm`(kind: Nonlinearity) throws {
        try check { net, value in net.bent(value, kind) }
        try check { net, value in net.normalised(value, kind) }
    }

    @Test func `BatchNorm alone, and of a value that others take too`() throws {
        try check { net, value in net.normalised(value, nil) }
        try check { net, value in
            let other = net.normalised(value, .silu)
            return net.add(.add, [net.convolution(value, to: 20), other])
        }
    }

    @Test(arguments: [(2, 2, 0), (3, 2, 1), (3, 1, 1), (2, 1, 0)])
    func `pools`(size: Int, stride: Int, pad: Int) throws {
        try check { net, value in
            net.add(.maxPool(.square(size, stride: stride, pad: pad)), [value])
        }
        try check { net, value in
            net.add(.averagePool(.square(size, stride: stride, pad: pad)), [value])
        }
    }

    @Test func `global pools and linear layers`() throws {
        try check { net, value in
            let mean = net.add(.globalMean, [value])
            let largest = net.add(.globalMax, [value])
            let both = net.add(.concat, [mean, largest])
            return net.linear(net.bent(net.linear(both, to: 33), .relu), to: 5)
        }
    }

    @Test func `flattening and linear layers`() throws {
        try check { net, value in
            let flat = net.add(.flatten, [net.convolution(value, to: 3, stride: 2)])
            return net.linear(flat, to: 7, hasBias: false)
        }
    }

    @Test func `sums, of one value twice as well`() throws {
        try check { net, value in
            let left = net.convolution(value, to: 20)
            let twice = net.add(.add, [left, left])
            return net.bent(net.add(.add, [twice, value]), .relu)
        }
    }

    @Test func `joined channels in whole blocks and not`() throws {
        try check { net, value in
            let left = net.convolution(value, to: 16)
            let right = net.convolution(value, to: 32, kernel: 1)
            let joined = net.add(.concat, [left, right, value, left])
            return net.convolution(joined, to: 6)
        }
    }

    @Test(arguments: [false, true])
    func `enlarging`(isSmooth: Bool) throws {
        for factor in 1...3 {
            try check { net, value in
                net.add(.upsample(factor: factor, isSmooth: isSmooth), [value])
            }
        }
    }

    @Test func `vectors of length 1`() throws {
        try check { net, value in net.add(.unitLength, [value]) }
        try check { net, value in
            net.add(.unitLength, [net.linear(net.add(.globalMean, [value]), to: 6)])
        }
    }

    @Test func `sequences`() throws {
        try check { net, value in
            let line = net.add(
                .averagePool(Window(height: 9, width: 1)),
                [net.convolution(value, to: 12)]
            )
            return net.add(.sequence, [line])
        }
    }

    @Test func `a deep net with residuals of every kind`() throws {
        var net = Net(channels: 3, height: 16, width: 16)
        var value = net.normalised(net.convolution(net.input, to: 16, stride: 2), .relu)
        for channels in [16, 32] {
            let stride = channels == 32 ? 2 : 1
            var side = value
            if channels == 32 {
                side = net.normalised(net.convolution(value, to: 32, kernel: 1, stride: 2), nil)
            }
            value = net.normalised(net.convolution(value, to: channels, stride: stride), .silu)
            value = net.normalised(net.depthwise(value), .hardSwish)
            value = net.normalised(net.convolution(value, to: channels, kernel: 1), nil)
            value = net.bent(net.add(.add, [value, side]), .relu)
        }
        net.output(net.linear(net.add(.globalMean, [value]), to: 4), named: "out")
        try GradientProblem(net, batch: 9).check(samples: 1)
    }

    @Test func `frozen layers keep out of it and the rest is as before`() throws {
        var net = Net(channels: 3, height: 8, width: 8)
        let first = net.convolution(net.input, to: 8, hasBias: true, named: "first")
        var value = net.bent(net.convolution(first, to: 8, named: "second"), .relu)
        value = net.linear(net.add(.globalMean, [value]), to: 3, named: "head")
        net.output(value, named: "out")
        let problem = GradientProblem(net)
        let all = problem.gradients(try problem.runner())
        let few = problem.gradients(try problem.runner(frozen: ["first", "second"]))
        for entry in net.layout.entries {
            let isHead = net.layers[entry.layer].name == "head"
            for place in entry.range {
                #expect(few[place] == (isHead ? all[place] : 0))
            }
        }
    }

    @Test func `a frozen BatchNorm has constant moments`() throws {
        var net = Net(channels: 3, height: 8, width: 8)
        let value = net.convolution(net.input, to: 8, named: "first")
        net.output(net.normalised(value, .relu, named: "norm"), named: "out")
        let problem = GradientProblem(net)
        let runner = try problem.runner(frozen: ["norm"])
        let found = problem.gradients(runner)
        // The way forward as it is when nothing is learnt.
        let learning = problem.output(runner, isTraining: true)
        #expect(learning == problem.output(runner, isTraining: false))
        // The same convolution with the constants folded into it has the same gradient.
        var plain = Net(channels: 3, height: 8, width: 8)
        let folded = plain.convolution(plain.input, to: 8, hasBias: true, named: "first")
        plain.output(plain.bent(folded, .relu), named: "out")
        let layout = net.layout
        guard let weight = layout.entry(0, .weight), let scale = layout.entry(1, .scale),
            let variance = layout.entry(1, .variance), let mean = layout.entry(1, .mean),
            let shift = layout.entry(1, .shift)
        else { return }
        let factors = (0..<8).map { channel in
            Double(problem.parameters[scale.offset + channel])
                / (Double(problem.parameters[variance.offset + channel]) + 1e-5).squareRoot()
        }
        var parameters = plain.initialParameters(seed: 1)
        for place in weight.range {
            parameters[place] = Float(Double(problem.parameters[place]) * factors[place / 27])
        }
        for channel in 0..<8 {
            let centre = Double(problem.parameters[mean.offset + channel]) * factors[channel]
            parameters[weight.count + channel] = Float(
                Double(problem.parameters[shift.offset + channel]) - centre
            )
        }
        let twin = NetRunner(
            plain,
            batch: problem.batch,
            trained: ["out"],
            pool: try ThreadPool(threadCount: 1)
        )
        twin.load(parameters)
        twin.forward(problem.inputs, isTraining: true)
        twin.setOutputGradient(0, problem.slopes)
        twin.backward()
        var wanted = [Float](repeating: 0, count: parameters.count)
        twin.copyGradients(to: &wanted)
        for place in weight.range {
            let value = Double(wanted[place]) * factors[place / 27]
            #expect(abs(Double(found[place]) - value) < 1e-3)
        }
    }

    @Test func `the same bits for any number of threads`() throws {
        var net = Net(channels: 3, height: 20, width: 18)
        var value = net.normalised(net.convolution(net.input, to: 24), .relu)
        value = net.add(.dropout(rate: 0.3), [value])
        value = net.normalised(net.convolution(value, to: 40, stride: 2), .silu)
        value = net.normalised(net.depthwise(value), .hardSwish)
        net.output(net.linear(net.add(.globalMean, [value]), to: 9), named: "out")
        let problem = GradientProblem(net, batch: 13)
        let wanted = problem.gradients(try problem.runner(threads: 1))
        #expect(wanted.contains { $0 != 0 })
        for threads in 2...3 {
            let runner = try problem.runner(threads: threads)
            #expect(problem.gradients(runner) == wanted)
            // Again: nothing is left of the step before.
            #expect(problem.gradients(runner) == wanted)
        }
    }

    @Test func `dropout drops its share, the same for the same key, and scales the rest`() throws {
        var net = Net(channels: 16, height: 30, width: 30)
        let value = net.depthwise(net.input, kernel: 1, named: "first")
        net.output(net.add(.dropout(rate: 0.25), [value]), named: "out")
        let runner = NetRunner(
            net,
            batch: 4,
            trained: ["out"],
            pool: try ThreadPool(threadCount: 2)
        )
        runner.load([Float](repeating: 1, count: 16))
        let inputs = [Float](repeating: 3, count: 4 * net.inputShape.count)
        func output(key: UInt64, isTraining: Bool = true) -> [Float] {
            runner.forward(inputs, isTraining: isTraining, key: key)
            var values = inputs
            runner.copyOutput(0, to: &values)
            return values
        }
        let first = output(key: 1)
        let share = Double(first.count { $0 == 0 }) / Double(first.count)
        #expect(abs(share - 0.25) < 0.01)
        #expect(first.allSatisfy { $0 == 0 || $0 == 4 })
        #expect(first == output(key: 1))
        #expect(first != output(key: 2))
        #expect(output(key: 1, isTraining: false) == inputs)
        let images = (0..<4).map { first[$0 * 14400..<($0 + 1) * 14400] }
        #expect(Set(images.map { Array($0) }).count == 4)
        // Gradients pass where values passed.
        runner.forward(inputs, isTraining: true, key: 1)
        runner.setOutputGradient(0, [Float](repeating: 1, count: inputs.count))
        runner.backward()
        var gradients = [Float](repeating: 0, count: 16)
        runner.copyGradients(to: &gradients)
        let sum = first.reduce(0, +)
        #expect(abs(gradients.reduce(0, +) - sum) < sum * 1e-4)
    }
}
