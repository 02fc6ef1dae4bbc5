internal import CTiles
public import KernelShapes

extension KernelSet {
    /// Computes `part` of an integer product of `batch` images.
    public static func multiply(
        _ plan: ByteProductPlan,
        batch: Int,
        _ buffers: ByteProductBuffers,
        hasDotProducts: Bool,
        part: Part
    ) {
        if plan.method == .depthwise {
            unsafe multiplyDepthwise(plan, batch, buffers, hasDotProducts, part)
            return
        }
        let lines = plan.lines
        let units = batch * lines.count
        var range = part.range(of: units)
        var pairs = 0..<plan.pairs
        // Weights are split where they outweigh the pixels, or where there are few lines.
        let isHeavy =
            plan.packedByteCount
            > plan.shape.inputHeight * plan.shape.inputWidth * plan.inputPlanes * plan.lane
        if plan.pairs >= part.count, isHeavy || units < 2 * part.count {
            range = 0..<units
            pairs = part.range(of: plan.pairs)
        }
        if range.isEmpty || pairs.isEmpty { return }
        let strip = unsafe ByteStrip(plan, buffers, hasDotProducts ? 1 : 0)
        let stripLines = plan.stripLines
        var unit = range.lowerBound
        while unit < range.upperBound {
            let image = unit / lines.count
            let line = unit - image * lines.count
            let count = min(stripLines, range.upperBound - unit, lines.count - line)
            strip.run(image: image, line: line, count: count, pairs: pairs)
            unit += count
        }
    }

    static func byteFinish(
        _ plan: ByteProductPlan,
        _ header: UnsafeRawPointer
    ) -> byte_finish {
        let factors = unsafe (header + plan.paddedOutputs * 4).assumingMemoryBound(to: Float.self)
        var finish = unsafe byte_finish()
        unsafe finish.factors = factors
        unsafe finish.offsets = factors + plan.paddedOutputs
        switch plan.result {
        case .bytes(let zeroPoint, let activation):
            unsafe finish.activation = byteActivation(activation, zeroPoint)
            unsafe finish.zero = Int32(zeroPoint)
            unsafe finish.result = byte_result_bytes
        case .floats(let activation):
            unsafe finish.activation = tile_activation(activation)
            unsafe finish.result = byte_result_floats
        case .sums: unsafe finish.result = byte_result_sums
        }
        return unsafe finish
    }

    /// `activation` in steps of a result that is kept within a byte.
    static func byteActivation(_ activation: Activation, _ zeroPoint: Int) -> tile_activation {
        byteBounds(tile_activation(activation), zeroPoint)
    }

    /// `activation` with bounds that keep a result around `zeroPoint` within a byte.
    static func byteBounds(_ activation: tile_activation, _ zeroPoint: Int) -> tile_activation {
        let (least, most) = (Float(-zeroPoint), Float(255 - zeroPoint))
        var bounded = activation
        if bounded.low < least { bounded.low = least }
        if bounded.low > most { bounded.low = most }
        if bounded.high > most { bounded.high = most }
        if bounded.high < least { bounded.high = least }
        return bounded
    }
}

/// Some lines of output from the input rows they need.
@safe
private struct ByteStrip {
    let plan: ByteProductPlan
    let shape: ConvolutionShape
    let lines: OutputLines
    let buffers: ByteProductBuffers
    let hasDotProducts: Int32
    let taps: UnsafeMutablePointer<Int>
    let copy: UnsafeMutablePointer<UInt8>
    /// Bytes from an input pixel, row or plane to the next, copied or not.
    let pixelStride: Int
    let rowStride: Int
    let planeStride: Int
    let spacing: byte_spacing

    init(_ plan: ByteProductPlan, _ buffers: ByteProductBuffers, _ hasDotProducts: Int32) {
        self.plan = plan
        unsafe self.buffers = buffers
        self.hasDotProducts = hasDotProducts
        let shape = plan.shape
        self.shape = shape
        lines = plan.lines
        unsafe taps = buffers.scratch.assumingMemoryBound(to: Int.self)
        unsafe copy = (buffers.scratch + plan.tapByteCount).assumingMemoryBound(to: UInt8.self)
        let isRows = plan.method == .rows
        let lane = plan.lane
        let rowStride = (plan.copiesInput ? plan.stripWidth : shape.inputWidth) * lane
        let planeStride =
            isRows
            ? 16
            : rowStride * (plan.copiesInput ? plan.stripRows(plan.stripLines) : shape.inputHeight)
        pixelStride = isRows ? shape.inputChannels : shape.strideX * lane
        self.rowStride = rowStride
        self.planeStride = planeStride
        switch (isRows ? 0 : lane, shape.strideX) {
        case (16, 1): spacing = byte_spacing_dense
        case (16, 2): spacing = byte_spacing_strided
        case (4, 1): spacing = byte_spacing_narrow
        case (4, 2): spacing = byte_spacing_narrow_strided
        default: spacing = byte_spacing_spread
        }
        var tap = 0
        for plane in 0..<plan.planesPerPair {
            for _ in 0..<plan.layers {
                for row in 0..<shape.kernelHeight {
                    for column in 0..<shape.kernelWidth {
                        unsafe taps[tap] =
                            plane * planeStride + row * shape.dilationY * rowStride
                            + column * shape.dilationX * lane
                        tap += 1
                    }
                }
            }
        }
    }

    func run(image: Int, line: Int, count: Int, pairs: Range<Int>) {
        let first = unsafe input(image: image, line: line, count: count)
        let isRows = plan.method == .rows
        let blocks = shape.outputBlocks
        // Where rows do not matter, the lines are one.
        let isPointwise = shape.isPointwise
        let row =
            isPointwise
            ? min(count * lines.width, lines.pixels - line * lines.width) : lines.width
        let rows = isPointwise ? 1 : count
        let most =
            spacing == byte_spacing_spread
            ? min(Int(byte_spread_pixels_max), Int(byte_pixels_max(hasDotProducts)))
            : Int(byte_pixels_max(hasDotProducts))
        let tiles = (row + most - 1) / most
        let least = row / tiles
        let longer = row - least * tiles
        let groups = plan.tapGroups
        let tapCount = plan.planesPerPair * plan.products
        let padded = plan.paddedOutputs
        let size = plan.result.elementByteCount
        let pixelStep = isRows ? padded : 16
        let blockStep = isRows ? 16 : lines.pixels * 16

        var job = unsafe byte_product()
        unsafe job.pixel_stride = pixelStride
        unsafe job.taps = UnsafePointer(taps)
        unsafe job.tap_count = tapCount
        unsafe job.whole_taps = tapCount - plan.products
        unsafe job.groups = groups.whole
        unsafe job.tail_groups = groups.tail
        unsafe job.output_pixel_stride = pixelStep
        unsafe job.output_block_stride = blockStep
        let finish = unsafe KernelSet.byteFinish(plan, buffers.header)
        let bias = unsafe buffers.header.assumingMemoryBound(to: Int32.self)
        let weights = unsafe (buffers.packed + plan.weightOffset)
            .assumingMemoryBound(to: Int8.self)
        let output = unsafe buffers.output + image * buffers.outputImageStride * size

        var block = pairs.lowerBound * 2
        let end = min(pairs.upperBound * 2, blocks)
        while block < end {
            let pair = block / 2
            let taken = min(Int(byte_blocks_max), blocks - pair * 2)
            let width = pair * 2 + 1 < blocks ? 128 : 64
            let plane = plan.firstPlane(of: pair) * planeStride
            unsafe job.weight_stride = width
            unsafe job.weights = weights + pair * plan.depth * 128 + block % 2 * 64
            unsafe job.bias = bias + block * 16
            unsafe job.finish = finish
            unsafe job.finish.factors = finish.factors + block * 16
            unsafe job.finish.offsets = finish.offsets + block * 16
            for index in 0..<rows {
                let from = plane + index * shape.strideY * rowStride
                let place = isPointwise ? line * lines.width : (line + index) * lines.width
                let to = block * blockStep + place * pixelStep
                var pixel = 0
                for tile in 0..<tiles {
                    let pixels = tile < longer ? least + 1 : least
                    unsafe job.input = first + from + pixel * pixelStride
                    unsafe job.output = output + (to + pixel * pixelStep) * size
                    unsafe byte_run(hasDotProducts, spacing, Int32(pixels), Int32(taken), &job)
                    pixel += pixels
                }
            }
            block += taken
        }
    }

    /// Where the strip's first pixel is, after copying it if it has to be.
    private func input(image: Int, line: Int, count: Int) -> UnsafePointer<UInt8> {
        let from = unsafe buffers.input + image * buffers.inputImageStride
        if !plan.copiesInput {
            return unsafe shape.isPointwise
                ? from + line * lines.width * pixelStride
                : from + line * shape.strideY * rowStride
        }
        let lane = plan.lane
        let zero = unsafe Int32(buffers.inputZeroPoint)
        let width = shape.inputWidth
        let height = shape.inputHeight
        let left = min(shape.padLeft, plan.stripWidth) * lane
        let inner = max(0, min(width * lane, rowStride - left))
        for plane in 0..<plan.inputPlanes {
            for row in 0..<plan.stripRows(count) {
                let to = unsafe copy + plane * planeStride + row * rowStride
                let source = line * shape.strideY + row - shape.padTop
                if source < 0 || source >= height || inner == 0 {
                    unsafe byte_fill(to, zero, rowStride)
                    continue
                }
                unsafe byte_fill(to, zero, left)
                unsafe byte_copy(
                    to + left,
                    from + (plane * height + source) * width * lane,
                    inner
                )
                unsafe byte_fill(to + left + inner, zero, rowStride - left - inner)
            }
        }
        return unsafe UnsafePointer(copy)
    }
}
