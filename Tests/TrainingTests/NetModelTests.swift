import Engine
import Graphs
import Layers
import ONNXFiles
import Tensors
import Testing
import Training

/// What is written computes what was trained.
struct NetModelTests {
    /// Compares a problem's net with the engine's run of its file.
    private func check(
        _ problem: GradientProblem,
        isWidthFree: Bool = false,
        location: SourceLocation = #_sourceLocation
    ) throws {
        let runner = try problem.runner()
        let wanted = problem.output(runner, isTraining: false)
        let model = NetModel.model(
            problem.net,
            parameters: problem.parameters,
            metadata: ["blisterd.task": "test"],
            isWidthFree: isWidthFree
        )
        let read = try ModelFile.model(try ModelFile.bytes(model))
        #expect(read.metadata["blisterd.task"] == "test", sourceLocation: location)
        let shape = problem.net.inputShape
        let input = [problem.batch, shape.channels, shape.height, shape.width]
        let plan = try Plan(read, shapes: ["input": input])
        let session = try Session(plan, pool: try ThreadPool(threadCount: 2))
        let output = try session.run([Tensor(problem.inputs, shape: input)])[0]
        var found: [Float] = output.values() ?? []
        if output.shape.count == 3 { found = turned(found, output.shape) }
        #expect(found.count == wanted.count, sourceLocation: location)
        let largest = max(1, wanted.map(abs).max() ?? 0)
        let isNear = zip(found, wanted).allSatisfy { abs($0 - $1) <= 1e-5 * largest }
        #expect(isNear, sourceLocation: location)
    }

    /// [image][column][channel] as [image][channel][column].
    private func turned(_ values: [Float], _ shape: [Int]) -> [Float] {
        (0..<shape[0]).flatMap { image in
            (0..<shape[2]).flatMap { channel in
                (0..<shape[1]).map { values[(image * shape[1] + $0) * shape[2] + channel] }
            }
        }
    }

    @Test func `folded norms, residuals, pools and heads`() throws {
        let net = Stripes.net(dropout: 0.5)
        try check(GradientProblem(net, batch: 5))
    }

    @Test(arguments: Nonlinearity.allCases)
    func `every nonlinearity, after a norm, alone, and of rows`(kind: Nonlinearity) throws {
        var net = Net(channels: 3, height: 9, width: 8)
        var value = net.normalised(net.convolution(net.input, to: 20, hasBias: true), kind)
        value = net.bent(net.convolution(value, to: 8, kernel: 1, hasBias: true), kind)
        value = net.bent(net.linear(net.add(.globalMax, [value]), to: 6), kind)
        net.output(value, named: "out")
        try check(GradientProblem(net))
    }

    @Test func `pools, enlarged and joined maps, norms that cannot be folded`() throws {
        var net = Net(channels: 6, height: 12, width: 12)
        let first = net.normalised(net.convolution(net.input, to: 16, stride: 2), .relu)
        let small = net.add(.maxPool(.square(3, stride: 2)), [first])
        let large = net.add(.upsample(factor: 2, isSmooth: true), [small])
        let plain = net.add(.upsample(factor: 2, isSmooth: false), [small])
        let mean = net.add(.averagePool(.square(3)), [first])
        var value = net.add(.concat, [first, large, plain, mean])
        value = net.normalised(value, .gelu)
        net.output(net.convolution(value, to: 5, hasBias: true), named: "out")
        try check(GradientProblem(net))
    }

    @Test func `a norm of what others take is not folded`() throws {
        var net = Net(channels: 3, height: 6, width: 6)
        let first = net.convolution(net.input, to: 8, named: "first")
        let sum = net.add(.add, [net.normalised(first, .relu, named: "norm"), first])
        net.output(sum, named: "out")
        try check(GradientProblem(net))
    }

    @Test func `vectors of length 1, flattened maps and rows joined to points`() throws {
        var net = Net(channels: 3, height: 4, width: 4)
        let map = net.convolution(net.input, to: 6, hasBias: true)
        let row = net.linear(net.add(.flatten, [map]), to: 10)
        let both = net.add(.concat, [row, net.add(.globalMean, [map])])
        net.output(net.add(.unitLength, [both]), named: "out")
        try check(GradientProblem(net))
    }

    @Test func `sequences of any width`() throws {
        var net = Net(channels: 1, height: 8, width: 24)
        var value = net.normalised(net.convolution(net.input, to: 16, stride: 2), .relu)
        value = net.add(.averagePool(Window(height: 4, width: 1)), [value])
        value = net.convolution(value, to: 5, kernel: 1, hasBias: true)
        net.output(net.add(.sequence, [value]), named: "out")
        try check(GradientProblem(net), isWidthFree: true)
    }

    @Test func `several outputs, maps among them`() throws {
        var net = Net(channels: 3, height: 16, width: 16)
        let first = net.normalised(net.convolution(net.input, to: 16), .relu)
        let second = net.add(.maxPool(.square(2, stride: 2, pad: 0)), [first])
        net.output(first, named: "fine")
        net.output(second, named: "coarse")
        let model = NetModel.model(net, parameters: net.initialParameters(seed: 1))
        #expect(model.graph.outputs.map(\.name) == ["fine", "coarse"])
        let plan = try Plan(model, batch: 2)
        #expect(plan.outputs.map(\.fact.extents) == [[2, 16, 16, 16], [2, 16, 8, 8]])
    }

    @Test func `the same training gives the same bytes`() throws {
        func bytes() throws -> [UInt8] {
            let trainer = try Trainer(
                Stripes.net(),
                objectives: [Objective("class", .crossEntropy())],
                settings: Stripes.settings(steps: 6),
                source: Stripes(),
                pool: try ThreadPool(threadCount: 2)
            )
            return try ModelFile.bytes(NetModel.model(trainer.net, parameters: trainer.run()))
        }
        let first = try bytes()
        let second = try bytes()
        #expect(first == second)
    }

    @Test func `weights come back out of a file, to go on from`() throws {
        let problem = GradientProblem(Stripes.net(), seed: 4)
        let model = NetModel.model(problem.net, parameters: problem.parameters)
        let read = try ModelFile.model(try ModelFile.bytes(model))
        let (values, missing) = NetModel.parameters(read, for: problem.net, seed: 0)
        #expect(missing.isEmpty)
        for (value, wanted) in zip(values, problem.parameters) {
            #expect(abs(value - wanted) <= 1e-6 * max(1, abs(wanted)))
        }
        // Another head begins anew, the rest goes on.
        var other = Net(channels: 1, height: 16, width: 16)
        let value = other.normalised(
            other.convolution(other.input, to: 12, named: "stem"),
            .relu,
            named: "stemNorm"
        )
        other.output(
            other.linear(other.add(.globalMean, [value]), to: 9, named: "head"),
            named: "class"
        )
        let begun = NetModel.parameters(read, for: other, seed: 6)
        #expect(begun.missing == ["head"])
        let layout = other.layout
        for entry in layout.entries {
            let isHead = other.layers[entry.layer].name == "head"
            let wanted =
                isHead
                ? other.initialParameters(seed: 6) : problem.parameters
            let start =
                isHead
                ? entry.offset
                : problem.net.layout.entries.first { $0.name == entry.name }?.offset ?? 0
            for place in 0..<entry.count {
                let far = abs(begun.values[entry.offset + place] - wanted[start + place])
                #expect(far <= 1e-6)
            }
        }
    }
}
