internal import CTiles
public import KernelShapes

extension KernelSet {
    /// See `GradientFunctions`.
    public static func moments(_ extents: RunExtents, input: PictureRun, result: PictureRun) {
        for image in 0..<extents.images {
            for block in 0..<extents.blocks {
                let to = unsafe result.picture(image) + block * 32
                unsafe row_moments(
                    input.picture(image) + block * extents.pixels * 16,
                    extents.pixels,
                    to,
                    to + 16
                )
            }
        }
    }

    /// See `GradientFunctions`.
    public static func normalise(
        _ extents: RunExtents,
        input: PictureRun,
        _ constants: NormalConstants,
        bend: Int32,
        output: PictureRun
    ) {
        for image in 0..<extents.images {
            for block in 0..<extents.blocks {
                let place = block * extents.pixels * 16
                unsafe row_normalise_batch(
                    input.picture(image) + place,
                    constants.scale + block * 16,
                    constants.shift + block * 16,
                    extents.pixels,
                    bend,
                    output.picture(image) + place
                )
            }
        }
    }

    /// See `GradientFunctions`.
    public static func normalisedSlope(
        _ extents: RunExtents,
        input: PictureRun,
        _ constants: NormalConstants,
        bend: Int32,
        gradient: PictureRun,
        result: PictureRun,
        sums: PictureRun
    ) {
        var job = unsafe normalised_block()
        unsafe job.pixels = extents.pixels
        for image in 0..<extents.images {
            for block in 0..<extents.blocks {
                let place = block * extents.pixels * 16
                unsafe job.input = UnsafePointer(input.picture(image) + place)
                unsafe job.scale = UnsafePointer(constants.scale + block * 16)
                unsafe job.shift = UnsafePointer(constants.shift + block * 16)
                unsafe job.mean = UnsafePointer(constants.mean + block * 16)
                unsafe job.inverse = UnsafePointer(constants.inverse + block * 16)
                unsafe row_normalised_slope(
                    &job,
                    gradient.picture(image) + place,
                    bend,
                    result.picture(image) + place,
                    sums.picture(image) + block * 32
                )
            }
        }
    }

    /// See `GradientFunctions`.
    public static func normalisedGradient(
        _ extents: RunExtents,
        input: PictureRun,
        _ constants: NormalConstants,
        gradient: PictureRun,
        isAdding: Bool,
        result: PictureRun
    ) {
        for image in 0..<extents.images {
            for block in 0..<extents.blocks {
                let place = block * extents.pixels * 16
                unsafe row_normalised_gradient(
                    gradient.picture(image) + place,
                    input.picture(image) + place,
                    constants.factors + block * 48,
                    extents.pixels,
                    isAdding ? 1 : 0,
                    result.picture(image) + place
                )
            }
        }
    }

    /// See `GradientFunctions`.
    public static func bend(
        _ extents: RunExtents,
        input: PictureRun,
        bend: Int32,
        output: PictureRun
    ) {
        for image in 0..<extents.images {
            unsafe row_bend(input.picture(image), extents.count, bend, output.picture(image))
        }
    }

    /// See `GradientFunctions`.
    public static func slope(
        _ extents: RunExtents,
        input: PictureRun,
        bend: Int32,
        gradient: PictureRun,
        isAdding: Bool,
        result: PictureRun
    ) {
        for image in 0..<extents.images {
            unsafe row_slope(
                input.picture(image),
                gradient.picture(image),
                extents.count,
                bend,
                isAdding ? 1 : 0,
                result.picture(image)
            )
        }
    }

    /// See `GradientFunctions`.
    public static func drop(
        _ extents: RunExtents,
        input: PictureRun,
        rate: Float,
        key: UInt32,
        isAdding: Bool,
        output: PictureRun
    ) {
        for image in 0..<extents.images {
            unsafe row_drop(
                input.picture(image),
                extents.count,
                rate,
                (key &+ UInt32(truncatingIfNeeded: image)) &* 0x9e37_79b1,
                isAdding ? 1 : 0,
                output.picture(image)
            )
        }
    }

    /// See `GradientFunctions`.
    public static func add(
        _ extents: RunExtents,
        _ left: PictureRun,
        _ right: PictureRun,
        bend: Int32,
        output: PictureRun
    ) {
        for image in 0..<extents.images {
            unsafe row_add_bend(
                left.picture(image),
                right.picture(image),
                extents.count,
                bend,
                output.picture(image)
            )
        }
    }

    /// See `GradientFunctions`.
    public static func accumulate(
        _ extents: RunExtents,
        input: PictureRun,
        isAdding: Bool,
        output: PictureRun
    ) {
        for image in 0..<extents.images {
            unsafe row_accumulate(
                input.picture(image),
                extents.count,
                isAdding ? 1 : 0,
                output.picture(image)
            )
        }
    }

    /// See `GradientFunctions`.
    public static func clear(_ extents: RunExtents, output: PictureRun) {
        for image in 0..<extents.images {
            unsafe tile_zero(output.picture(image), extents.count)
        }
    }
}
