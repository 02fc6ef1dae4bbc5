internal import Graphs
internal import KernelShapes
internal import Operators
internal import Tensors

/// Turns operations into steps: gives every value its places and notes how long they are needed.
struct PlanBuilder {
    /// A buffer of the arena.
    struct Buffer {
        /// Floats it holds.
        var count: Int
        /// First step that writes it.
        var first: Int
        /// Last step that reads it.
        var last: Int
        /// Whether it is needed until the run's end.
        var isKept = false
        /// The buffer that it is a part of, and its first float there.
        var parent: (buffer: Int, offset: Int)?
    }

    var rewriting: Rewriting
    var values: [String: PlannedValue] = [:]
    var buffers: [Buffer] = []
    var steps: [Step] = []
    /// Packed weights, one piece per layer.
    var weights = WeightStore()
    /// Constant tensors, by slot.
    var constants: [(slot: Int, tensor: Tensor)] = []
    var slotCount = 0
    /// Bytes that every thread needs for itself.
    var scratchByteCount = 0
    /// What each kernel is, for people.
    var layers: [PlannedLayer] = []

    /// Bytes of the values of plain steps whose shapes are known, by slot.
    private(set) var slotBytes: [Int: Int] = [:]
    /// Buffers of which others are parts.
    private var wholes: Set<Int> = []
    let limits: PlanLimits

    init(_ rewriting: consuming Rewriting, limits: PlanLimits) {
        self.rewriting = rewriting
        self.limits = limits
    }

    /// Refuses weights that take `count` floats when packed, where that is too much.
    func checkWeights(_ count: Int, _ node: Node? = nil) throws(ModelError) {
        guard (weights.count + count) * 4 <= limits.byteCountMax else {
            let text = "weights over \(limits.byteCountMax) bytes when packed"
            throw node?.error(.tooLarge(text)) ?? ModelError(node: "", reason: .tooLarge(text))
        }
    }

    /// The facts of a value as far as they are fixed.
    func described(_ name: String) -> PlannedValue? {
        if let value = values[name] { return value }
        guard let fact = rewriting.facts[name] else { return nil }
        return PlannedValue(elementType: fact.elementType, shape: fact.extents)
    }

    /// A new buffer of `count` floats that the next step writes.
    mutating func buffer(_ count: Int) -> Int {
        buffers.append(Buffer(count: (count + 15) / 16 * 16, first: steps.count, last: steps.count))
        return buffers.count - 1
    }

    /// A view of a whole new buffer for `batch` images of `count` floats.
    mutating func view(batch: Int, of count: Int) -> BufferView {
        BufferView(buffer: buffer(batch * count), imageStride: count)
    }

    /// Makes `buffer` a part of `whole`, from the float `offset` on.
    mutating func place(_ buffer: Int, in whole: Int, at offset: Int) {
        buffers[buffer].parent = (whole, offset)
        wholes.insert(whole)
    }

    /// Whether another buffer is a part of `buffer`.
    func hasParts(_ buffer: Int) -> Bool { wholes.contains(buffer) }

    /// Appends `step`, which takes `taken` and makes `made`.
    mutating func append(_ step: Step, takes taken: [BufferView?], makes made: [BufferView?] = []) {
        for view in taken + made {
            guard let view else { continue }
            buffers[view.buffer].last = max(buffers[view.buffer].last, steps.count)
            buffers[view.buffer].first = min(buffers[view.buffer].first, steps.count)
        }
        steps.append(step)
    }

    /// Notes that `step` needs scratch.
    mutating func needScratch(_ byteCount: Int) {
        scratchByteCount = max(scratchByteCount, byteCount)
    }

    /// Appends copying.
    mutating func copy(_ step: CopyStep) {
        append(.kernel(.copy(step)), takes: [step.from], makes: [step.to])
    }

    /// `rows` rows of `count` floats at `stride`, without the filler between them.
    mutating func withoutFiller(
        _ view: BufferView,
        rows: Int,
        stride: Int,
        count: Int
    ) -> BufferView {
        guard rows > 1, stride > count else {
            return BufferView(buffer: view.buffer, imageStride: count)
        }
        let made = self.view(batch: rows, of: count)
        copy(
            CopyStep(
                from: view,
                fromStride: stride,
                to: made,
                toStride: count,
                rows: rows,
                count: count
            )
        )
        return made
    }

    // MARK: - Forms of a value

    /// The slot of `name`, stored there first when it is only in a buffer.
    mutating func slot(of name: String) throws(ModelError) -> Int {
        var value = try value(name)
        if let slot = value.slot { return slot }
        let slot = newSlot()
        if value.isBytes {
            let view = try byteRows(name)
            append(
                .storeBytes(
                    view,
                    slot: slot,
                    shape: value.shape ?? [],
                    isSigned: value.elementType == .int8
                ),
                takes: [view]
            )
        } else {
            let view = try planar(name)
            append(.store(view, slot: slot, shape: value.shape ?? []), takes: [view])
        }
        value = try self.value(name)
        value.slot = slot
        values[name] = value
        return slot
    }

    /// The row-major buffer of the float value `name`, without gaps.
    mutating func planar(_ name: String) throws(ModelError) -> BufferView {
        var value = try value(name)
        if let view = value.planar { return view }
        guard let count = value.count, value.elementType == .float32 else {
            throw ModelError(node: name, reason: .unsupported("a kernel on it"))
        }
        let made: BufferView
        if let blocked = value.blocked, let extents = value.picture, extents.pixels == 1,
            extents.channels % 16 == 0
        {
            // One pixel in whole blocks lies as it would row-major.
            made = blocked
        } else if let blocked = value.blocked, let extents = value.picture {
            made = view(batch: extents.batch, of: extents.planarCount)
            append(
                .kernel(.toPlanes(from: blocked, to: made, extents)),
                takes: [blocked],
                makes: [made]
            )
        } else if let slot = value.slot {
            made = BufferView(buffer: buffer(count), imageStride: count)
            append(.load(slot: slot, to: made, count: count), takes: [], makes: [made])
        } else {
            throw ModelError(node: name, reason: .missingValue(name))
        }
        value.planar = made
        values[name] = value
        return made
    }

    /// The buffer in blocks of 16 channels of the picture `name`.
    mutating func blocked(_ name: String) throws(ModelError) -> BufferView {
        if let view = try value(name).blocked { return view }
        let planar = try planar(name)
        var value = try value(name)
        guard let extents = value.picture else {
            throw ModelError(node: name, reason: .unsupported("blocks of channels"))
        }
        let made = view(batch: extents.batch, of: extents.blockedCount)
        append(
            .kernel(.toBlocks(from: planar, to: made, extents)),
            takes: [planar],
            makes: [made]
        )
        value.blocked = made
        values[name] = value
        return made
    }

    /// Whether `name` is at hand in blocks already.
    func isBlocked(_ name: String) -> Bool { values[name]?.blocked != nil }

    /// The value `name`; a constant gets its slot now.
    mutating func value(_ name: String) throws(ModelError) -> PlannedValue {
        if let value = values[name] { return value }
        guard let constant = rewriting.facts[name]?.constant else {
            throw ModelError(node: name, reason: .missingValue(name))
        }
        var value = PlannedValue(elementType: constant.elementType, shape: constant.shape)
        let slot = newSlot()
        constants.append((slot, constant))
        value.slot = slot
        values[name] = value
        return value
    }

    /// A new slot.
    mutating func newSlot() -> Int {
        slotCount += 1
        return slotCount - 1
    }

    /// Notes that `name` was made, in blocks or row-major.
    mutating func make(
        _ name: String,
        blocked: BufferView? = nil,
        planar: BufferView? = nil,
        slot: Int? = nil
    ) {
        var value = described(name) ?? PlannedValue(elementType: .float32)
        value.blocked = blocked
        value.planar = planar
        value.narrow = nil
        value.slot = slot
        values[name] = value
        if let slot, let count = value.count {
            slotBytes[slot] = count * (value.elementType == .float32 ? 4 : 8)
        }
    }
}
