internal import CTiles
public import KernelShapes

extension KernelSet {
    /// Quantises `part` of `count` floats.
    public static func quantise(
        _ input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<UInt8>,
        count: Int,
        grid: ByteGrid,
        part: Part
    ) {
        let range = sixteens(count, part)
        unsafe row_quantise(
            input + range.lowerBound,
            output + range.lowerBound,
            range.count,
            byteGrid(grid)
        )
    }

    /// Quantises `part` of `batch` images of up to 4 planes into pixels of 4 bytes.
    public static func quantisePlanes(
        _ input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<UInt8>,
        batch: Int,
        channels: Int,
        pixels: Int,
        grid: ByteGrid,
        part: Part
    ) {
        for image in 0..<batch {
            let range = sixteens(pixels, part)
            unsafe row_quantise_planes(
                input + image * channels * pixels + range.lowerBound,
                pixels,
                Int32(channels),
                range.count,
                output + (image * pixels + range.lowerBound) * 4,
                byteGrid(grid)
            )
        }
    }

    /// The least and the largest of `count` floats and 0.
    public static func range(
        of input: UnsafePointer<Float>,
        count: Int
    ) -> (least: Float, most: Float) {
        var (least, most): (Float, Float) = (0, 0)
        unsafe row_range(input, count, &least, &most)
        return (least, most)
    }

    /// Makes floats of `part` of `count` bytes.
    public static func dequantise(
        _ input: UnsafePointer<UInt8>,
        output: UnsafeMutablePointer<Float>,
        count: Int,
        grid: ByteGrid,
        part: Part
    ) {
        let range = sixteens(count, part)
        unsafe row_dequantise(
            input + range.lowerBound,
            output + range.lowerBound,
            range.count,
            byteGrid(grid)
        )
    }

    /// Joins `part` of `count` pairs of bytes, in multiples of 16.
    public static func pair(
        _ plan: BytePairPlan,
        _ left: UnsafePointer<UInt8>,
        _ right: UnsafePointer<UInt8>,
        output: UnsafeMutablePointer<UInt8>,
        count: Int,
        part: Part
    ) {
        let range = sixteens(count, part)
        let scale = plan.result.scale
        var job = byte_pair()
        job.left = byteGrid(plan.left)
        job.right = byteGrid(plan.right)
        job.left.scale = plan.left.scale / scale
        if !plan.multiplies { job.right.scale = plan.right.scale / scale }
        var activation = tile_activation(plan.activation)
        activation.low /= scale
        activation.high /= scale
        let zero = plan.result.zeroPoint
        job.activation = byteBounds(activation, zero)
        job.zero = Int32(zero)
        job.multiplies = plan.multiplies ? 1 : 0
        unsafe row_pair(
            left + range.lowerBound,
            right + range.lowerBound,
            output + range.lowerBound,
            range.count,
            &job
        )
    }

    /// Looks `part` of `count` bytes up in a table of 256.
    public static func look(
        up input: UnsafePointer<UInt8>,
        in table: UnsafePointer<UInt8>,
        output: UnsafeMutablePointer<UInt8>,
        count: Int,
        part: Part
    ) {
        let range = sixteens(count, part)
        unsafe row_table(
            table,
            input + range.lowerBound,
            output + range.lowerBound,
            range.count
        )
    }

    /// The largest bytes of windows, for `part` of `batch` images.
    public static func poolBytes(
        _ shape: PoolShape,
        batch: Int,
        input: UnsafePointer<UInt8>,
        output: UnsafeMutablePointer<UInt8>,
        part: Part
    ) {
        let height = shape.outputHeight
        let width = shape.outputWidth
        let rowBytes = shape.inputWidth * 16
        var job = unsafe row_byte_pool()
        unsafe job.row_stride = shape.dilationY * rowBytes
        unsafe job.column_stride = shape.dilationX * 16
        for unit in part.range(of: batch * shape.blocks * height) {
            let plane = unsafe input + unit / height * shape.inputHeight * rowBytes
            let top = unit % height * shape.strideY - shape.padTop
            let rows = inside(top, shape.kernelHeight, shape.dilationY, shape.inputHeight)
            unsafe job.rows = Int32(rows.count)
            let source = unsafe plane + (top + rows.lowerBound * shape.dilationY) * rowBytes
            let to = unsafe output + unit * width * 16
            var pixel = 0
            while pixel < width {
                let left = pixel * shape.strideX - shape.padLeft
                let columns = inside(left, shape.kernelWidth, shape.dilationX, shape.inputWidth)
                var count = 1
                if columns.count == shape.kernelWidth {
                    // All that follow up to the right edge see whole windows.
                    let room = shape.inputWidth - 1 - (shape.kernelWidth - 1) * shape.dilationX
                    count = min(width - pixel, (room - left) / shape.strideX + 1)
                }
                unsafe job.columns = Int32(columns.count)
                unsafe job.pixel_stride = shape.strideX * 16
                unsafe job.input =
                    source + (left + columns.lowerBound * shape.dilationX) * 16
                unsafe job.output = to + pixel * 16
                unsafe row_pool_bytes(&job, count)
                pixel += count
            }
        }
    }

    /// Means of the `pixels` pixels of each of `blocks` blocks.
    public static func averageBytes(
        blocks: Int,
        pixels: Int,
        input: UnsafePointer<UInt8>,
        inputGrid: ByteGrid,
        output: UnsafeMutablePointer<UInt8>,
        outputGrid: ByteGrid,
        part: Part
    ) {
        let factor = inputGrid.scale / (outputGrid.scale * Float(pixels))
        for block in part.range(of: blocks) {
            unsafe row_mean_bytes(
                input + block * pixels * 16,
                pixels,
                Int32(inputGrid.zeroPoint),
                factor,
                output + block * 16,
                byteGrid(outputGrid)
            )
        }
    }

    /// Rearranges `part` of `batch` images of bytes from planes into blocks of `lane` channels.
    public static func blockBytes(
        _ input: UnsafePointer<UInt8>,
        output: UnsafeMutablePointer<UInt8>,
        batch: Int,
        channels: Int,
        pixels: Int,
        lane: Int,
        part: Part
    ) {
        let blocks = (channels + lane - 1) / lane
        for unit in part.range(of: batch * blocks) {
            let first = unit % blocks * lane
            unsafe row_bytes_to_block(
                input + (unit / blocks * channels + first) * pixels,
                pixels,
                Int32(min(lane, channels - first)),
                Int32(lane),
                pixels,
                output + unit * pixels * lane
            )
        }
    }

    /// Rearranges `part` of `batch` images of bytes from blocks of `lane` channels into planes.
    public static func unblockBytes(
        _ input: UnsafePointer<UInt8>,
        output: UnsafeMutablePointer<UInt8>,
        batch: Int,
        channels: Int,
        pixels: Int,
        lane: Int,
        part: Part
    ) {
        let blocks = (channels + lane - 1) / lane
        for unit in part.range(of: batch * blocks) {
            let first = unit % blocks * lane
            unsafe row_bytes_to_planes(
                input + unit * pixels * lane,
                pixels,
                Int32(min(lane, channels - first)),
                Int32(lane),
                pixels,
                output + (unit / blocks * channels + first) * pixels
            )
        }
    }

    private static func byteGrid(_ grid: ByteGrid) -> byte_grid {
        byte_grid(
            scale: grid.scale,
            zero: Int32(grid.zeroPoint),
            low: Float(-grid.zeroPoint),
            high: Float(255 - grid.zeroPoint)
        )
    }

    /// `part` of `count` elements in whole sixteens, but for the last.
    private static func sixteens(_ count: Int, _ part: Part) -> Range<Int> {
        let range = part.range(of: (count + 15) / 16)
        return range.lowerBound * 16..<max(range.lowerBound * 16, min(count, range.upperBound * 16))
    }

    /// Which of `taps` taps from `start` on lie within `extent`.
    private static func inside(
        _ start: Int,
        _ taps: Int,
        _ dilation: Int,
        _ extent: Int
    ) -> Range<Int> {
        let first = start < 0 ? (dilation - 1 - start) / dilation : 0
        let room = extent - start
        let end = min(taps, room <= 0 ? 0 : (room + dilation - 1) / dilation)
        return first..<max(first, end)
    }
}
