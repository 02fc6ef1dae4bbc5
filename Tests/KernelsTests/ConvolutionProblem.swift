import KernelShapes
import Kernels

/// A generator whose seed a failing test names.
struct Draw: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func floats(_ count: Int) -> [Float] {
        (0..<count).map { _ in Float.random(in: -1...1, using: &self) }
    }
}

/// Rearranges NCHW into blocks of 16 channels, slowly.
func blocked(_ values: [Float], batch: Int, channels: Int, pixels: Int) -> [Float] {
    let blocks = (channels + 15) / 16
    var result = [Float](repeating: 0, count: batch * blocks * pixels * 16)
    for image in 0..<batch {
        for channel in 0..<channels {
            for pixel in 0..<pixels {
                result[
                    ((image * blocks + channel / 16) * pixels + pixel) * 16 + channel % 16
                ] = values[(image * channels + channel) * pixels + pixel]
            }
        }
    }
    return result
}

/// Rearranges blocks of 16 channels into NCHW, slowly.
func planar(_ values: [Float], batch: Int, channels: Int, pixels: Int) -> [Float] {
    let blocks = (channels + 15) / 16
    var result = [Float](repeating: 0, count: batch * channels * pixels)
    for image in 0..<batch {
        for channel in 0..<channels {
            for pixel in 0..<pixels {
                result[(image * channels + channel) * pixels + pixel] =
                    values[((image * blocks + channel / 16) * pixels + pixel) * 16 + channel % 16]
            }
        }
    }
    return result
}

/// A convolution with random data, and its slow twin in double precision.
struct ConvolutionProblem {
    let plan: ConvolutionPlan
    let batch: Int
    let input: [Float]
    let weights: [Float]
    let bias: [Float]
    let residual: [Float]?

    init(_ plan: ConvolutionPlan, batch: Int, addsResidual: Bool, seed: UInt64) {
        var draw = Draw(seed: seed)
        let shape = plan.shape
        self.plan = plan
        self.batch = batch
        let perOutput = shape.isDepthwise ? 1 : shape.inputChannels
        weights = draw.floats(
            shape.outputChannels * perOutput * shape.kernelHeight * shape.kernelWidth
        )
        bias = draw.floats(shape.outputChannels)
        input = draw.floats(batch * shape.inputChannels * shape.inputHeight * shape.inputWidth)
        residual =
            addsResidual
            ? draw.floats(batch * shape.outputChannels * shape.outputHeight * shape.outputWidth)
            : nil
    }

    private init(_ other: ConvolutionProblem, image: Int) {
        plan = other.plan
        batch = 1
        weights = other.weights
        bias = other.bias
        let size = other.input.count / other.batch
        input = Array(other.input[image * size..<(image + 1) * size])
        residual = other.residual.map {
            let size = $0.count / other.batch
            return Array($0[image * size..<(image + 1) * size])
        }
    }

    private init(
        _ other: ConvolutionProblem,
        plan: ConvolutionPlan,
        input: [Float]
    ) {
        self.plan = plan
        batch = other.batch
        weights = other.weights
        bias = other.bias
        self.input = input
        residual = other.residual
    }

    /// The same with the padding as zeros of the input.
    func paddedBeforehand() -> ConvolutionProblem {
        var shape = plan.shape
        let (pad, height, width) = (shape.padTop, shape.inputHeight, shape.inputWidth)
        precondition(pad == shape.padLeft && pad == shape.padBottom && pad == shape.padRight)
        (shape.inputHeight, shape.inputWidth) = (height + 2 * pad, width + 2 * pad)
        (shape.padTop, shape.padLeft, shape.padBottom, shape.padRight) = (0, 0, 0, 0)
        let planes = batch * shape.inputChannels
        var padded = [Float](repeating: 0, count: planes * shape.inputHeight * shape.inputWidth)
        for row in 0..<planes * height {
            let to = (row / height * shape.inputHeight + row % height + pad) * shape.inputWidth
            for column in 0..<width { padded[to + pad + column] = input[row * width + column] }
        }
        return ConvolutionProblem(
            self,
            plan: ConvolutionPlan(shape, activation: plan.activation),
            input: padded
        )
    }

    /// The same for one image of the batch.
    func single(_ image: Int) -> ConvolutionProblem { ConvolutionProblem(self, image: image) }

    /// The result in NCHW by the definition, and the largest sum before the activation.
    func reference() -> (values: [Double], largest: Double) {
        var largest = 1e-6
        let shape = plan.shape
        let perOutput = shape.isDepthwise ? 1 : shape.inputChannels
        var result: [Double] = []
        for image in 0..<batch {
            for output in 0..<shape.outputChannels {
                for y in 0..<shape.outputHeight {
                    for x in 0..<shape.outputWidth {
                        var sum = Double(bias[output])
                        for channel in 0..<perOutput {
                            let plane =
                                image * shape.inputChannels
                                + (shape.isDepthwise ? output : channel)
                            for row in 0..<shape.kernelHeight {
                                let from =
                                    y * shape.strideY - shape.padTop + row * shape.dilationY
                                guard (0..<shape.inputHeight).contains(from) else { continue }
                                for column in 0..<shape.kernelWidth {
                                    let at =
                                        x * shape.strideX - shape.padLeft
                                        + column * shape.dilationX
                                    guard (0..<shape.inputWidth).contains(at) else { continue }
                                    let pixel =
                                        (plane * shape.inputHeight + from) * shape.inputWidth + at
                                    let weight =
                                        ((output * perOutput + channel) * shape.kernelHeight
                                            + row) * shape.kernelWidth + column
                                    sum += Double(input[pixel]) * Double(weights[weight])
                                }
                            }
                        }
                        if let residual { sum += Double(residual[result.count]) }
                        largest = max(largest, abs(sum))
                        if sum < 0 { sum *= Double(plan.activation.slope) }
                        sum = max(sum, Double(plan.activation.low))
                        result.append(min(sum, Double(plan.activation.high)))
                    }
                }
            }
        }
        return (result, largest)
    }

    /// The result in blocks by the kernels, computed in `parts` parts.
    func computed(_ kernels: Kernels, parts: Int) -> [Float] {
        let shape = plan.shape
        let pixels = shape.outputHeight * shape.outputWidth
        let blocks =
            plan.method == .planes
            ? input
            : blocked(
                input,
                batch: batch,
                channels: shape.inputChannels,
                pixels: shape.inputHeight * shape.inputWidth
            )
        let residual = residual.map {
            blocked($0, batch: batch, channels: shape.outputChannels, pixels: pixels)
        }
        var packed = [Float](repeating: .nan, count: plan.packedCount)
        unsafe plan.pack(weights: weights, bias: bias, into: &packed)
        let count = batch * shape.outputBlocks * 16 * pixels
        var merged = [Float](repeating: .nan, count: count)
        for part in 0..<parts {
            // Unwritten elements must show.
            var output = [Float](repeating: .nan, count: count)
            let scratch = UnsafeMutableRawPointer.allocate(
                byteCount: plan.scratchByteCount + 64,
                alignment: 64
            )
            defer { unsafe scratch.deallocate() }
            unsafe scratch.initializeMemory(
                as: UInt8.self,
                repeating: 0xFF,
                count: plan.scratchByteCount + 64
            )
            unsafe blocks.withUnsafeBufferPointer { input in
                unsafe packed.withUnsafeBufferPointer { weights in
                    unsafe output.withUnsafeMutableBufferPointer { output in
                        var buffers = unsafe ConvolutionBuffers(
                            plan: plan,
                            input: input.baseAddress!,
                            weights: weights.baseAddress!,
                            output: output.baseAddress!,
                            scratch: scratch
                        )
                        guard let residual else {
                            return unsafe kernels.convolve(
                                plan,
                                batch: batch,
                                buffers,
                                part: Part(part, of: parts)
                            )
                        }
                        unsafe residual.withUnsafeBufferPointer {
                            unsafe buffers.residual = $0.baseAddress
                            unsafe kernels.convolve(
                                plan,
                                batch: batch,
                                buffers,
                                part: Part(part, of: parts)
                            )
                        }
                    }
                }
            }
            let guarded = unsafe scratch.loadUnaligned(
                fromByteOffset: plan.scratchByteCount,
                as: UInt64.self
            )
            precondition(guarded == .max, "scratch overrun")
            for (index, value) in output.enumerated() where !value.isNaN {
                precondition(merged[index].isNaN, "two parts wrote the same element")
                merged[index] = value
            }
        }
        return merged
    }

    /// The largest difference from the twin, as a share of the twin's largest sum.
    func error(of output: [Float], from reference: (values: [Double], largest: Double)) -> Double {
        let shape = plan.shape
        let values = planar(
            output,
            batch: batch,
            channels: shape.outputChannels,
            pixels: shape.outputHeight * shape.outputWidth
        )
        return zip(values, reference.values).reduce(0) { worst, pair in
            let difference = abs(Double(pair.0) - pair.1)
            return difference.isNaN ? .infinity : max(worst, difference)
        } / reference.largest
    }
}

extension ProcessorLevel {
    /// Every level that the running machine has.
    static var available: [ProcessorLevel] { allCases.filter { $0 <= .detected } }
}
