internal import CTiles
public import KernelShapes

extension KernelSet {
    /// See `GradientFunctions`.
    public static func poolBack(
        _ shape: PoolShape,
        _ method: PoolMethod,
        images: Int,
        input: PictureRun,
        output: PictureRun,
        gradient: PictureRun,
        result: PictureRun
    ) {
        var job = unsafe row_pool_back()
        unsafe job.row_stride = shape.inputWidth * 16
        unsafe job.pixel_stride = shape.strideX * 16
        let room = shape.inputWidth - shape.kernelWidth + shape.padLeft
        let inner = min((shape.padLeft + shape.strideX - 1) / shape.strideX, shape.outputWidth)
        let innerEnd = max(
            inner,
            room < 0 ? 0 : min(shape.outputWidth, room / shape.strideX + 1)
        )
        for plane in 0..<images * shape.blocks {
            let image = plane / shape.blocks
            let block = plane % shape.blocks
            for row in 0..<shape.outputHeight {
                let top = row * shape.strideY - shape.padTop
                let firstRow = max(0, -top)
                let rows = min(shape.kernelHeight, shape.inputHeight - top) - firstRow
                let line = (block * shape.inputHeight + top + firstRow) * shape.inputWidth
                let to = (block * shape.outputHeight + row) * shape.outputWidth
                unsafe job.rows = Int32(rows)
                var pixel = 0
                while pixel < shape.outputWidth {
                    let isInner = pixel >= inner && pixel < innerEnd
                    let pixels = isInner ? innerEnd - pixel : 1
                    let left = pixel * shape.strideX - shape.padLeft
                    let firstColumn = max(0, -left)
                    let columns = min(shape.kernelWidth, shape.inputWidth - left) - firstColumn
                    let from = (line + left + firstColumn) * 16
                    unsafe job.columns = Int32(columns)
                    unsafe job.input = UnsafePointer(input.picture(image)) + from
                    unsafe job.result = result.picture(image) + from
                    unsafe job.output = UnsafePointer(output.picture(image)) + (to + pixel) * 16
                    unsafe job.gradient = UnsafePointer(gradient.picture(image)) + (to + pixel) * 16
                    switch method {
                    case .max: unsafe row_pool_max_back(&job, pixels)
                    case .average:
                        unsafe job.scale = 1 / Float(max(1, rows * columns))
                        unsafe row_pool_mean_back(&job, pixels)
                    case .averageWithPads:
                        unsafe job.scale = 1 / Float(shape.kernelHeight * shape.kernelWidth)
                        unsafe row_pool_mean_back(&job, pixels)
                    }
                    pixel += pixels
                }
            }
        }
    }

    /// See `GradientFunctions`.
    public static func mean(_ extents: RunExtents, input: PictureRun, output: PictureRun) {
        for image in 0..<extents.images {
            for block in 0..<extents.blocks {
                unsafe row_mean(
                    input.picture(image) + block * extents.pixels * 16,
                    extents.pixels,
                    output.picture(image) + block * 16
                )
            }
        }
    }

    /// See `GradientFunctions`.
    public static func meanBack(
        _ extents: RunExtents,
        gradient: PictureRun,
        isAdding: Bool,
        result: PictureRun
    ) {
        for image in 0..<extents.images {
            for block in 0..<extents.blocks {
                unsafe row_spread(
                    gradient.picture(image) + block * 16,
                    1 / Float(extents.pixels),
                    extents.pixels,
                    isAdding ? 1 : 0,
                    result.picture(image) + block * extents.pixels * 16
                )
            }
        }
    }

    /// See `GradientFunctions`.
    public static func largest(_ extents: RunExtents, input: PictureRun, output: PictureRun) {
        for image in 0..<extents.images {
            for block in 0..<extents.blocks {
                unsafe row_largest(
                    input.picture(image) + block * extents.pixels * 16,
                    extents.pixels,
                    output.picture(image) + block * 16
                )
            }
        }
    }

    /// See `GradientFunctions`.
    public static func largestBack(
        _ extents: RunExtents,
        input: PictureRun,
        output: PictureRun,
        gradient: PictureRun,
        isAdding: Bool,
        result: PictureRun
    ) {
        for image in 0..<extents.images {
            for block in 0..<extents.blocks {
                let place = block * extents.pixels * 16
                unsafe row_largest_back(
                    input.picture(image) + place,
                    output.picture(image) + block * 16,
                    gradient.picture(image) + block * 16,
                    extents.pixels,
                    isAdding ? 1 : 0,
                    result.picture(image) + place
                )
            }
        }
    }

    /// See `GradientFunctions`.
    public static func spread(
        images: Int,
        blocks: Int,
        from: (height: Int, width: Int),
        to: (height: Int, width: Int),
        stride: (y: Int, x: Int),
        input: PictureRun,
        isAdding: Bool,
        output: PictureRun
    ) {
        for image in 0..<images {
            let target = unsafe output.picture(image)
            if !isAdding { unsafe tile_zero(target, blocks * to.height * to.width * 16) }
            for block in 0..<blocks {
                for row in 0..<from.height {
                    let source =
                        unsafe input.picture(image)
                        + (block * from.height + row) * from.width * 16
                    let line = unsafe target + (block * to.height + row * stride.y) * to.width * 16
                    for column in 0..<from.width {
                        unsafe row_accumulate(
                            source + column * 16,
                            16,
                            isAdding ? 1 : 0,
                            line + column * stride.x * 16
                        )
                    }
                }
            }
        }
    }

    /// See `GradientFunctions`.
    public static func resize(
        _ tables: ResizeTables,
        images: Int,
        blocks: Int,
        input: PictureRun,
        output: PictureRun
    ) {
        let (height, width) = unsafe (tables.height, tables.width)
        let (rows, columns) = unsafe (tables.outputHeight, tables.outputWidth)
        var mix = unsafe row_mix(
            first: tables.columns.first,
            second: tables.columns.second,
            weights: tables.columnWeights
        )
        for image in 0..<images {
            for block in 0..<blocks {
                let from = unsafe input.picture(image) + block * height * width * 16
                let to = unsafe output.picture(image) + block * rows * columns * 16
                for row in 0..<rows {
                    unsafe row_resize(
                        from + Int(tables.rows.first[row]) * width * 16,
                        from + Int(tables.rows.second[row]) * width * 16,
                        tables.rowWeights[row],
                        &mix,
                        columns,
                        to + row * columns * 16
                    )
                }
            }
        }
    }

    /// See `GradientFunctions`.
    public static func resizeBack(
        _ tables: ResizeTables,
        images: Int,
        blocks: Int,
        gradient: PictureRun,
        result: PictureRun
    ) {
        let (height, width) = unsafe (tables.height, tables.width)
        let (rows, columns) = unsafe (tables.outputHeight, tables.outputWidth)
        var mix = unsafe row_mix(
            first: tables.columns.first,
            second: tables.columns.second,
            weights: tables.columnWeights
        )
        for image in 0..<images {
            for block in 0..<blocks {
                let to = unsafe result.picture(image) + block * height * width * 16
                let from = unsafe gradient.picture(image) + block * rows * columns * 16
                for row in 0..<rows {
                    unsafe row_resize_back(
                        from + row * columns * 16,
                        tables.rowWeights[row],
                        &mix,
                        columns,
                        to + Int(tables.rows.first[row]) * width * 16,
                        to + Int(tables.rows.second[row]) * width * 16
                    )
                }
            }
        }
    }
}
