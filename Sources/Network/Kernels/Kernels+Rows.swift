public import KernelShapes

extension Kernels {
    /// Pools `batch` images in blocks.
    ///
    /// A kernel that lies outside of the input altogether is not allowed.
    public func pool(
        _ shape: PoolShape,
        _ method: PoolMethod,
        batch: Int,
        input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        part: Part = .whole
    ) {
        unsafe set.pool(
            shape,
            method,
            batch: batch,
            input: input,
            output: output,
            part: part
        )
    }

    /// The mean of the `pixels` pixels of each of `blocks` blocks: global average pooling.
    ///
    /// The result, one pixel for each block, is also a row for ``connect(_:batch:input:inputRowStride:weights:output:outputRowStride:scratch:part:)``.
    public func average(
        blocks: Int,
        pixels: Int,
        input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        part: Part = .whole
    ) {
        unsafe set.average(
            blocks: blocks,
            pixels: pixels,
            input: input,
            output: output,
            part: part
        )
    }

    /// Repeats each row `scaleY` times and each column `scaleX` times, in `blocks` blocks.
    public func enlarge(
        blocks: Int,
        height: Int,
        width: Int,
        scaleY: Int,
        scaleX: Int,
        input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        part: Part = .whole
    ) {
        unsafe set.enlarge(
            blocks: blocks,
            height: height,
            width: width,
            scaleY: scaleY,
            scaleX: scaleX,
            input: input,
            output: output,
            part: part
        )
    }

    /// The least of `channels` channels of each of `pixels` pixels of `batch` pictures in blocks.
    ///
    /// The output is in planes of one channel. A channel that is no number gives none.
    public func leastChannel(
        batch: Int,
        channels: Int,
        pixels: Int,
        input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        part: Part = .whole
    ) {
        unsafe set.leastChannel(
            batch: batch,
            channels: channels,
            pixels: pixels,
            input: input,
            output: output,
            part: part
        )
    }

    /// Puts rows and columns between those of `blocks` blocks: bilinear resizing.
    public func interpolate(
        blocks: Int,
        _ shape: InterpolationShape,
        input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        part: Part = .whole
    ) {
        unsafe set.interpolate(blocks: blocks, shape, input: input, output: output, part: part)
    }

    /// Adds element by element, then applies the activation; `count` is a multiple of 16.
    ///
    /// `output` may be one of the operands.
    public func add(
        _ left: UnsafePointer<Float>,
        _ right: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        count: Int,
        activation: Activation,
        part: Part = .whole
    ) {
        unsafe set.add(
            left,
            right,
            output: output,
            count: count,
            activation: activation,
            part: part
        )
    }

    /// Applies a curve to `count` elements in any layout; `output` may be the input.
    public func apply(
        _ curve: Curve,
        _ input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        count: Int,
        part: Part = .whole
    ) {
        unsafe set.apply(
            curve,
            input,
            output: output,
            count: count,
            part: part
        )
    }

    /// Softmax of `rows` rows of `count` elements, row-major; `output` may be the input.
    public func softmax(
        _ input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        rows: Int,
        count: Int,
        part: Part = .whole
    ) {
        unsafe set.softmax(
            input,
            output: output,
            rows: rows,
            count: count,
            part: part
        )
    }

    /// Rearranges images from planes (NCHW) into blocks of 16 channels, missing channels 0.
    public func block(
        _ input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        batch: Int,
        channels: Int,
        pixels: Int,
        part: Part = .whole
    ) {
        unsafe set.block(
            input,
            output: output,
            batch: batch,
            channels: channels,
            pixels: pixels,
            part: part
        )
    }

    /// Rearranges images from blocks of 16 channels into planes (NCHW).
    public func unblock(
        _ input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        batch: Int,
        channels: Int,
        pixels: Int,
        part: Part = .whole
    ) {
        unsafe set.unblock(
            input,
            output: output,
            batch: batch,
            channels: channels,
            pixels: pixels,
            part: part
        )
    }

    /// A fully connected layer of `batch` rows.
    ///
    /// Rows lie at strides; output rows have room for ``KernelShapes/FullyConnectedPlan/outputRowCount``
    /// floats. `scratch` is the part's own.
    public func connect(
        _ plan: FullyConnectedPlan,
        batch: Int,
        input: UnsafePointer<Float>,
        inputRowStride: Int,
        weights: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        outputRowStride: Int,
        scratch: UnsafeMutableRawPointer,
        part: Part = .whole
    ) {
        unsafe set.connect(
            plan,
            batch: batch,
            input: input,
            inputRowStride: inputRowStride,
            weights: weights,
            output: output,
            outputRowStride: outputRowStride,
            scratch: scratch,
            part: part
        )
    }
}
