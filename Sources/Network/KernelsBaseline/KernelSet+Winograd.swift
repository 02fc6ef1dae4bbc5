internal import CTiles
internal import KernelShapes

extension KernelSet {
    static func convolveWinograd(
        _ plan: ConvolutionPlan,
        _ batch: Int,
        _ buffers: ConvolutionBuffers,
        _ part: Part
    ) {
        let shape = plan.shape
        let side = plan.method.tileOutputs
        let tiles =
            batch * ((shape.outputHeight + side - 1) / side)
            * ((shape.outputWidth + side - 1) / side)
        let pairs = (shape.outputBlocks + 1) / 2
        // Few tiles make thin products: then parts split the output channels instead.
        let splitsPairs =
            part.count > 1 && pairs >= part.count && tiles < part.count * 12
        let range = splitsPairs ? 0..<tiles : part.range(of: tiles)
        let strips = (range.count + plan.stripTiles - 1) / plan.stripTiles
        let strip = unsafe WinogradStrip(plan, buffers)
        for index in 0..<strips {
            let from = range.lowerBound + range.count * index / strips
            let to = range.lowerBound + range.count * (index + 1) / strips
            strip.run(from..<to, pairs: splitsPairs ? part.range(of: pairs) : 0..<pairs)
        }
    }
}

/// Some tiles of the output, numbered through all images.
@safe
private struct WinogradStrip {
    let plan: ConvolutionPlan
    let shape: ConvolutionShape
    let buffers: ConvolutionBuffers
    let taps: UnsafeMutablePointer<Int>
    /// [product][block][tile][16].
    let transformed: UnsafeMutablePointer<Float>
    let products: UnsafeMutablePointer<Float>
    let side: Int
    let across: Int
    let perImage: Int
    /// Tiles that there is room for.
    let room: Int

    init(_ plan: ConvolutionPlan, _ buffers: ConvolutionBuffers) {
        self.plan = plan
        unsafe self.buffers = buffers
        let shape = plan.shape
        let side = plan.method.tileOutputs
        let room = plan.stripTiles
        self.shape = shape
        self.side = side
        self.room = room
        let across = (shape.outputWidth + side - 1) / side
        self.across = across
        perImage = across * ((shape.outputHeight + side - 1) / side)
        let taps = unsafe buffers.scratch.assumingMemoryBound(to: Int.self)
        unsafe self.taps = taps
        unsafe transformed = UnsafeMutableRawPointer(taps + (shape.inputBlocks + 7) / 8 * 8)
            .assumingMemoryBound(to: Float.self)
        unsafe products = transformed + plan.products * shape.inputBlocks * room * 16
        for block in 0..<shape.inputBlocks {
            unsafe taps[block] = block * room * 16
        }
    }

    func run(_ tiles: Range<Int>, pairs: Range<Int>) {
        transformInput(tiles)
        multiply(tiles.count, pairs)
        transformOutput(tiles, pairs)
    }

    private func transformInput(_ tiles: Range<Int>) {
        let size = plan.tilePoints
        let plane = shape.inputHeight * shape.inputWidth * 16
        var job = unsafe tile_winograd_input()
        unsafe job.row_stride = shape.inputWidth * 16
        unsafe job.product_stride = shape.inputBlocks * room * 16
        for block in 0..<shape.inputBlocks {
            for tile in tiles {
                let image = tile / perImage
                let y = tile % perImage / across * side - shape.padTop
                let x = tile % across * side - shape.padLeft
                unsafe job.top = Int32(max(0, -y))
                unsafe job.left = Int32(max(0, -x))
                unsafe job.bottom = Int32(max(0, min(size, shape.inputHeight - y)))
                unsafe job.right = Int32(max(0, min(size, shape.inputWidth - x)))
                unsafe job.input =
                    buffers.input + image * buffers.inputImageStride + block * plane
                    + (y * shape.inputWidth + x) * 16
                unsafe job.output = transformed + (block * room + tile - tiles.lowerBound) * 16
                if size == 6 {
                    unsafe tile_winograd6_forward(&job)
                } else {
                    unsafe tile_winograd4_forward(&job)
                }
            }
        }
    }

    private func multiply(_ count: Int, _ pairs: Range<Int>) {
        let blocks = shape.outputBlocks
        let depth = shape.inputChannels
        let room = self.room
        let widest = Int(tile_blocks_max)
        let isWide = widest == 4 && count <= Int(tile_wide_pixels_max)
        let most = isWide ? Int(tile_wide_pixels_max) : Int(tile_pixels_max)
        let tiles = (count + most - 1) / most
        let least = count / tiles
        let longer = count - least * tiles
        let end = min(pairs.upperBound * 2, blocks)

        var job = unsafe tile_product()
        unsafe job.taps = UnsafePointer(taps)
        unsafe job.tap_count = shape.inputBlocks
        unsafe job.whole_taps = depth / 16
        unsafe job.tail_channels = depth % 16
        unsafe job.pixel_stride = 16
        unsafe job.output_pixel_stride = 16
        unsafe job.output_block_stride = room * 16
        unsafe job.weight_group_stride = depth * 32
        for product in 0..<plan.products {
            let weights = unsafe buffers.weights + product * depth * blocks * 16
            let from = unsafe transformed + product * shape.inputBlocks * 16 * room
            let to = unsafe products + product * blocks * room * 16
            var block = pairs.lowerBound * 2
            while block < end {
                let pair = block / 2
                let taken =
                    widest == 1 ? 1 : isWide && block + 4 <= end ? 4 : min(2, blocks - block)
                unsafe job.weight_stride = pair * 2 + 1 < blocks ? 32 : 16
                unsafe job.weights = weights + pair * depth * 32 + block % 2 * 16
                var pixel = 0
                for tile in 0..<tiles {
                    let pixels = tile < longer ? least + 1 : least
                    unsafe job.input = UnsafePointer(from + pixel * 16)
                    unsafe job.output = to + (block * room + pixel) * 16
                    unsafe tile_run(tile_spacing_dense, Int32(pixels), Int32(taken), &job)
                    pixel += pixels
                }
                block += taken
            }
        }
    }

    private func transformOutput(_ tiles: Range<Int>, _ pairs: Range<Int>) {
        let height = shape.outputHeight
        let width = shape.outputWidth
        let blocks = shape.outputBlocks
        let points = plan.tilePoints
        var job = unsafe tile_winograd_output()
        unsafe job.product_stride = blocks * room * 16
        unsafe job.row_stride = width * 16
        unsafe job.activation = tile_activation(plan.activation)
        for block in pairs.lowerBound * 2..<min(pairs.upperBound * 2, blocks) {
            unsafe job.bias = buffers.weights + plan.biasOffset + block * 16
            for tile in tiles {
                let image = tile / perImage
                let y = tile % perImage / across * side
                let x = tile % across * side
                let offset = ((block * height + y) * width + x) * 16
                unsafe job.rows = Int32(min(side, height - y))
                unsafe job.columns = Int32(min(side, width - x))
                unsafe job.products =
                    UnsafePointer(products + (block * room + tile - tiles.lowerBound) * 16)
                unsafe job.output = buffers.output + image * buffers.outputImageStride + offset
                if let residual = unsafe buffers.residual {
                    unsafe job.residual =
                        residual + image * buffers.residualImageStride + offset
                }
                switch (points, side) {
                case (6, 4): unsafe tile_winograd6_backward_4(&job)
                case (6, 3): unsafe tile_winograd6_backward_3(&job)
                case (6, _): unsafe tile_winograd6_backward_2(&job)
                default: unsafe tile_winograd4_backward(&job)
                }
            }
        }
    }
}
