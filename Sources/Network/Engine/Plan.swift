internal import BLAS
public import Graphs
internal import KernelShapes
internal import Operators
internal import Tensors

/// A network with every step, place and weight settled for given input shapes.
///
/// Made once, then shared: any number of ``Session``s may run one plan at once.
public struct Plan: Sendable {
    /// Inputs in the model's order, with their shapes.
    public let inputs: [GraphPort]
    /// Outputs in the model's order; a shape is nil when it is known only while the network runs.
    public let outputs: [GraphPort]
    /// What is done, in order.
    public let layers: [PlannedLayer]
    /// Bytes of the buffers that one session needs.
    public var arenaByteCount: Int { core.arenaFloatCount * 4 }
    /// Bytes of the packed weights.
    public var weightByteCount: Int { core.weights.count * 4 }

    /// Why no network can be planned on this machine, and the cure; nil where all is well.
    public static var refusal: String? { BLAS.refusal }

    /// The library of matrix products with its version and its choice of kernels, where the plan
    /// uses it: bits are the same only under the same one.
    public var library: String? {
        let isUsed = core.steps.contains { step in
            guard case .kernel(let kernel) = step else { return false }
            switch kernel {
            case .multiply, .convolveByProduct, .spread: return true
            default: return false
            }
        }
        return isUsed ? BLAS.description : nil
    }

    let core: Core

    /// What a session needs.
    ///
    /// `@unchecked Sendable`: every property is constant, and no thread writes its values after
    /// `init`.
    final class Core: @unchecked Sendable {
        let steps: [Step]
        let offsets: [Int]
        let arenaFloatCount: Int
        let scratchByteCount: Int
        let weights: WeightStore
        let slotCount: Int
        /// Most bytes that values of plain steps take at any time.
        let slotByteCount: Int
        let constants: [(slot: Int, tensor: Tensor)]
        let inputPlaces: [Place]
        let outputPlaces: [Place]
        /// See ``PlanLimits/byteCountMax``.
        let byteCountMax: Int

        init(_ builder: PlanBuilder, inputs: [Place], outputs: [Place]) {
            steps = builder.steps
            let buffers = builder.wholeBuffers()
            let arena = Arena(
                buffers.map {
                    Arena.Request(
                        byteCount: $0.parent == nil ? $0.count * 4 : 0,
                        firstStep: $0.first,
                        lastStep: $0.isKept ? builder.steps.count : $0.last
                    )
                }
            )
            var offsets = arena.offsets.map { $0 / 4 }
            for (index, buffer) in buffers.enumerated() {
                guard let parent = buffer.parent else { continue }
                offsets[index] = offsets[parent.buffer] + parent.offset
            }
            self.offsets = offsets
            arenaFloatCount = arena.byteCount / 4
            scratchByteCount = Arena.rounded(builder.scratchByteCount)
            weights = builder.weights
            slotCount = builder.slotCount
            slotByteCount = builder.slotByteCount
            constants = builder.constants
            inputPlaces = inputs
            outputPlaces = outputs
            byteCountMax = builder.limits.byteCountMax
        }
    }

    /// Where an input or output is.
    enum Place {
        case buffer(BufferView, shape: [Int])
        case slot(Int)
    }

    /// Plans `model`.
    ///
    /// - Parameters:
    ///   - model: What to plan.
    ///   - batch: First extent of every input; nil as the model states, or 1 where it does not.
    ///   - shapes: Whole shapes of inputs, by name, in place of the model's.
    ///   - limits: Memory that it may ask for.
    /// - Throws: what does not fit, naming the node.
    public init(
        _ model: consuming Model,
        batch: Int? = nil,
        shapes: [String: [Int]] = [:],
        limits: PlanLimits = .standard
    ) throws(ModelError) {
        if let refusal = BLAS.refusal {
            throw ModelError(node: "", reason: .unsupported(refusal))
        }
        let facts = try Self.inputFacts(model, batch: batch, shapes: shapes)
        let ports = model.graph.inputs.map {
            GraphPort(name: $0.name, fact: facts[$0.name] ?? $0.fact)
        }
        let wanted = Set(model.graph.outputs.map(\.name))
        var rewriting = Rewriting(
            try GraphFacts(model.graph, inputs: facts, limits: limits),
            wanted: wanted
        )
        model.graph.constants = [:]
        rewriting.rewrite()
        var builder = PlanBuilder(consume rewriting, limits: limits)
        var inputPlaces: [Place] = []
        for port in ports { inputPlaces.append(builder.addInput(port)) }
        try builder.lowerAll()
        var outputs: [GraphPort] = []
        var outputPlaces: [Place] = []
        for port in model.graph.outputs {
            let (place, fact) = try builder.addOutput(port)
            outputPlaces.append(place)
            outputs.append(GraphPort(name: port.name, fact: fact))
        }
        // A session may run again on the inputs given last.
        builder.releaseSlots(kept: inputPlaces + outputPlaces)
        inputs = ports
        self.outputs = outputs
        layers = builder.layers
        core = Core(builder, inputs: inputPlaces, outputs: outputPlaces)
        try checkMemory(threadCount: 1)
    }

    /// Throws where a session with `threadCount` threads needs more memory than the limits.
    func checkMemory(threadCount: Int) throws(ModelError) {
        let fixed = arenaByteCount + weightByteCount + core.slotByteCount
        let count = fixed + threadCount * core.scratchByteCount
        guard count <= core.byteCountMax else {
            let text = "\(count) bytes for \(threadCount) threads are over \(core.byteCountMax)"
            throw ModelError(node: "", reason: .tooLarge(text))
        }
    }

    private static func inputFacts(
        _ model: Model,
        batch: Int?,
        shapes: [String: [Int]]
    ) throws(ModelError) -> [String: ValueFact] {
        var facts: [String: ValueFact] = [:]
        for port in model.graph.inputs {
            var fact = port.fact
            if let given = shapes[port.name] {
                let stated = fact.shape?.map(\.extent)
                let fits = stated.map { stated in
                    stated.count == given.count
                        && zip(stated, given).allSatisfy { $0 == nil || $0 == $1 }
                }
                guard fits ?? true, given.allSatisfy({ $0 >= 0 }) else {
                    let text = fact.shape?.map(\.description).joined(separator: "×") ?? "any"
                    throw ModelError(
                        node: port.name,
                        reason: .inputs("shape \(given) does not fit the model's \(text)")
                    )
                }
                fact.shape = given.map { .known($0) }
            } else if let shape = fact.shape {
                fact.shape = shape.enumerated().map { place, dimension in
                    place > 0 ? dimension : .known(batch ?? dimension.extent ?? 1)
                }
            }
            facts[port.name] = fact
        }
        return facts
    }
}

extension PlanBuilder {
    /// Gives an input its place.
    mutating func addInput(_ port: GraphPort) -> Plan.Place {
        let fact = port.fact
        if fact.elementType == .float32, let shape = fact.extents {
            let count = shape.reduce(1, *)
            let view = BufferView(buffer: buffer(count), imageStride: count)
            buffers[view.buffer].first = -1
            // An input stays as it was given, so that a session may run again on it.
            buffers[view.buffer].isKept = true
            make(port.name, planar: view)
            values[port.name]?.shape = shape
            return .buffer(view, shape: shape)
        }
        let slot = newSlot()
        make(port.name, slot: slot)
        values[port.name]?.elementType = fact.elementType
        values[port.name]?.shape = fact.extents
        return .slot(slot)
    }

    /// The buffers, each whole as long as any of its parts.
    func wholeBuffers() -> [Buffer] {
        var whole = buffers
        for buffer in buffers {
            guard let parent = buffer.parent?.buffer else { continue }
            whole[parent].first = min(whole[parent].first, buffer.first)
            whole[parent].last = max(whole[parent].last, buffer.last)
            whole[parent].isKept = whole[parent].isKept || buffer.isKept
        }
        return whole
    }

    /// Brings an output to where it can be taken.
    mutating func addOutput(_ port: GraphPort) throws(ModelError) -> (Plan.Place, ValueFact) {
        let name = rewriting.aliases[port.name] ?? port.name
        let value = try value(name)
        let fact = ValueFact(value.elementType, value.shape?.map { .known($0) })
        if value.slot == nil, value.elementType == .float32, let shape = value.shape {
            let view = try planar(name)
            buffers[view.buffer].isKept = true
            return (.buffer(view, shape: shape), fact)
        }
        return (.slot(try slot(of: name)), fact)
    }

    /// Notes after which plain step each slot may be emptied.
    mutating func releaseSlots(kept: [Plan.Place]) {
        var last: [Int: Int] = [:]
        for (index, step) in steps.enumerated() {
            guard case .plain(let plain) = step else { continue }
            for slot in (plain.inputs + plain.outputs).compactMap({ $0 }) { last[slot] = index }
        }
        var held = Set(constants.map(\.slot))
        for case .slot(let slot) in kept { held.insert(slot) }
        for case .load(let slot, _, _) in steps { held.insert(slot) }
        for case .loadBytes(let slot, _, _) in steps { held.insert(slot) }
        for (slot, index) in last.sorted(by: { $0.key < $1.key }) where !held.contains(slot) {
            guard case .plain(var plain) = steps[index] else { continue }
            plain.released.append(slot)
            steps[index] = .plain(plain)
        }
    }

    /// Most bytes that values in slots take at any time, as far as their shapes are known.
    var slotByteCount: Int {
        var (count, most) = (0, 0)
        for step in steps {
            switch step {
            case .plain(let plain):
                for slot in plain.outputs.compactMap({ $0 }) { count += slotBytes[slot] ?? 0 }
                most = max(most, count)
                for slot in plain.released { count -= slotBytes[slot] ?? 0 }
            case .store(_, _, let shape): count += shape.reduce(4, *)
            case .storeBytes(_, _, let shape, _): count += shape.reduce(1, *)
            case .kernel, .load, .loadBytes: break
            }
        }
        return max(most, count)
    }
}
