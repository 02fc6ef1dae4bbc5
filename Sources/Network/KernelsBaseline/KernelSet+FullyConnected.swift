internal import CTiles
public import KernelShapes

extension KernelSet {
    /// Computes `part` of a fully connected layer of `batch` rows.
    public static func connect(
        _ plan: FullyConnectedPlan,
        batch: Int,
        input: UnsafePointer<Float>,
        inputRowStride: Int,
        weights: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        outputRowStride: Int,
        scratch: UnsafeMutableRawPointer,
        part: Part
    ) {
        let taps = unsafe scratch.assumingMemoryBound(to: Int.self)
        for tap in 0...plan.inputs / 16 {
            unsafe taps[tap] = tap * 16
        }
        var job = unsafe tile_product()
        unsafe job.pixel_stride = inputRowStride
        unsafe job.taps = UnsafePointer(taps)
        unsafe job.tap_count = (plan.inputs + 15) / 16
        unsafe job.whole_taps = plan.inputs / 16
        unsafe job.tail_channels = plan.inputs % 16
        unsafe job.output_pixel_stride = outputRowStride
        unsafe job.output_block_stride = 16
        unsafe job.activation = tile_activation(plan.activation)
        unsafe job.finishes = 1
        unsafe job.weight_group_stride = plan.inputs * 32
        let blocks = plan.outputBlocks
        let widest = Int(tile_blocks_max)
        let most = Int(tile_spread_pixels_max)
        let pairs = part.range(of: (blocks + 1) / 2)
        let end = min(pairs.upperBound * 2, blocks)
        var block = pairs.lowerBound * 2
        while block < end {
            let pair = block / 2
            let taken =
                widest == 1 ? 1 : block + 4 <= end ? 4 : min(2, blocks - block)
            unsafe job.weight_stride = pair * 2 + 1 < blocks ? 32 : 16
            unsafe job.weights = weights + pair * plan.inputs * 32 + block % 2 * 16
            unsafe job.bias = weights + plan.biasOffset + block * 16
            var row = 0
            while row < batch {
                let rows = min(most, batch - row)
                unsafe job.input = input + row * inputRowStride
                unsafe job.output = output + row * outputRowStride + block * 16
                unsafe tile_run(tile_spacing_spread, Int32(rows), Int32(taken), &job)
                row += rows
            }
            block += taken
        }
    }
}
