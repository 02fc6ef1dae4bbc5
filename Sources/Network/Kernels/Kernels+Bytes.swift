public import KernelShapes

extension Kernels {
    /// Computes `part` of a convolution or fully connected layer of bytes, of `batch` images.
    ///
    /// Blocks of bytes in, blocks of 16 channels of the result out; for
    /// ``KernelShapes/ByteProductMethod/rows`` rows in, rows with filler up to whole blocks out.
    public func multiply(
        _ plan: ByteProductPlan,
        batch: Int,
        _ buffers: ByteProductBuffers,
        part: Part = .whole
    ) {
        unsafe set.multiply(
            plan,
            batch: batch,
            buffers,
            hasDotProducts: hasDotProducts,
            part: part
        )
    }

    /// Makes bytes of `count` floats: divided by the scale, rounded with ties to even, moved by
    /// the zero point and cut to 0…255; what is not a number becomes the zero point.
    public func quantise(
        _ input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<UInt8>,
        count: Int,
        grid: ByteGrid,
        part: Part = .whole
    ) {
        unsafe set.quantise(input, output: output, count: count, grid: grid, part: part)
    }

    /// Makes pixels of 4 bytes of the pixels of up to 4 planes of floats.
    public func quantisePlanes(
        _ input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<UInt8>,
        batch: Int,
        channels: Int,
        pixels: Int,
        grid: ByteGrid,
        part: Part = .whole
    ) {
        unsafe set.quantisePlanes(
            input,
            output: output,
            batch: batch,
            channels: channels,
            pixels: pixels,
            grid: grid,
            part: part
        )
    }

    /// The least and the largest of `count` floats and 0; what is not a number does not count.
    public func range(
        of input: UnsafePointer<Float>,
        count: Int
    ) -> (least: Float, most: Float) {
        unsafe set.range(of: input, count: count)
    }

    /// Makes floats of `count` bytes.
    public func dequantise(
        _ input: UnsafePointer<UInt8>,
        output: UnsafeMutablePointer<Float>,
        count: Int,
        grid: ByteGrid,
        part: Part = .whole
    ) {
        unsafe set.dequantise(input, output: output, count: count, grid: grid, part: part)
    }

    /// Adds or multiplies `count` pairs of bytes, then applies the activation; `count` is a
    /// multiple of 16.
    public func pair(
        _ plan: BytePairPlan,
        _ left: UnsafePointer<UInt8>,
        _ right: UnsafePointer<UInt8>,
        output: UnsafeMutablePointer<UInt8>,
        count: Int,
        part: Part = .whole
    ) {
        unsafe set.pair(plan, left, right, output: output, count: count, part: part)
    }

    /// Looks `count` bytes up in a table of 256.
    public func look(
        up input: UnsafePointer<UInt8>,
        in table: UnsafePointer<UInt8>,
        output: UnsafeMutablePointer<UInt8>,
        count: Int,
        part: Part = .whole
    ) {
        unsafe set.look(up: input, in: table, output: output, count: count, part: part)
    }

    /// The largest bytes of the windows of `batch` images in blocks of 16 channels.
    ///
    /// A window that lies outside of the input altogether is not allowed.
    public func poolBytes(
        _ shape: PoolShape,
        batch: Int,
        input: UnsafePointer<UInt8>,
        output: UnsafeMutablePointer<UInt8>,
        part: Part = .whole
    ) {
        unsafe set.poolBytes(shape, batch: batch, input: input, output: output, part: part)
    }

    /// The mean of the `pixels` pixels of each of `blocks` blocks of 16 channels.
    public func averageBytes(
        blocks: Int,
        pixels: Int,
        input: UnsafePointer<UInt8>,
        inputGrid: ByteGrid,
        output: UnsafeMutablePointer<UInt8>,
        outputGrid: ByteGrid,
        part: Part = .whole
    ) {
        unsafe set.averageBytes(
            blocks: blocks,
            pixels: pixels,
            input: input,
            inputGrid: inputGrid,
            output: output,
            outputGrid: outputGrid,
            part: part
        )
    }

    /// Rearranges `batch` images of bytes from planes into blocks of `lane` channels, 4 or 16.
    public func blockBytes(
        _ input: UnsafePointer<UInt8>,
        output: UnsafeMutablePointer<UInt8>,
        batch: Int,
        channels: Int,
        pixels: Int,
        lane: Int,
        part: Part = .whole
    ) {
        unsafe set.blockBytes(
            input,
            output: output,
            batch: batch,
            channels: channels,
            pixels: pixels,
            lane: lane,
            part: part
        )
    }

    /// Rearranges `batch` images of bytes from blocks of `lane` channels, 4 or 16, into planes.
    public func unblockBytes(
        _ input: UnsafePointer<UInt8>,
        output: UnsafeMutablePointer<UInt8>,
        batch: Int,
        channels: Int,
        pixels: Int,
        lane: Int,
        part: Part = .whole
    ) {
        unsafe set.unblockBytes(
            input,
            output: output,
            batch: batch,
            channels: channels,
            pixels: pixels,
            lane: lane,
            part: part
        )
    }
}
