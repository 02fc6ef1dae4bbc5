internal import CTiles
internal import KernelShapes

extension KernelSet {
    /// Rows of all blocks of all images, as units: four rows at a time become one of quads with
    /// the padding around it, from which the products are taken.
    static func multiplyDepthwise(
        _ plan: ByteProductPlan,
        _ batch: Int,
        _ buffers: ByteProductBuffers,
        _ hasDotProducts: Bool,
        _ part: Part
    ) {
        let shape = plan.shape
        let height = shape.outputHeight
        let blocks = shape.outputBlocks
        let strip = plan.stripWidth
        let quads = unsafe buffers.scratch.assumingMemoryBound(to: UInt8.self)
        let zero = unsafe Int32(buffers.inputZeroPoint)
        let blank = unsafe quads + 64 * plan.quadRows * strip
        unsafe byte_fill(blank, zero, 16 * shape.inputWidth)
        let left = min(shape.padLeft, strip)
        let inner = max(0, min(shape.inputWidth, strip - left))
        for row in 0..<plan.quadRows {
            // The pads at both ends stay.
            unsafe byte_fill(
                quads + row * strip * 64,
                zero,
                strip * 64
            )
        }

        let finish = unsafe byteFinish(plan, buffers.header)
        let size = plan.result.elementByteCount
        let weights = unsafe (buffers.packed + plan.weightOffset)
            .assumingMemoryBound(to: Int8.self)
        var job = unsafe byte_depthwise()
        unsafe job.quads = UnsafePointer(quads)
        unsafe job.quad_stride = strip * 64
        unsafe job.pixel_stride = shape.strideX * 64
        unsafe job.tap_stride = shape.dilationX * 64
        unsafe job.quad_rows = Int32(plan.quadRows)
        unsafe job.kernel_columns = Int32(shape.kernelWidth)

        let units = part.range(of: batch * blocks * height)
        for unit in units {
            let row = unit % height
            let block = unit / height % blocks
            let image = unit / height / blocks
            let plane =
                unsafe buffers.input + image * buffers.inputImageStride
                + block * shape.inputHeight * shape.inputWidth * 16
            let top = row * shape.strideY - shape.padTop
            for quad in 0..<plan.quadRows {
                let to = unsafe quads + (quad * strip + left) * 64
                func source(_ index: Int) -> UnsafePointer<UInt8> {
                    let kernelRow = quad * 4 + index
                    let from = top + kernelRow * shape.dilationY
                    let isInside =
                        kernelRow < shape.kernelHeight && from >= 0 && from < shape.inputHeight
                    return unsafe isInside
                        ? plane + from * shape.inputWidth * 16 : UnsafePointer(blank)
                }
                unsafe row_interleave(source(0), source(1), source(2), source(3), inner, to)
            }
            unsafe job.weights = weights + block * plan.quadRows * shape.kernelWidth * 64
            unsafe job.bias = buffers.header.assumingMemoryBound(to: Int32.self) + block * 16
            unsafe job.finish = finish
            unsafe job.finish.factors = finish.factors + block * 16
            unsafe job.finish.offsets = finish.offsets + block * 16
            let place = (block * height + row) * shape.outputWidth * 16
            unsafe job.output =
                buffers.output + (image * buffers.outputImageStride + place) * size
            unsafe byte_run_depthwise(hasDotProducts ? 1 : 0, &job, shape.outputWidth)
        }
    }
}
