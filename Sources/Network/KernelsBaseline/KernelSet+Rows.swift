internal import CTiles
public import KernelShapes

extension KernelSet {
    /// Pools `part` of `batch` images.
    public static func pool(
        _ shape: PoolShape,
        _ method: PoolMethod,
        batch: Int,
        input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        part: Part
    ) {
        let height = shape.outputHeight
        let width = shape.outputWidth
        let reach = (shape.kernelWidth - 1) * shape.dilationX
        let room = shape.inputWidth - 1 - reach + shape.padLeft
        let inner = min((shape.padLeft + shape.strideX - 1) / shape.strideX, width)
        let innerEnd = max(inner, room < 0 ? 0 : min(width, room / shape.strideX + 1))
        for unit in part.range(of: batch * shape.blocks * height) {
            let plane = unit / height
            let row = unit % height
            let rows = taps(
                row * shape.strideY - shape.padTop,
                shape.kernelHeight,
                shape.dilationY,
                shape.inputHeight
            )
            let source = row * shape.strideY - shape.padTop + rows.lowerBound * shape.dilationY
            let from = unsafe input + (plane * shape.inputHeight + source) * shape.inputWidth * 16
            let to = unsafe output + (plane * height + row) * width * 16
            var job = unsafe row_pool()
            unsafe job.row_stride = shape.dilationY * shape.inputWidth * 16
            unsafe job.pixel_stride = shape.strideX * 16
            unsafe job.column_stride = shape.dilationX * 16
            unsafe job.rows = Int32(rows.count)
            var pixel = 0
            while pixel < width {
                let isInner = pixel >= inner && pixel < innerEnd
                let pixels = isInner ? innerEnd - pixel : 1
                let left = pixel * shape.strideX - shape.padLeft
                let columns = taps(left, shape.kernelWidth, shape.dilationX, shape.inputWidth)
                unsafe job.columns = Int32(columns.count)
                unsafe job.input = from + (left + columns.lowerBound * shape.dilationX) * 16
                unsafe job.output = to + pixel * 16
                switch method {
                case .max: unsafe row_pool_max(&job, pixels)
                case .average:
                    unsafe job.scale = 1 / Float(max(1, rows.count * columns.count))
                    unsafe row_pool_sum(&job, pixels)
                case .averageWithPads:
                    // Where the output's extents were rounded up, what lies beyond the
                    // padding does not count.
                    let bottom = shape.inputHeight + shape.padBottom + shape.padTop
                    let right = shape.inputWidth + shape.padRight + shape.padLeft
                    let counted =
                        taps(row * shape.strideY, shape.kernelHeight, shape.dilationY, bottom)
                        .count
                        * taps(pixel * shape.strideX, shape.kernelWidth, shape.dilationX, right)
                        .count
                    unsafe job.scale = 1 / Float(max(1, counted))
                    unsafe row_pool_sum(&job, pixels)
                }
                pixel += pixels
            }
        }
    }

    /// The taps of a kernel at `start` that lie in `0..<extent`.
    private static func taps(
        _ start: Int,
        _ count: Int,
        _ dilation: Int,
        _ extent: Int
    ) -> Range<Int> {
        let first = start < 0 ? (dilation - 1 - start) / dilation : 0
        let room = extent - start
        let end = min(count, room <= 0 ? 0 : (room + dilation - 1) / dilation)
        return min(first, end)..<end
    }

    /// The mean of the pixels of `part` of `blocks` blocks.
    public static func average(
        blocks: Int,
        pixels: Int,
        input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        part: Part
    ) {
        for block in part.range(of: blocks) {
            unsafe row_mean(input + block * pixels * 16, pixels, output + block * 16)
        }
    }

    /// Repeats rows and columns of `part` of `blocks` blocks.
    public static func enlarge(
        blocks: Int,
        height: Int,
        width: Int,
        scaleY: Int,
        scaleX: Int,
        input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        part: Part
    ) {
        let wide = width * scaleX * 16
        for row in part.range(of: blocks * height) {
            let to = unsafe output + row * scaleY * wide
            unsafe row_repeat(input + row * width * 16, width, scaleX, to)
            for copy in 1..<max(1, scaleY) {
                unsafe tile_copy(to + copy * wide, to, wide)
            }
        }
    }

    /// The least channel of each pixel of `part` of `batch` pictures, in planes of one channel.
    public static func leastChannel(
        batch: Int,
        channels: Int,
        pixels: Int,
        input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        part: Part
    ) {
        let blocks = (channels + 15) / 16
        for image in part.range(of: batch) {
            unsafe row_least(
                input + image * blocks * pixels * 16,
                blocks,
                pixels * 16,
                Int32(channels - (blocks - 1) * 16),
                pixels,
                output + image * pixels
            )
        }
    }

    /// Rows and columns of `part` of `blocks` blocks, as `shape` puts them between those that are there.
    public static func interpolate(
        blocks: Int,
        _ shape: InterpolationShape,
        input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        part: Part
    ) {
        let (height, width) = (shape.rows.count, shape.columnShares.count / 2)
        for place in part.range(of: blocks * height) {
            let (block, row) = (place / height, shape.rows[place % height])
            let from = unsafe input + block * shape.height * shape.width * 16
            unsafe shape.columns.withUnsafeBufferPointer { columns in
                unsafe shape.columnShares.withUnsafeBufferPointer { shares in
                    guard let columns = columns.baseAddress, let shares = shares.baseAddress else {
                        return
                    }
                    unsafe row_between(
                        from + row.first * shape.width * 16,
                        from + row.second * shape.width * 16,
                        row.firstShare,
                        row.secondShare,
                        columns,
                        shares,
                        width,
                        output + place * width * 16
                    )
                }
            }
        }
    }

    /// Adds `part` of `count` elements, in multiples of 16.
    public static func add(
        _ left: UnsafePointer<Float>,
        _ right: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        count: Int,
        activation: Activation,
        part: Part
    ) {
        let range = part.range(of: count / 16)
        let from = range.lowerBound * 16
        unsafe row_add(
            left + from,
            right + from,
            output + from,
            range.count * 16,
            tile_activation(activation)
        )
    }

    /// Applies a curve to `part` of `count` elements.
    public static func apply(
        _ curve: Curve,
        _ input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        count: Int,
        part: Part
    ) {
        let range = part.range(of: (count + 15) / 16)
        let from = range.lowerBound * 16
        let end = min(count, range.upperBound * 16)
        unsafe row_curve(input + from, output + from, end - from, Int32(curve.rawValue))
    }

    /// Softmax of `part` of `rows` rows of `count` elements.
    public static func softmax(
        _ input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        rows: Int,
        count: Int,
        part: Part
    ) {
        for row in part.range(of: rows) {
            unsafe row_softmax(input + row * count, output + row * count, count)
        }
    }

    /// Rearranges `part` of `batch` images from planes into blocks.
    public static func block(
        _ input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        batch: Int,
        channels: Int,
        pixels: Int,
        part: Part
    ) {
        let layout = LayoutPieces(channels: channels, pixels: pixels)
        for unit in part.range(of: batch * layout.countPerImage) {
            let piece = layout.piece(unit)
            unsafe row_to_block(
                input + piece.planar,
                pixels,
                piece.channels,
                piece.pixels,
                output + piece.blocked
            )
        }
    }

    /// Rearranges `part` of `batch` images from blocks into planes.
    public static func unblock(
        _ input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        batch: Int,
        channels: Int,
        pixels: Int,
        part: Part
    ) {
        let layout = LayoutPieces(channels: channels, pixels: pixels)
        for unit in part.range(of: batch * layout.countPerImage) {
            let piece = layout.piece(unit)
            unsafe row_to_planes(
                input + piece.blocked,
                pixels,
                piece.channels,
                piece.pixels,
                output + piece.planar
            )
        }
    }
}

/// Images cut into pieces of up to 64 pixels of one block, by which layouts change.
private struct LayoutPieces {
    let channels: Int
    let pixels: Int

    var blocks: Int { (channels + 15) / 16 }
    var countPerBlock: Int { (pixels + 63) / 64 }
    var countPerImage: Int { blocks * countPerBlock }

    /// Where piece `unit` starts in planes and in blocks, and its extents.
    func piece(_ unit: Int) -> (planar: Int, blocked: Int, channels: Int32, pixels: Int) {
        let block = unit / countPerBlock
        let pixel = unit % countPerBlock * 64
        let first = block % blocks * 16
        return (
            planar: (block / blocks * channels + first) * pixels + pixel,
            blocked: (block * pixels + pixel) * 16,
            channels: Int32(min(16, channels - first)),
            pixels: min(64, pixels - pixel)
        )
    }
}
