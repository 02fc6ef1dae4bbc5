public import Engine
public import KernelShapes
public import Kernels
public import Layers

/// Runs a net forward and back over batches of one size.
///
/// All memory is taken when it is made. Pictures go through in groups that follow from the batch
/// alone, and sums are added in the order of groups and pictures, so the bits are the same for
/// any number of threads; between processor levels they differ. One caller at a time.
///
/// `@unchecked Sendable`: threads of the pool read `phase` and `staged` after they were started
/// and before they report done.
@safe public final class NetRunner: PooledWork, @unchecked Sendable {
    /// What it runs.
    public let net: Net
    /// Pictures of a batch.
    public let batch: Int
    /// Shapes of the net's values here.
    public let shapes: [PictureShape]

    private enum Phase {
        case input
        case pack
        case segment(Segment)
        case collect
    }

    private let plan: RunnerPlan
    private let memory: RunnerMemory
    private let pool: ThreadPool
    private let weights: [ConvolutionWeights]
    private var phase = Phase.pack
    private var staged: [Float] = []

    /// Takes the memory for batches.
    ///
    /// - Parameters:
    ///   - net: What to run.
    ///   - batch: Pictures of every batch, at least 1.
    ///   - size: Rows and columns, unless as the net has them; must fit the net.
    ///   - frozen: Names of layers whose weights stay as they are.
    ///   - trained: Names of the outputs that have gradients.
    ///   - pool: Threads that share the work.
    ///   - level: Instructions to use; for tests.
    public init(
        _ net: Net,
        batch: Int,
        size: (height: Int, width: Int)? = nil,
        frozen: Set<String> = [],
        trained: Set<String>,
        pool: ThreadPool,
        level: ProcessorLevel = .detected
    ) {
        let size = size ?? (net.inputShape.height, net.inputShape.width)
        guard let shapes = net.shapes(height: size.height, width: size.width), batch > 0 else {
            preconditionFailure("pictures of \(size) do not fit the net")
        }
        self.net = net
        self.batch = batch
        self.shapes = shapes
        self.pool = pool
        plan = RunnerPlan(net, shapes: shapes, batch: batch, frozen: frozen, trained: trained)
        memory = RunnerMemory(
            plan.extents,
            batch: batch,
            groupCount: plan.groupCount,
            threads: pool.threadCount,
            level: level
        )
        weights = plan.convolutions.sorted { $0.key < $1.key }.map(\.value)
        for weights in weights { weights.settle(memory) }
    }

    /// Bytes of its memory.
    public var byteCount: Int {
        let extents = plan.extents
        let floats = extents.picture * batch + extents.group * plan.groupCount + extents.shared
        return 4 * floats + extents.scratchBytes * pool.threadCount
    }

    /// Takes the weights over, in the order of the net's layout.
    public func load(_ parameters: [Float]) {
        precondition(parameters.count == plan.layout.count)
        unsafe parameters.withUnsafeBufferPointer { values in
            guard let first = values.baseAddress else { return }
            unsafe memory.place(plan.parameters).update(from: first, count: values.count)
        }
        run(.pack)
    }

    /// Runs forward.
    ///
    /// - Parameters:
    ///   - inputs: Pictures, [image][channel][row][column].
    ///   - isTraining: Whether BatchNorm takes the batch's moments and dropout drops.
    ///   - key: What is dropped follows from it.
    public func forward(_ inputs: [Float], isTraining: Bool, key: UInt64 = 0) {
        precondition(inputs.count == batch * shapes[0].count)
        memory.key = UInt32(truncatingIfNeeded: key ^ key >> 32)
        staged = inputs
        run(.input)
        staged = []
        for (layer, places) in plan.normals where !isTraining || plan.isFrozen[layer] {
            RunningMoments(places: places).run(memory)
        }
        run(isTraining ? plan.training : plan.evaluation)
    }

    /// Runs back, after ``forward(_:isTraining:key:)`` in training and the gradients of all
    /// trained outputs.
    public func backward() {
        for (layer, places) in plan.normals where plan.isFrozen[layer] {
            NormalSlopeBarrier(places: places, isFrozen: true).run(memory)
        }
        run(plan.backward)
        run(.collect)
    }

    /// Copies output `index`, [image][channel][row][column], to `values`.
    public func copyOutput(_ index: Int, to values: inout [Float]) {
        let value = net.outputs[index].value
        let shape = shapes[value]
        precondition(values.count == batch * shape.count)
        unsafe values.withUnsafeMutableBufferPointer { values in
            guard let first = values.baseAddress else { return }
            for image in 0..<batch {
                unsafe memory.kernels.unblock(
                    memory.picture(plan.places[value], image),
                    output: first + image * shape.count,
                    batch: 1,
                    channels: shape.channels,
                    pixels: shape.pixels
                )
            }
        }
    }

    /// Gives output `index`, which must be trained, its gradient, laid out as the output.
    public func setOutputGradient(_ index: Int, _ values: [Float]) {
        let value = net.outputs[index].value
        let shape = shapes[value]
        precondition(values.count == batch * shape.count)
        guard let place = plan.gradientPlaces[value] else { return }
        unsafe values.withUnsafeBufferPointer { values in
            guard let first = values.baseAddress else { return }
            for image in 0..<batch {
                unsafe memory.kernels.block(
                    first + image * shape.count,
                    output: memory.picture(place, image),
                    batch: 1,
                    channels: shape.channels,
                    pixels: shape.pixels
                )
            }
        }
    }

    /// Copies the gradients, in the order of the net's layout.
    ///
    /// Where BatchNorm's running averages are, mean and variance of the batch; for what is
    /// frozen, nothing of meaning.
    public func copyGradients(to values: inout [Float]) {
        precondition(values.count == plan.layout.count)
        unsafe values.withUnsafeMutableBufferPointer { values in
            guard let first = values.baseAddress else { return }
            unsafe first.update(from: memory.place(plan.gradients), count: values.count)
        }
    }

    private func run(_ segments: [Segment]) {
        for segment in segments {
            run(.segment(segment))
            segment.barrier?.run(memory)
        }
    }

    private func run(_ phase: Phase) {
        self.phase = phase
        pool.run(self)
    }

    /// See ``PooledWork``.
    public func work(part: Int, parts: Int) {
        let part = Part(part, of: parts)
        switch phase {
        case .input: takeInput(part.range(of: batch))
        case .pack:
            for index in weights.indices where index % part.count == part.index {
                weights[index].pack(memory, parameters: plan.parameters)
            }
        case .segment(let segment): segment.run(memory, part: part)
        case .collect:
            for index in weights.indices where index % part.count == part.index {
                weights[index].collect(memory, gradients: plan.gradients)
            }
        }
    }

    private func takeInput(_ images: Range<Int>) {
        let shape = shapes[0]
        unsafe staged.withUnsafeBufferPointer { staged in
            guard let first = staged.baseAddress else { return }
            for image in images {
                let from = unsafe first + image * shape.count
                unsafe memory.picture(plan.planarInput, image)
                    .update(from: from, count: shape.count)
                guard plan.usesBlockedInput else { continue }
                unsafe memory.kernels.block(
                    from,
                    output: memory.picture(plan.places[0], image),
                    batch: 1,
                    channels: shape.channels,
                    pixels: shape.pixels
                )
            }
        }
    }
}
