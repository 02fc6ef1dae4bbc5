internal import CTiles
public import KernelShapes

extension KernelSet {
    /// See `GradientFunctions`.
    public static func addWeightGradients(
        _ shape: GradientShape,
        images: Int,
        input: PictureRun,
        gradient: PictureRun,
        isAdding: Bool,
        sums: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutableRawPointer
    ) {
        if shape.isWinograd {
            let strip = unsafe GradientTiles(
                shape: shape,
                input: input,
                gradient: gradient,
                sums: sums,
                transformed: scratch.assumingMemoryBound(to: Float.self)
            )
            strip.run(images: images, isAdding: isAdding)
            return
        }
        let rows = shape.stripRows
        let together = shape.stripImages
        let height = shape.shape.outputHeight
        var image = 0
        while image < images {
            let count = min(together, images - image)
            var row = 0
            while row < height {
                let strip = unsafe GradientStrip(
                    shape: shape,
                    images: count,
                    row: row,
                    rows: min(rows, height - row),
                    input: PictureRun(input.picture(image), stride: input.stride),
                    gradient: PictureRun(gradient.picture(image), stride: gradient.stride),
                    isAdding: isAdding || image > 0 || row > 0,
                    sums: sums,
                    copy: scratch.assumingMemoryBound(to: Float.self)
                )
                strip.run()
                row += rows
            }
            image += count
        }
    }

    /// See `GradientFunctions`.
    public static func takeTaps(
        _ shape: GradientShape,
        sums: UnsafePointer<Float>,
        taps: UnsafeMutablePointer<Float>
    ) {
        let rows = shape.shape.outputBlocks * shape.shape.inputChannels
        unsafe gradient_winograd_taps(sums, rows * 16, rows, taps)
    }

    /// See `GradientFunctions`.
    public static func addBiasGradients(
        _ extents: RunExtents,
        gradient: PictureRun,
        isAdding: Bool,
        sums: UnsafeMutablePointer<Float>
    ) {
        for image in 0..<extents.images {
            for block in 0..<extents.blocks {
                unsafe gradient_add_bias(
                    gradient.picture(image) + block * extents.pixels * 16,
                    extents.pixels,
                    isAdding || image > 0 ? 1 : 0,
                    sums + block * 16
                )
            }
        }
    }
}

/// Some output rows of some images.
@safe
private struct GradientStrip {
    let shape: GradientShape
    let images: Int
    let row: Int
    let rows: Int
    let input: PictureRun
    let gradient: PictureRun
    let isAdding: Bool
    let sums: UnsafeMutablePointer<Float>
    let copy: UnsafeMutablePointer<Float>

    func run() {
        let convolution = shape.shape
        let lane = shape.lane
        var from = unsafe input.start
        var imageStride = unsafe input.stride
        var rowStride = convolution.inputWidth * lane
        var planeStride = rowStride * convolution.inputHeight
        if shape.copiesInput {
            rowStride = shape.stripWidth * lane
            planeStride = rowStride * shape.stripHeight(rows)
            imageStride = planeStride * shape.planes
            copyInput(imageStride, planeStride, rowStride)
            unsafe from = copy
        } else {
            unsafe from += row * convolution.strideY * rowStride
        }
        let pixels = convolution.outputHeight * convolution.outputWidth
        var job = unsafe gradient_sums()
        unsafe job.input_image_stride = imageStride
        unsafe job.input_row_stride = convolution.strideY * rowStride
        unsafe job.input_pixel_stride = convolution.strideX * lane
        unsafe job.gradient_image_stride = gradient.stride
        unsafe job.gradient_row_stride = convolution.outputWidth * 16
        unsafe job.images = images
        unsafe job.rows = rows
        unsafe job.pixels = convolution.outputWidth
        unsafe job.adds = isAdding ? 1 : 0
        let columns = convolution.kernelWidth
        let taps = shape.taps
        let channels = convolution.inputChannels
        for plane in 0..<shape.planes {
            let first = convolution.isDepthwise ? plane : 0
            let end = convolution.isDepthwise ? plane + 1 : convolution.outputBlocks
            for block in first..<end {
                unsafe job.gradient =
                    UnsafePointer(gradient.start)
                    + (block * pixels + row * convolution.outputWidth) * 16
                for kernelRow in 0..<convolution.kernelHeight {
                    let tap = kernelRow * columns
                    unsafe job.input =
                        UnsafePointer(from) + plane * planeStride + kernelRow * rowStride
                    if convolution.isDepthwise {
                        unsafe job.sums = sums + (block * taps + tap) * 16
                        unsafe gradient_add_depthwise(&job, Int32(columns))
                    } else if shape.isPlanar {
                        unsafe job.sums = sums + ((block * channels + plane) * taps + tap) * 16
                        unsafe gradient_add_planes(&job, Int32(columns))
                    } else {
                        unsafe job.sum_stride = taps * 16
                        let depth = Int32(min(16, channels - plane * 16))
                        for column in 0..<columns {
                            unsafe job.sums =
                                sums + ((block * channels + plane * 16) * taps + tap + column) * 16
                            unsafe gradient_add(&job, depth)
                            unsafe job.input += 16
                        }
                    }
                }
            }
        }
    }

    private func copyInput(_ imageStride: Int, _ planeStride: Int, _ rowStride: Int) {
        let convolution = shape.shape
        let lane = shape.lane
        let width = convolution.inputWidth * lane
        let left = min(convolution.padLeft * lane, rowStride)
        let inner = max(0, min(width, rowStride - left))
        for image in 0..<images {
            let source = unsafe input.picture(image)
            for plane in 0..<shape.planes {
                for line in 0..<shape.stripHeight(rows) {
                    let place = image * imageStride + plane * planeStride + line * rowStride
                    let to = unsafe copy + place
                    let from = row * convolution.strideY + line - convolution.padTop
                    if from < 0 || from >= convolution.inputHeight {
                        unsafe tile_zero(to, rowStride)
                        continue
                    }
                    unsafe tile_zero(to, left)
                    unsafe tile_copy(
                        to + left,
                        source + (plane * convolution.inputHeight + from) * width,
                        inner
                    )
                    unsafe tile_zero(to + left + inner, rowStride - left - inner)
                }
            }
        }
    }
}
