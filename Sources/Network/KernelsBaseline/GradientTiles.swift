internal import CTiles
internal import KernelShapes

/// Sums over Winograd's products of tiles, numbered through all images.
@safe
struct GradientTiles {
    let shape: GradientShape
    let input: PictureRun
    let gradient: PictureRun
    let sums: UnsafeMutablePointer<Float>
    /// [product][block][tile][16] of the input, then of the gradient.
    let transformed: UnsafeMutablePointer<Float>

    func run(images: Int, isAdding: Bool) {
        let tiles = images * shape.tiles
        let strips = (tiles + shape.stripTiles - 1) / shape.stripTiles
        for index in 0..<strips {
            let some = tiles * index / strips..<tiles * (index + 1) / strips
            transformInput(some)
            transformGradient(some)
            multiply(some.count, isAdding: isAdding || index > 0)
        }
    }

    /// Where the transformed gradient begins.
    private var second: UnsafeMutablePointer<Float> {
        unsafe transformed
            + GradientShape.products * shape.shape.inputBlocks * shape.stripTiles * 16
    }

    private func transformInput(_ tiles: Range<Int>) {
        let extents = shape.shape
        let room = shape.stripTiles
        let size = GradientShape.tileSide + 2
        var job = unsafe tile_winograd_input()
        unsafe job.row_stride = extents.inputWidth * 16
        unsafe job.product_stride = extents.inputBlocks * room * 16
        for block in 0..<extents.inputBlocks {
            for tile in tiles {
                let place = tile % shape.tiles
                let y = place / shape.tilesAcross * GradientShape.tileSide - extents.padTop
                let x = place % shape.tilesAcross * GradientShape.tileSide - extents.padLeft
                unsafe job.top = Int32(max(0, -y))
                unsafe job.left = Int32(max(0, -x))
                unsafe job.bottom = Int32(max(0, min(size, extents.inputHeight - y)))
                unsafe job.right = Int32(max(0, min(size, extents.inputWidth - x)))
                let row = block * extents.inputHeight + y
                unsafe job.input =
                    UnsafePointer(input.picture(tile / shape.tiles))
                    + (row * extents.inputWidth + x) * 16
                unsafe job.output = transformed + (block * room + tile - tiles.lowerBound) * 16
                unsafe tile_winograd6_forward(&job)
            }
        }
    }

    private func transformGradient(_ tiles: Range<Int>) {
        let extents = shape.shape
        let room = shape.stripTiles
        let side = GradientShape.tileSide
        for block in 0..<extents.outputBlocks {
            for tile in tiles {
                let place = tile % shape.tiles
                let y = place / shape.tilesAcross * side
                let x = place % shape.tilesAcross * side
                let row = block * extents.outputHeight + y
                unsafe gradient_winograd(
                    gradient.picture(tile / shape.tiles) + (row * extents.outputWidth + x) * 16,
                    extents.outputWidth * 16,
                    Int32(min(side, extents.outputHeight - y)),
                    Int32(min(side, extents.outputWidth - x)),
                    second + (block * room + tile - tiles.lowerBound) * 16,
                    extents.outputBlocks * room * 16
                )
            }
        }
    }

    private func multiply(_ count: Int, isAdding: Bool) {
        let extents = shape.shape
        let room = shape.stripTiles * 16
        let channels = extents.inputChannels
        var job = unsafe gradient_sums()
        unsafe job.input_pixel_stride = 16
        unsafe job.images = 1
        unsafe job.rows = 1
        unsafe job.pixels = count
        unsafe job.sum_stride = 16
        unsafe job.adds = isAdding ? 1 : 0
        for product in 0..<GradientShape.products {
            for from in 0..<extents.inputBlocks {
                unsafe job.input =
                    UnsafePointer(transformed) + (product * extents.inputBlocks + from) * room
                for to in 0..<extents.outputBlocks {
                    let block = product * extents.outputBlocks + to
                    unsafe job.gradient = UnsafePointer(second) + block * room
                    unsafe job.sums = sums + (block * channels + from * 16) * 16
                    unsafe gradient_add(&job, Int32(min(16, channels - from * 16)))
                }
            }
        }
    }
}
