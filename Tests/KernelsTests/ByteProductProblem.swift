import KernelShapes
import Kernels

/// An integer product with random data, and its slow twin.
struct ByteProductProblem {
    let plan: ByteProductPlan
    let batch: Int
    /// Row-major: [image][channel][row][column], or [row][channel] for rows.
    let input: [UInt8]
    let numbers: ByteFactors

    /// What `drawInput` and `drawWeight` give.
    init(
        _ shape: ConvolutionShape,
        groups: Int,
        batch: Int,
        isRows: Bool,
        isNarrow: Bool,
        inputZeroPoint: Int,
        result: ByteResult,
        draw: inout Draw,
        input drawInput: (inout Draw) -> UInt8,
        weight drawWeight: (inout Draw) -> Int16
    ) {
        let depth = shape.inputChannels / groups * shape.kernelHeight * shape.kernelWidth
        let outputs = shape.outputChannels
        var draw = draw
        let weights = (0..<outputs * depth).map { _ in drawWeight(&draw) }
        numbers = ByteFactors(
            weights: weights,
            bias: (0..<outputs).map { _ in Int32.random(in: -5000...5000, using: &draw) },
            factors: (0..<outputs).map { _ in
                Float.random(in: 0.2...2, using: &draw) / Float(100 * depth)
            },
            offsets: (0..<outputs).map { _ in Float.random(in: -9...9, using: &draw) }
        )
        input = (0..<batch * shape.inputChannels * shape.inputHeight * shape.inputWidth)
            .map { _ in drawInput(&draw) }
        plan = ByteProductPlan(
            shape,
            groups: groups,
            inputZeroPoint: inputZeroPoint,
            weights: weights,
            result: result,
            isRows: isRows,
            isNarrow: isNarrow
        )
        self.batch = batch
    }

    /// Sums in [image][channel][row][column], or [row][channel] for rows, in wide numbers.
    var sums: [Int] {
        let shape = plan.shape
        let (height, width) = (shape.inputHeight, shape.inputWidth)
        let inputs = shape.inputChannels / plan.groups
        let perGroup = shape.outputChannels / plan.groups
        let isRows = plan.method == .rows
        var sums: [Int] = []
        func product(_ image: Int, _ output: Int, _ y: Int, _ x: Int) -> Int {
            var sum = Int(numbers.bias[output])
            for channel in 0..<inputs {
                let source = output / perGroup * inputs + channel
                for row in 0..<shape.kernelHeight {
                    for column in 0..<shape.kernelWidth {
                        let fromY = y * shape.strideY + row * shape.dilationY - shape.padTop
                        let fromX = x * shape.strideX + column * shape.dilationX - shape.padLeft
                        guard (0..<height).contains(fromY), (0..<width).contains(fromX) else {
                            continue
                        }
                        let place =
                            isRows
                            ? fromX * shape.inputChannels + source
                            : ((image * shape.inputChannels + source) * height + fromY) * width
                                + fromX
                        let weight = numbers.weights[
                            ((output * inputs + channel) * shape.kernelHeight + row)
                                * shape.kernelWidth + column
                        ]
                        sum += (Int(input[place]) - plan.inputZeroPoint) * Int(weight)
                    }
                }
            }
            return sum
        }
        if isRows {
            for x in 0..<shape.outputWidth {
                for output in 0..<shape.outputChannels { sums.append(product(0, output, 0, x)) }
            }
            return sums
        }
        for image in 0..<batch {
            for output in 0..<shape.outputChannels {
                for y in 0..<shape.outputHeight {
                    for x in 0..<shape.outputWidth { sums.append(product(image, output, y, x)) }
                }
            }
        }
        return sums
    }

    /// The bits of every result in the order of ``sums``.
    var reference: [UInt32] {
        let shape = plan.shape
        let pixels = shape.outputHeight * shape.outputWidth
        return sums.enumerated().map { place, sum in
            let channel =
                plan.method == .rows
                ? place % shape.outputChannels : place / pixels % shape.outputChannels
            let scaled = Float(sum) * numbers.factors[channel]
            let value = scaled + numbers.offsets[channel]
            switch plan.result {
            case .sums: return UInt32(bitPattern: Int32(sum))
            case .floats(let activation): return activate(value, activation).bitPattern
            case .bytes(let zeroPoint, let activation):
                let rounded = activate(value, activation).rounded(.toNearestOrEven)
                return UInt32(min(max(rounded + Float(zeroPoint), 0), 255))
            }
        }
    }

    private func activate(_ value: Float, _ activation: Activation) -> Float {
        let leaked = value < 0 ? value * activation.slope : value
        return min(max(leaked, activation.low), activation.high)
    }

    /// The bits of every result of the kernel in the order of ``sums``.
    func run(_ kernels: Kernels, parts: Int) -> [UInt32] {
        let shape = plan.shape
        let pixels = shape.outputHeight * shape.outputWidth
        let isRows = plan.method == .rows
        let size = plan.result.elementByteCount
        let pixelsIn = isRows ? input : inPixels
        let count = batch * plan.paddedOutputs * pixels
        // A kernel that reads or writes beyond its buffers is found by the sanitiser only.
        let output = UnsafeMutableRawPointer.allocate(byteCount: count * size, alignment: 64)
        let packed = UnsafeMutableRawPointer.allocate(
            byteCount: plan.packedByteCount,
            alignment: 64
        )
        let source = UnsafeMutableRawPointer.allocate(
            byteCount: (pixelsIn.count + 63) / 64 * 64,
            alignment: 64
        )
        defer {
            unsafe output.deallocate()
            unsafe packed.deallocate()
            unsafe source.deallocate()
        }
        unsafe output.initializeMemory(as: UInt8.self, repeating: 0xEE, count: count * size)
        let bytes = unsafe source.initializeMemory(
            as: UInt8.self,
            repeating: 0xDD,
            count: (pixelsIn.count + 63) / 64 * 64
        )
        for (place, value) in pixelsIn.enumerated() { unsafe bytes[place] = value }
        unsafe plan.pack(numbers, into: packed)
        for part in 0..<parts {
            let scratch = UnsafeMutableRawPointer.allocate(
                byteCount: plan.scratchByteCount,
                alignment: 64
            )
            defer { unsafe scratch.deallocate() }
            let buffers = unsafe ByteProductBuffers(
                plan: plan,
                input: UnsafePointer(bytes),
                packed: UnsafeRawPointer(packed),
                output: output,
                scratch: scratch
            )
            unsafe kernels.multiply(plan, batch: batch, buffers, part: Part(part, of: parts))
        }
        var found: [UInt32] = []
        for index in 0..<batch * shape.outputChannels * pixels {
            let place: Int
            if isRows {
                let (row, channel) = index.quotientAndRemainder(dividingBy: shape.outputChannels)
                place = row * plan.paddedOutputs + channel
            } else {
                let (plane, pixel) = index.quotientAndRemainder(dividingBy: pixels)
                let (image, channel) = plane.quotientAndRemainder(dividingBy: shape.outputChannels)
                place =
                    ((image * shape.outputBlocks + channel / 16) * pixels + pixel) * 16
                    + channel % 16
            }
            found.append(
                size == 1
                    ? UInt32(unsafe output.load(fromByteOffset: place, as: UInt8.self))
                    : unsafe output.load(fromByteOffset: place * 4, as: UInt32.self)
            )
        }
        return found
    }

    /// The input in pixels of 4 or 16 channels, with arbitrary filler.
    private var inPixels: [UInt8] {
        let shape = plan.shape
        let pixels = shape.inputHeight * shape.inputWidth
        let lane = plan.lane
        let planes = plan.inputPlanes
        var result = [UInt8](repeating: 0xA5, count: batch * planes * pixels * lane)
        for image in 0..<batch {
            for channel in 0..<shape.inputChannels {
                for pixel in 0..<pixels {
                    let plane = image * planes + channel / lane
                    result[(plane * pixels + pixel) * lane + channel % lane] =
                        input[(image * shape.inputChannels + channel) * pixels + pixel]
                }
            }
        }
        return result
    }
}
