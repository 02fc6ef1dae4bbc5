internal import KernelShapes
internal import Kernels

/// A value of a picture in blocks: where it lies, and its extents.
struct BlockedPlace: Sendable {
    let offset: Int
    let channels: Int
    let height: Int
    let width: Int

    var blocks: Int { (channels + 15) / 16 }
    var pixels: Int { height * width }
    var count: Int { blocks * pixels * 16 }

    func extents(_ images: Int) -> RunExtents {
        RunExtents(images: images, blocks: blocks, pixels: pixels)
    }
}

/// A layer without weights, both ways; `input` and `output` are values on the way forward.
///
/// On the way back the gradient at `output` becomes, or is added to, the gradient at `input`.
struct PlainStep: BatchStep {
    enum Action: Sendable {
        case bend(Int32)
        case bendBack(Int32)
        case pool(PoolShape, PoolMethod)
        case poolBack(PoolShape, PoolMethod)
        case mean
        case meanBack
        case largest
        case largestBack
        case copy
        /// With another value, and then a nonlinearity.
        case add(BlockedPlace, Int32)
        case drop(rate: Float, salt: UInt32)
        case dropBack(rate: Float, salt: UInt32)
        /// From channel 0 of the input to a channel of the output.
        case join(at: Int)
        case joinBack(at: Int)
        case flatten
        case flattenBack
        case unitLength
        case unitLengthBack
    }

    let action: Action
    var input: BlockedPlace
    let output: BlockedPlace
    var inputGradient = 0
    var outputGradient = 0
    var isAdding = false

    var footprint: Int { input.count + output.count }

    func run(_ memory: RunnerMemory, _ images: Range<Int>, group: Int, thread: Int) {
        let kernels = memory.gradients
        let extents = input.extents(images.count)
        let from = unsafe memory.run(input.offset, images)
        let to = unsafe memory.run(output.offset, images)
        let gradient = unsafe memory.run(outputGradient, images)
        let result = unsafe memory.run(inputGradient, images)
        switch action {
        case .bend(let code): unsafe kernels.bend(extents, input: from, bend: code, output: to)
        case .bendBack(let code):
            unsafe kernels.slope(
                extents,
                input: from,
                bend: code,
                gradient: gradient,
                isAdding: isAdding,
                result: result
            )
        case .pool(let shape, let method):
            for image in images {
                unsafe memory.kernels.pool(
                    shape,
                    method,
                    batch: 1,
                    input: memory.picture(input.offset, image),
                    output: memory.picture(output.offset, image)
                )
            }
        case .poolBack(let shape, let method):
            if !isAdding { unsafe kernels.clear(extents, output: result) }
            unsafe kernels.poolBack(
                shape,
                method,
                images: images.count,
                input: from,
                output: to,
                gradient: gradient,
                result: result
            )
        case .mean: unsafe kernels.mean(extents, input: from, output: to)
        case .meanBack:
            unsafe kernels.meanBack(
                extents,
                gradient: gradient,
                isAdding: isAdding,
                result: result
            )
        case .largest: unsafe kernels.largest(extents, input: from, output: to)
        case .largestBack:
            unsafe kernels.largestBack(
                extents,
                input: from,
                output: to,
                gradient: gradient,
                isAdding: isAdding,
                result: result
            )
        case .copy:
            unsafe kernels.accumulate(extents, input: from, isAdding: isAdding, output: to)
        case .add(let other, let code):
            unsafe kernels.add(
                extents,
                from,
                memory.run(other.offset, images),
                bend: code,
                output: to
            )
        case .drop(let rate, let salt):
            unsafe kernels.drop(
                extents,
                input: from,
                rate: rate,
                key: memory.key &+ salt &+ UInt32(images.lowerBound),
                isAdding: false,
                output: to
            )
        case .dropBack(let rate, let salt):
            unsafe kernels.drop(
                extents,
                input: gradient,
                rate: rate,
                key: memory.key &+ salt &+ UInt32(images.lowerBound),
                isAdding: isAdding,
                output: result
            )
        case .join(let channel): join(memory, images, at: channel)
        case .joinBack(let channel): joinBack(memory, images, at: channel)
        case .flatten:
            for image in images {
                unsafe memory.kernels.unblock(
                    memory.picture(input.offset, image),
                    output: memory.picture(output.offset, image),
                    batch: 1,
                    channels: input.channels,
                    pixels: input.pixels
                )
            }
        case .flattenBack: flattenBack(memory, images)
        case .unitLength: for image in images { scaleToUnit(memory, image) }
        case .unitLengthBack: for image in images { scaleBack(memory, image) }
        }
    }

    /// Copies whole blocks where they fit, single channels otherwise.
    private func join(_ memory: RunnerMemory, _ images: Range<Int>, at first: Int) {
        for image in images {
            let from = unsafe memory.picture(input.offset, image)
            let to = unsafe memory.picture(output.offset, image)
            if first.isMultiple(of: 16), input.channels.isMultiple(of: 16) {
                unsafe (to + first * output.pixels).update(from: from, count: input.count)
                continue
            }
            for channel in 0..<input.channels {
                let source = unsafe from + place(channel)
                let target = unsafe to + place(first + channel)
                for pixel in 0..<input.pixels { unsafe target[pixel * 16] = source[pixel * 16] }
            }
        }
    }

    private func joinBack(_ memory: RunnerMemory, _ images: Range<Int>, at first: Int) {
        for image in images {
            let from = unsafe memory.picture(outputGradient, image)
            let to = unsafe memory.picture(inputGradient, image)
            for channel in 0..<input.channels {
                let source = unsafe from + place(first + channel)
                let target = unsafe to + place(channel)
                for pixel in 0..<input.pixels {
                    let value = unsafe source[pixel * 16]
                    unsafe target[pixel * 16] = isAdding ? target[pixel * 16] + value : value
                }
            }
        }
    }

    /// Where a channel's first pixel is.
    private func place(_ channel: Int) -> Int { channel / 16 * input.pixels * 16 + channel % 16 }

    private func flattenBack(_ memory: RunnerMemory, _ images: Range<Int>) {
        for image in images {
            let from = unsafe memory.picture(outputGradient, image)
            let to = unsafe memory.picture(inputGradient, image)
            for channel in 0..<input.channels {
                let source = unsafe from + channel * input.pixels
                let target = unsafe to + place(channel)
                for pixel in 0..<input.pixels {
                    let value = unsafe source[pixel]
                    unsafe target[pixel * 16] = isAdding ? target[pixel * 16] + value : value
                }
            }
        }
    }

    private func scaleToUnit(_ memory: RunnerMemory, _ image: Int) {
        let from = unsafe memory.picture(input.offset, image)
        let to = unsafe memory.picture(output.offset, image)
        for pixel in 0..<input.pixels {
            let inverse = unsafe inverseLength(from + pixel * 16)
            for channel in 0..<input.channels {
                let place = place(channel) + pixel * 16
                unsafe to[place] = from[place] * inverse
            }
        }
    }

    /// The part of the gradient at right angles to the result, divided by the length.
    private func scaleBack(_ memory: RunnerMemory, _ image: Int) {
        let from = unsafe memory.picture(input.offset, image)
        let made = unsafe memory.picture(output.offset, image)
        let gradient = unsafe memory.picture(outputGradient, image)
        let result = unsafe memory.picture(inputGradient, image)
        for pixel in 0..<input.pixels {
            let inverse = unsafe inverseLength(from + pixel * 16)
            var product: Float = 0
            for channel in 0..<input.channels {
                let place = place(channel) + pixel * 16
                unsafe product += made[place] * gradient[place]
            }
            for channel in 0..<input.channels {
                let place = place(channel) + pixel * 16
                let value = unsafe (gradient[place] - made[place] * product) * inverse
                unsafe result[place] = isAdding ? result[place] + value : value
            }
        }
    }

    private func inverseLength(_ pixel: UnsafeMutablePointer<Float>) -> Float {
        var sum: Float = 0
        for channel in 0..<input.channels {
            let value = unsafe pixel[place(channel)]
            sum += value * value
        }
        return 1 / max(sum, 1e-24).squareRoot()
    }
}

/// Enlarging by whole factors, both ways.
struct ResizeStep: BatchStep {
    let tables: ResizePlaces
    let input: BlockedPlace
    let output: BlockedPlace
    let isBack: Bool
    let isAdding: Bool

    var footprint: Int { input.count + output.count }

    func run(_ memory: RunnerMemory, _ images: Range<Int>, group: Int, thread: Int) {
        unsafe tables.withTables { tables in
            if !isBack {
                unsafe memory.gradients.resize(
                    tables,
                    images: images.count,
                    blocks: input.blocks,
                    input: memory.run(input.offset, images),
                    output: memory.run(output.offset, images)
                )
                return
            }
            if !isAdding {
                unsafe memory.gradients.clear(
                    input.extents(images.count),
                    output: memory.run(input.offset, images)
                )
            }
            unsafe memory.gradients.resizeBack(
                tables,
                images: images.count,
                blocks: input.blocks,
                gradient: memory.run(output.offset, images),
                result: memory.run(input.offset, images)
            )
        }
    }
}

/// Which pixels an enlarged row or column mixes: ONNX's half_pixel, or nearest by repetition.
struct ResizePlaces: Sendable {
    let height: Int
    let width: Int
    let rows: ResizeAxis
    let columns: ResizeAxis

    init(height: Int, width: Int, factor: Int, isSmooth: Bool) {
        self.height = height
        self.width = width
        rows = ResizeAxis(height, factor: factor, isSmooth: isSmooth)
        columns = ResizeAxis(width, factor: factor, isSmooth: isSmooth)
    }

    func withTables(_ body: (ResizeTables) -> Void) {
        unsafe rows.withPointers { firstRow, secondRow, rowWeights in
            unsafe columns.withPointers { firstColumn, secondColumn, columnWeights in
                unsafe body(
                    ResizeTables(
                        height: height,
                        width: width,
                        rows: (firstRow, secondRow),
                        columns: (firstColumn, secondColumn),
                        rowWeights: rowWeights,
                        columnWeights: columnWeights,
                        outputHeight: rows.first.count,
                        outputWidth: columns.first.count
                    )
                )
            }
        }
    }
}

/// One axis of ``ResizePlaces``.
struct ResizeAxis: Sendable {
    var first: [Int32] = []
    var second: [Int32] = []
    var weights: [Float] = []

    init(_ count: Int, factor: Int, isSmooth: Bool) {
        for place in 0..<count * factor {
            if !isSmooth {
                first.append(Int32(place / factor))
                second.append(Int32(place / factor))
                weights.append(0)
                continue
            }
            let at = (Double(place) + 0.5) / Double(factor) - 0.5
            let bounded = min(max(at, 0), Double(count - 1))
            let low = Int(bounded)
            first.append(Int32(low))
            second.append(Int32(min(low + 1, count - 1)))
            weights.append(Float(bounded - Double(low)))
        }
    }

    func withPointers(
        _ body: (UnsafePointer<Int32>, UnsafePointer<Int32>, UnsafePointer<Float>) -> Void
    ) {
        unsafe first.withUnsafeBufferPointer { first in
            unsafe second.withUnsafeBufferPointer { second in
                unsafe weights.withUnsafeBufferPointer { weights in
                    guard let one = first.baseAddress, let two = second.baseAddress,
                        let three = weights.baseAddress
                    else { return }
                    unsafe body(one, two, three)
                }
            }
        }
    }
}
