internal import KernelShapes
internal import Kernels
internal import Tensors

/// Steps on 8-bit values.
extension Session {
    private func bytes(_ view: BufferView) -> UnsafeMutablePointer<UInt8> {
        unsafe UnsafeMutableRawPointer(pointer(view)).assumingMemoryBound(to: UInt8.self)
    }

    /// Does `part` of `step`.
    func work(_ step: ByteStep, _ part: Part) {
        switch step {
        case .multiply(let step): multiply(step, part)
        case .quantise(let grid, let from, let to, let count):
            unsafe kernels.quantise(
                pointer(from),
                output: bytes(to),
                count: count,
                grid: grid,
                part: part
            )
        case .quantisePlanes(let grid, let from, let to, let extents):
            unsafe kernels.quantisePlanes(
                pointer(from),
                output: bytes(to),
                batch: extents.batch,
                channels: extents.channels,
                pixels: extents.pixels,
                grid: grid,
                part: part
            )
        case .measure(let from, let count, let scale, let zeroPoint):
            guard part.index == 0 else { return }
            let range = unsafe kernels.range(of: pointer(from), count: count)
            let grid = ByteGrid(fitting: range.least, range.most)
            unsafe pointer(scale).pointee = grid.scale
            unsafe bytes(zeroPoint).pointee = UInt8(grid.zeroPoint)
        case .quantiseMeasured(let measured, let from, let to, let count):
            unsafe kernels.quantise(
                pointer(from),
                output: bytes(to),
                count: count,
                grid: grid(measured),
                part: part
            )
        case .quantisePlanesMeasured(let measured, let from, let to, let extents):
            unsafe kernels.quantisePlanes(
                pointer(from),
                output: bytes(to),
                batch: extents.batch,
                channels: extents.channels,
                pixels: extents.pixels,
                grid: grid(measured),
                part: part
            )
        case .settle(let step, let settled):
            if part.index == 0 { settle(step, settled) }
        case .dequantise(let grid, let from, let to, let count):
            unsafe kernels.dequantise(
                bytes(from),
                output: pointer(to),
                count: count,
                grid: grid,
                part: part
            )
        case .pair(let plan, let left, let right, let to, let count):
            unsafe kernels.pair(
                plan,
                bytes(left),
                bytes(right),
                output: bytes(to),
                count: Self.wholeVectors(count),
                part: part
            )
        case .lookUp(let table, let from, let to, let count):
            unsafe kernels.look(
                up: bytes(from),
                in: UnsafeRawPointer(core.weights.piece(table))
                    .assumingMemoryBound(to: UInt8.self),
                output: bytes(to),
                count: count,
                part: part
            )
        case .pool(let shape, let batch, let from, let to):
            unsafe kernels.poolBytes(
                shape,
                batch: batch,
                input: bytes(from),
                output: bytes(to),
                part: part
            )
        case .average(let from, let inputGrid, let to, let outputGrid, let extents):
            unsafe kernels.averageBytes(
                blocks: extents.batch * extents.blocks,
                pixels: extents.pixels,
                input: bytes(from),
                inputGrid: inputGrid,
                output: bytes(to),
                outputGrid: outputGrid,
                part: part
            )
        case .toPixels(let from, let to, let extents, let lane):
            unsafe kernels.blockBytes(
                bytes(from),
                output: bytes(to),
                batch: extents.batch,
                channels: extents.channels,
                pixels: extents.pixels,
                lane: lane,
                part: part
            )
        case .toPlanes(let from, let to, let extents, let lane):
            unsafe kernels.unblockBytes(
                bytes(from),
                output: bytes(to),
                batch: extents.batch,
                channels: extents.channels,
                pixels: extents.pixels,
                lane: lane,
                part: part
            )
        case .copy(let step):
            let (from, to) = unsafe (bytes(step.from), bytes(step.to) + step.toPlace)
            for row in part.range(of: step.rows) {
                unsafe (to + row * step.toStride)
                    .update(from: from + row * step.fromStride, count: step.count)
            }
        }
    }

    private func grid(_ measured: MeasuredGrid) -> ByteGrid {
        var grid = ByteGrid(scale: 1, zeroPoint: 0)
        grid.scale = unsafe pointer(measured.scale).pointee
        grid.zeroPoint = unsafe Int(bytes(measured.zeroPoint).pointee)
        return grid
    }

    private func settle(_ step: ByteProductStep, _ settled: SettledHeader) {
        unsafe step.plan.settle(
            UnsafeMutableRawPointer(pointer(settled.header)),
            from: UnsafeRawPointer(core.weights.piece(step.weights)),
            weightSums: UnsafeRawPointer(core.weights.piece(settled.weightSums))
                .assumingMemoryBound(to: Int32.self),
            zeroPoint: settled.zeroPoint.map { unsafe Int(bytes($0).pointee) } ?? 0,
            scale: pointer(settled.scale).pointee
        )
    }

    private func multiply(_ step: ByteProductStep, _ part: Part) {
        var buffers = unsafe ByteProductBuffers(
            plan: step.plan,
            input: UnsafePointer(bytes(step.input)),
            packed: UnsafeRawPointer(core.weights.piece(step.weights)),
            output: UnsafeMutableRawPointer(pointer(step.output)),
            scratch: scratch + part.index * core.scratchByteCount
        )
        if let settled = step.settled {
            unsafe buffers.header = UnsafeRawPointer(pointer(settled.header))
            if let zeroPoint = settled.zeroPoint {
                unsafe buffers.inputZeroPoint = Int(bytes(zeroPoint).pointee)
            }
        }
        unsafe kernels.multiply(step.plan, batch: step.batch, buffers, part: part)
    }

    /// Writes the `count` numbers of `tensor` as bytes; false where it has others.
    func fillBytes(_ view: BufferView, _ tensor: Tensor, count: Int) -> Bool {
        let to = unsafe bytes(view)
        if let values = tensor.values(of: UInt8.self), values.count == count {
            for place in 0..<count { unsafe to[place] = values[place] }
            return true
        }
        if let values = tensor.values(of: Int8.self), values.count == count {
            for place in 0..<count { unsafe to[place] = UInt8(bitPattern: values[place]) ^ 128 }
            return true
        }
        return false
    }

    /// The bytes at `view` as a tensor.
    func byteTensor(_ view: BufferView, _ shape: [Int], isSigned: Bool) -> Tensor {
        let count = shape.reduce(1, *)
        let bytes = unsafe UnsafeBufferPointer(start: UnsafePointer(bytes(view)), count: count)
        guard isSigned else { return unsafe Tensor(Array(bytes), shape: shape) }
        return unsafe Tensor(bytes.map { Int8(bitPattern: $0 ^ 128) }, shape: shape)
    }
}
