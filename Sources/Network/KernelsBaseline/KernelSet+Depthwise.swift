internal import CTiles
internal import KernelShapes

extension KernelSet {
    /// Rows of all blocks of all images, as units.
    static func convolveDepthwise(
        _ plan: ConvolutionPlan,
        _ batch: Int,
        _ buffers: ConvolutionBuffers,
        _ part: Part
    ) {
        let shape = plan.shape
        let height = shape.outputHeight
        let blocks = shape.outputBlocks
        // Output columns whose taps all lie inside of the row.
        let reach = (shape.kernelWidth - 1) * shape.dilationX
        let inner = (shape.padLeft + shape.strideX - 1) / shape.strideX
        let room = shape.inputWidth - 1 - reach + shape.padLeft
        let innerEnd = room < 0 ? 0 : min(shape.outputWidth, room / shape.strideX + 1)
        let from = min(inner, shape.outputWidth)
        let to = max(from, innerEnd)

        var job = unsafe tile_depthwise_row()
        unsafe job.input_row_stride = shape.dilationY * shape.inputWidth * 16
        unsafe job.pixel_stride = shape.strideX * 16
        unsafe job.tap_stride = shape.dilationX * 16
        unsafe job.kernel_columns = Int32(shape.kernelWidth)
        unsafe job.activation = tile_activation(plan.activation)

        // A pixel may miss taps on one side, but not on both.
        let isThree =
            innerEnd >= from && shape.kernelWidth == 3 && shape.dilationX == 1 && shape.strideX <= 2
            && from <= 1 && shape.padLeft <= 1 && shape.outputWidth - to <= 1
            && (shape.outputWidth - 1) * shape.strideX - shape.padLeft + 1 < shape.inputWidth
        let missesLeft: Int32 = from > 0 ? 1 : 0
        let missesRight: Int32 = to < shape.outputWidth ? 1 : 0

        // The same in every row; where there are too many, each goes by itself.
        var edges = tile_edges()
        let isFew = from + shape.outputWidth - to <= Int(tile_edges_max)
        if isFew && !isThree {
            for pixel in 0..<from { append(pixel, shape, to: &edges) }
            for pixel in to..<shape.outputWidth { append(pixel, shape, to: &edges) }
        }

        let units = part.range(of: batch * blocks * height)
        var plane = units.lowerBound / height
        var row = units.lowerBound % height
        for _ in units {
            let image = plane / blocks
            let block = plane % blocks
            let top = row * shape.strideY - shape.padTop
            let first = top < 0 ? (shape.dilationY - 1 - top) / shape.dilationY : 0
            let below = shape.inputHeight - top
            let end = min(
                shape.kernelHeight,
                below <= 0 ? 0 : (below + shape.dilationY - 1) / shape.dilationY
            )
            let source = top + first * shape.dilationY
            unsafe job.input =
                buffers.input + image * buffers.inputImageStride
                + ((block * shape.inputHeight + source) * shape.inputWidth - shape.padLeft) * 16
            unsafe job.weights =
                buffers.weights + (block * plan.products + first * shape.kernelWidth) * 16
            unsafe job.kernel_rows = Int32(max(0, end - first))
            let offset = (block * height + row) * shape.outputWidth * 16
            unsafe job.output = buffers.output + image * buffers.outputImageStride + offset
            unsafe job.bias = buffers.weights + plan.biasOffset + block * 16
            if let residual = unsafe buffers.residual {
                unsafe job.residual = residual + image * buffers.residualImageStride + offset
            }
            if isThree {
                unsafe tile_depthwise_three_row(
                    &job,
                    shape.outputWidth,
                    missesLeft,
                    missesRight
                )
            } else {
                unsafe tile_depthwise(&job, from, to)
                if isFew {
                    unsafe tile_depthwise_edges(&job, &edges)
                } else {
                    for pixel in 0..<shape.outputWidth where pixel < from || pixel >= to {
                        edges.count = 0
                        append(pixel, shape, to: &edges)
                        unsafe tile_depthwise_edges(&job, &edges)
                    }
                }
            }
            row += 1
            if row == height {
                row = 0
                plane += 1
            }
        }
    }

    /// Adds `pixel`, with the kernel's columns that lie inside of the row.
    private static func append(
        _ pixel: Int,
        _ shape: ConvolutionShape,
        to edges: inout tile_edges
    ) {
        let left = pixel * shape.strideX - shape.padLeft
        let first = left < 0 ? (shape.dilationX - 1 - left) / shape.dilationX : 0
        let room = shape.inputWidth - left
        let end = min(
            shape.kernelWidth,
            room <= 0 ? 0 : (room + shape.dilationX - 1) / shape.dilationX
        )
        unsafe tile_edges_append(&edges, pixel, Int32(first), Int32(max(first, end)))
    }
}
