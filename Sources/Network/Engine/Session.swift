public import Graphs
public import KernelShapes
public import Kernels
internal import Linux
internal import Operators
public import Tensors

/// Runs one plan; owns its buffers.
///
/// One caller at a time. When every step of the plan is a kernel, running allocates nothing.
/// `@unchecked Sendable`: threads of the pool read `step` after they were started and before they
/// report done.
@safe public final class Session: PooledWork, @unchecked Sendable {
    /// The plan.
    public let plan: Plan

    let core: Plan.Core
    let kernels: Kernels
    private let pool: ThreadPool
    private let arena: UnsafeMutablePointer<Float>
    let scratch: UnsafeMutableRawPointer
    private var slots: [Tensor?]
    private var step: KernelStep?

    /// Allocates everything that running needs.
    ///
    /// - Parameters:
    ///   - plan: What to run.
    ///   - pool: Threads that share the kernels' work.
    ///   - level: Instructions to use; for tests.
    /// - Throws: where all threads together need more memory than the plan's limits.
    public init(
        _ plan: Plan,
        pool: ThreadPool,
        level: ProcessorLevel = .detected
    ) throws(ModelError) {
        try plan.checkMemory(threadCount: pool.threadCount)
        self.plan = plan
        core = plan.core
        self.pool = pool
        kernels = Kernels(level: level)
        let raw = UnsafeMutableRawPointer.allocate(
            // The last vector of a part of a buffer may reach beyond it.
            byteCount: core.arenaFloatCount * 4 + Arena.alignment,
            alignment: Arena.alignment
        )
        unsafe arena = raw.bindMemory(to: Float.self, capacity: core.arenaFloatCount + 16)
        unsafe arena.update(repeating: 0, count: core.arenaFloatCount + 16)
        unsafe scratch = UnsafeMutableRawPointer.allocate(
            byteCount: max(64, core.scratchByteCount * pool.threadCount),
            alignment: Arena.alignment
        )
        slots = Array(repeating: nil, count: core.slotCount)
        for (slot, tensor) in core.constants { slots[slot] = tensor }
    }

    deinit {
        unsafe arena.deallocate()
        unsafe scratch.deallocate()
    }

    /// The outputs in the model's order; `inputs` in the model's order.
    public func run(_ inputs: [Tensor]) throws(ModelError) -> [Tensor] {
        guard inputs.count == plan.inputs.count else {
            throw ModelError(
                node: "",
                reason: .inputs("\(inputs.count) inputs given, \(plan.inputs.count) wanted")
            )
        }
        for (index, tensor) in inputs.enumerated() { try setInput(index, tensor) }
        try run()
        return try outputs()
    }

    /// Gives input `index` its value.
    public func setInput(_ index: Int, _ tensor: Tensor) throws(ModelError) {
        let port = plan.inputs[index]
        let fits = port.fact.extents.map { $0 == tensor.shape } ?? true
        guard tensor.elementType == port.fact.elementType, fits else {
            throw ModelError(
                node: port.name,
                reason: .inputs(
                    "\(tensor.elementType.rawValue) \(tensor.shape) given, "
                        + "\(port.fact.elementType.rawValue) \(port.fact.extents ?? []) wanted"
                )
            )
        }
        switch core.inputPlaces[index] {
        case .slot(let slot): slots[slot] = tensor
        case .buffer(let view, _):
            guard let values = tensor.values(of: Float.self) else { return }
            fill(view, values)
        }
    }

    /// Runs on the inputs given last.
    public func run() throws(ModelError) { try run(core.steps.indices) }

    /// Runs once and tells how long each of the plan's layers took, in nanoseconds.
    public func timedRun() throws(ModelError) -> [Int64] {
        var times: [Int64] = []
        for layer in plan.layers {
            let start = MonotonicClock.nowNanoseconds
            try run(layer.steps)
            times.append(MonotonicClock.nowNanoseconds - start)
        }
        // What brings outputs to their place belongs to no layer.
        try run((plan.layers.last?.steps.upperBound ?? 0)..<core.steps.count)
        return times
    }

    private func run(_ steps: Range<Int>) throws(ModelError) {
        for index in steps {
            switch core.steps[index] {
            case .kernel(let kernel):
                step = kernel
                pool.run(self)
            case .plain(let plain): try run(plain)
            case .load(let slot, let view, let count):
                guard let values = slots[slot]?.values(of: Float.self), values.count == count
                else { throw ModelError(node: "", reason: .inputs("a shape changed")) }
                fill(view, values)
            case .store(let view, let slot, let shape):
                slots[slot] = tensor(view, shape)
            case .loadBytes(let slot, let view, let count):
                guard let tensor = slots[slot], fillBytes(view, tensor, count: count)
                else { throw ModelError(node: "", reason: .inputs("a shape changed")) }
            case .storeBytes(let view, let slot, let shape, let isSigned):
                slots[slot] = byteTensor(view, shape, isSigned: isSigned)
            }
        }
    }

    /// The outputs of the last run, in the model's order.
    public func outputs() throws(ModelError) -> [Tensor] {
        var results: [Tensor] = []
        for (place, port) in zip(core.outputPlaces, plan.outputs) {
            switch place {
            case .buffer(let view, let shape): results.append(tensor(view, shape))
            case .slot(let slot):
                guard let tensor = slots[slot] else {
                    throw ModelError(node: port.name, reason: .missingValue(port.name))
                }
                results.append(tensor)
            }
        }
        return results
    }

    private func run(_ plain: PlainStep) throws(ModelError) {
        let inputs = plain.inputs.map { $0.flatMap { slots[$0] } }
        let made = try plain.operation.evaluate(plain.node, inputs)
        for (slot, tensor) in zip(plain.outputs, made) {
            if let slot { slots[slot] = tensor }
        }
        for slot in plain.released { slots[slot] = nil }
    }

    func pointer(_ view: BufferView) -> UnsafeMutablePointer<Float> {
        unsafe arena + core.offsets[view.buffer] + view.offset
    }

    /// What `part` has for itself while it computes.
    func partScratch(_ part: Part) -> UnsafeMutableRawPointer {
        unsafe scratch + part.index * core.scratchByteCount
    }

    private func fill(_ view: BufferView, _ values: [Float]) {
        unsafe values.withUnsafeBufferPointer {
            guard let first = $0.baseAddress else { return }
            unsafe pointer(view).update(from: first, count: $0.count)
        }
    }

    private func tensor(_ view: BufferView, _ shape: [Int]) -> Tensor {
        let count = shape.reduce(1, *)
        let values = unsafe Array(UnsafeBufferPointer(start: pointer(view), count: count))
        return Tensor(values, shape: shape)
    }

    /// See ``PooledWork``.
    public func work(part: Int, parts: Int) {
        guard let step else { return }
        let part = Part(part, of: parts)
        switch step {
        case .convolve(let step): convolve(step, part)
        case .connect(let step): connect(step, part)
        case .copy(let step):
            let (from, to) = unsafe (pointer(step.from), pointer(step.to))
            for row in part.range(of: step.rows) {
                unsafe (to + row * step.toStride)
                    .update(from: from + row * step.fromStride, count: step.count)
            }
        case .toBlocks(let from, let to, let extents):
            unsafe kernels.block(
                pointer(from),
                output: pointer(to),
                batch: extents.batch,
                channels: extents.channels,
                pixels: extents.pixels,
                part: part
            )
        case .toPlanes(let from, let to, let extents):
            unsafe kernels.unblock(
                pointer(from),
                output: pointer(to),
                batch: extents.batch,
                channels: extents.channels,
                pixels: extents.pixels,
                part: part
            )
        case .pool(let step):
            unsafe kernels.pool(
                step.shape,
                step.method,
                batch: step.batch,
                input: pointer(step.input),
                output: pointer(step.output),
                part: part
            )
        case .average(let from, let to, let extents):
            unsafe kernels.average(
                blocks: extents.batch * extents.blocks,
                pixels: extents.pixels,
                input: pointer(from),
                output: pointer(to),
                part: part
            )
        case .enlarge(let from, let to, let extents, let scaleY, let scaleX):
            unsafe kernels.enlarge(
                blocks: extents.batch * extents.blocks,
                height: extents.height,
                width: extents.width,
                scaleY: scaleY,
                scaleX: scaleX,
                input: pointer(from),
                output: pointer(to),
                part: part
            )
        case .interpolate(let from, let to, let blocks, let shape):
            unsafe kernels.interpolate(
                blocks: blocks,
                shape,
                input: pointer(from),
                output: pointer(to),
                part: part
            )
        case .leastChannel(let from, let to, let extents):
            unsafe kernels.leastChannel(
                batch: extents.batch,
                channels: extents.channels,
                pixels: extents.pixels,
                input: pointer(from),
                output: pointer(to),
                part: part
            )
        case .add(let left, let right, let to, let count, let activation):
            unsafe kernels.add(
                pointer(left),
                pointer(right),
                output: pointer(to),
                count: Self.wholeVectors(count),
                activation: activation,
                part: part
            )
        case .combine(let step):
            unsafe kernels.combine(
                step.combination,
                step.shape,
                pointer(step.left),
                pointer(step.right),
                output: pointer(step.to),
                part: part
            )
        case .normalise(let step):
            unsafe kernels.normalise(
                step.shape,
                pointer(step.from),
                scale: pointer(step.scale),
                shift: pointer(step.shift),
                output: pointer(step.to),
                part: part
            )
        case .gate(let from, let gate, let to, let extents):
            unsafe Elementwise.gate(pointer(from), pointer(gate), pointer(to), extents, part)
        case .curve(let curve, let from, let to, let count):
            unsafe kernels.apply(
                curve,
                pointer(from),
                output: pointer(to),
                count: count,
                part: part
            )
        case .activate(let activation, let from, let to, let count):
            unsafe Elementwise.activate(
                activation,
                pointer(from),
                pointer(to),
                part.range(of: count)
            )
        case .multiply(let step): multiply(step, part)
        case .convolveByProduct(let step): convolve(step, part)
        case .spread(let step): spread(step, part)
        case .pack(let step): pack(step, part)
        case .finish(let step): finish(step, part)
        case .recur(let step): recur(step, part)
        case .permute(let step): permute(step, part)
        case .softmax(let from, let to, let rows, let count):
            unsafe kernels.softmax(
                pointer(from),
                output: pointer(to),
                rows: rows,
                count: count,
                part: part
            )
        case .bytes(let step): work(step, part)
        }
    }

    /// `count` up to whole vectors of 16; every buffer has room for them.
    static func wholeVectors(_ count: Int) -> Int { (count + 15) / 16 * 16 }

    private func connect(_ step: ConnectionStep, _ part: Part) {
        unsafe kernels.connect(
            step.plan,
            batch: step.rows,
            input: pointer(step.input),
            inputRowStride: step.inputStride,
            weights: pointer(step.weights),
            output: pointer(step.output),
            outputRowStride: step.plan.outputRowCount,
            scratch: partScratch(part),
            part: part
        )
    }

    private func convolve(_ step: ConvolutionStep, _ part: Part) {
        var buffers = unsafe ConvolutionBuffers(
            plan: step.plan,
            input: UnsafePointer(pointer(step.input)),
            weights: core.weights.piece(step.weights),
            output: pointer(step.output),
            residual: step.residual.map { unsafe UnsafePointer(pointer($0)) },
            scratch: partScratch(part)
        )
        unsafe buffers.inputImageStride = step.input.imageStride
        unsafe buffers.outputImageStride = step.output.imageStride
        if let residual = step.residual {
            unsafe buffers.residualImageStride = residual.imageStride
        }
        unsafe kernels.convolve(step.plan, batch: step.batch, buffers, part: part)
    }
}
