internal import CTiles
internal import KernelShapes

extension KernelSet {
    /// Which lines and pairs of output blocks a part computes.
    ///
    /// Pairs are split where weights outweigh pixels, lines otherwise, but for a much more even
    /// split.
    static func share(
        _ plan: ConvolutionPlan,
        units: Int,
        pairs: Int,
        _ part: Part
    ) -> (units: Range<Int>, pairs: Range<Int>) {
        let shape = plan.shape
        let pixels = shape.inputHeight * shape.inputWidth * plan.inputPlanes * plan.inputLane
        let preference = plan.packedCount > pixels ? 0.1 : -0.1
        if evenness(pairs, part) + preference > evenness(units, part) {
            return (0..<units, part.range(of: pairs))
        }
        return (part.range(of: units), 0..<pairs)
    }

    /// How much of the time of the longest part an average part needs.
    private static func evenness(_ items: Int, _ part: Part) -> Double {
        let longest = (items + part.count - 1) / part.count
        return Double(items) / Double(longest * part.count)
    }

    static func convolveDirectly(
        _ plan: ConvolutionPlan,
        _ batch: Int,
        _ buffers: ConvolutionBuffers,
        _ part: Part
    ) {
        let shape = plan.shape
        let lines = plan.lines
        let pairs = (shape.outputBlocks + 1) / 2
        let share = share(plan, units: batch * lines.count, pairs: pairs, part)
        if share.pairs.isEmpty || share.units.isEmpty { return }
        let taps = unsafe buffers.scratch.assumingMemoryBound(to: Int.self)
        let strip = unsafe DirectStrip(plan, buffers, taps)
        let stripLines = plan.stripLines
        var unit = share.units.lowerBound
        while unit < share.units.upperBound {
            let image = unit / lines.count
            let line = unit - image * lines.count
            let count = min(stripLines, share.units.upperBound - unit, lines.count - line)
            strip.run(image: image, line: line, count: count, pairs: share.pairs)
            unit += count
        }
    }
}

/// Some lines of output from the input rows they need.
@safe
private struct DirectStrip {
    let plan: ConvolutionPlan
    let shape: ConvolutionShape
    let lines: OutputLines
    let buffers: ConvolutionBuffers
    let taps: UnsafeMutablePointer<Int>
    let copy: UnsafeMutablePointer<Float>
    let lane: Int
    /// Floats from a row or a block of input to the next, copied or not.
    let rowStride: Int
    let blockStride: Int
    let spacing: tile_spacing

    init(
        _ plan: ConvolutionPlan,
        _ buffers: ConvolutionBuffers,
        _ taps: UnsafeMutablePointer<Int>
    ) {
        self.plan = plan
        unsafe self.buffers = buffers
        unsafe self.taps = taps
        let shape = plan.shape
        let lane = plan.inputLane
        self.shape = shape
        self.lane = lane
        lines = plan.lines
        let tapCount = plan.inputPlanes * plan.products
        unsafe copy = UnsafeMutableRawPointer(taps + (tapCount + 7) / 8 * 8)
            .assumingMemoryBound(to: Float.self)
        let rowStride = (plan.copiesInput ? plan.stripWidth : shape.inputWidth) * lane
        let blockStride =
            rowStride * (plan.copiesInput ? plan.stripRows(plan.stripLines) : shape.inputHeight)
        self.rowStride = rowStride
        self.blockStride = blockStride
        switch (lane, shape.strideX) {
        case (16, 1): spacing = tile_spacing_dense
        case (16, 2): spacing = tile_spacing_strided
        case (16, _): spacing = tile_spacing_spread
        case (_, 1): spacing = tile_spacing_plane
        case (_, 2): spacing = tile_spacing_plane_strided
        default: spacing = tile_spacing_plane_spread
        }
        var tap = 0
        for block in 0..<plan.inputPlanes {
            for row in 0..<shape.kernelHeight {
                for column in 0..<shape.kernelWidth {
                    unsafe taps[tap] =
                        block * blockStride + row * shape.dilationY * rowStride
                        + column * shape.dilationX * lane
                    tap += 1
                }
            }
        }
    }

    func run(image: Int, line: Int, count: Int, pairs: Range<Int>) {
        let planes = plan.inputPlanes
        let depth = shape.inputChannels * plan.products
        let first = unsafe input(image: image, line: line, count: count)
        let outputPixels = lines.pixels
        let blocks = shape.outputBlocks
        let widest = Int(tile_blocks_max)
        // Where rows do not matter, the lines are one.
        let isPointwise = shape.isPointwise
        let row =
            isPointwise
            ? min(count * lines.width, outputPixels - line * lines.width) : lines.width
        let rows = isPointwise ? 1 : count
        let isSpread = shape.strideX > 2
        let isWide = widest == 4 && row <= Int(tile_wide_pixels_max) && !isSpread && lane == 16
        let most =
            isSpread
            ? Int(tile_spread_pixels_max)
            : isWide ? Int(tile_wide_pixels_max) : Int(tile_pixels_max)
        let isSingle = widest == 1 || isSpread && lane == 1
        let tiles = (row + most - 1) / most
        let least = row / tiles
        let longer = row - least * tiles

        var job = unsafe tile_product()
        unsafe job.pixel_stride = shape.strideX * lane
        unsafe job.taps = UnsafePointer(taps)
        unsafe job.tap_count = planes * plan.products
        unsafe job.whole_taps = shape.inputChannels / lane * plan.products
        unsafe job.tail_channels = shape.inputChannels % lane
        unsafe job.output_pixel_stride = 16
        unsafe job.output_block_stride = outputPixels * 16
        unsafe job.residual_block_stride = outputPixels * 16
        unsafe job.activation = tile_activation(plan.activation)
        unsafe job.finishes = 1
        unsafe job.weight_group_stride = depth * 32

        var block = pairs.lowerBound * 2
        let end = min(pairs.upperBound * 2, blocks)
        while block < end {
            let pair = block / 2
            let width = pair * 2 + 1 < blocks ? 32 : 16
            let taken =
                isSingle ? 1 : isWide && block + 4 <= end ? 4 : min(2, blocks - block)
            unsafe job.weight_stride = width
            unsafe job.weights = buffers.weights + pair * depth * 32 + block % 2 * 16
            unsafe job.bias = buffers.weights + plan.biasOffset + block * 16
            for index in 0..<rows {
                let from = index * shape.strideY * rowStride
                let to = (block * outputPixels + (line + index) * lines.width) * 16
                var pixel = 0
                for tile in 0..<tiles {
                    let pixels = tile < longer ? least + 1 : least
                    unsafe job.input = first + from + pixel * shape.strideX * lane
                    let offset = to + pixel * 16
                    unsafe job.output = buffers.output + image * buffers.outputImageStride + offset
                    if let residual = unsafe buffers.residual {
                        unsafe job.residual =
                            residual + image * buffers.residualImageStride + offset
                    }
                    unsafe tile_run(spacing, Int32(pixels), Int32(taken), &job)
                    pixel += pixels
                }
            }
            block += taken
        }
    }

    /// Where the strip's first pixel is, after copying it if it has to be.
    private func input(image: Int, line: Int, count: Int) -> UnsafePointer<Float> {
        let from = unsafe buffers.input + image * buffers.inputImageStride
        if !plan.copiesInput {
            return unsafe shape.isPointwise
                ? from + line * lines.width * lane : from + line * shape.strideY * rowStride
        }
        let width = shape.inputWidth
        let height = shape.inputHeight
        let left = min(shape.padLeft, plan.stripWidth) * lane
        let inner = max(0, min(width * lane, rowStride - left))
        for block in 0..<plan.inputPlanes {
            for row in 0..<plan.stripRows(count) {
                let to = unsafe copy + block * blockStride + row * rowStride
                let source = line * shape.strideY + row - shape.padTop
                if source < 0 || source >= height || inner == 0 {
                    unsafe tile_zero(to, rowStride)
                    continue
                }
                unsafe tile_zero(to, left)
                unsafe tile_copy(
                    to + left,
                    from + (block * height + source) * width * lane,
                    inner
                )
                unsafe tile_zero(to + left + inner, rowStride - left - inner)
            }
        }
        return unsafe UnsafePointer(copy)
    }
}

extension tile_activation {
    init(_ activation: Activation) {
        self.init(slope: activation.slope, low: activation.low, high: activation.high)
    }
}
