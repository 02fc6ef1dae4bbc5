/// The numbers of an integer product besides its shape.
public struct ByteFactors: Sendable, Equatable {
    /// [output channel][input channel of the group][row][column], less their zero points.
    public var weights: [Int16]
    /// Per output channel, added to the sums; empty for zeros.
    public var bias: [Int32]
    /// Per output channel: what sums are multiplied by; empty for sums that stay.
    public var factors: [Float]
    /// Per output channel, added to the scaled sums; empty for zeros.
    public var offsets: [Float]

    /// Gathers the numbers.
    public init(
        weights: [Int16],
        bias: [Int32] = [],
        factors: [Float] = [],
        offsets: [Float] = []
    ) {
        self.weights = weights
        self.bias = bias
        self.factors = factors
        self.offsets = offsets
    }

    /// Whether all numbers are there and finite and no sum can leave 32 bits, whatever the inputs
    /// of `shape` are.
    public func fits(_ shape: ConvolutionShape, groups: Int, inputZeroPoint: Int) -> Bool {
        let outputs = shape.outputChannels
        let depth = shape.inputChannels / groups * shape.kernelHeight * shape.kernelWidth
        guard weights.count == outputs * depth, bias.isEmpty || bias.count == outputs,
            factors.isEmpty || factors.count == outputs,
            offsets.isEmpty || offsets.count == outputs,
            (factors + offsets).allSatisfy(\.isFinite),
            weights.allSatisfy({ (-255...255).contains($0) })
        else { return false }
        for output in 0..<outputs {
            var size = bias.isEmpty ? 0 : Int(bias[output].magnitude)
            for place in output * depth..<(output + 1) * depth {
                size += Int(weights[place].magnitude) * 510
            }
            if size > Int(Int32.max) { return false }
        }
        return true
    }
}

extension ByteProductPlan {
    /// Writes bias, factors, offsets and weights in the order the kernels read them.
    ///
    /// Pairs of output blocks as in ``ConvolutionPlan``; in a pair input planes, in a plane layers
    /// and taps, in a tap groups of 4 input channels, in a group the pair's output channels with 4
    /// weights each. Depthwise: blocks, in a block kernel rows in fours and columns, each with 4
    /// weights for each channel.
    ///
    /// - Parameters:
    ///   - numbers: What ``ByteFactors/fits(_:groups:inputZeroPoint:)``.
    ///   - packed: Room for ``packedByteCount`` bytes, aligned to 64.
    public func pack(_ numbers: ByteFactors, into packed: UnsafeMutableRawPointer) {
        let outputs = shape.outputChannels
        let padded = paddedOutputs
        unsafe packed.initializeMemory(as: UInt8.self, repeating: 0, count: packedByteCount)
        let bias = unsafe packed.assumingMemoryBound(to: Int32.self)
        let factors = unsafe (packed + padded * 4).assumingMemoryBound(to: Float.self)
        let depth = numbers.weights.count / outputs
        for output in 0..<outputs {
            var sum = 0
            for place in output * depth..<(output + 1) * depth {
                sum += Int(numbers.weights[place])
            }
            let own = numbers.bias.isEmpty ? 0 : Int(numbers.bias[output])
            unsafe bias[output] = Int32(own - inputZeroPoint * sum)
            if !numbers.factors.isEmpty {
                unsafe factors[output] = numbers.factors[output]
            }
            if !numbers.offsets.isEmpty {
                unsafe factors[padded + output] = numbers.offsets[output]
            }
        }
        let weights = unsafe (packed + weightOffset).assumingMemoryBound(to: Int8.self)
        if method == .depthwise {
            unsafe packDepthwise(numbers.weights, weights)
        } else {
            unsafe packPixels(numbers.weights, weights)
        }
    }

    /// Writes a header like the packed one for a zero point and a scale of the input that are known
    /// only now; the packed one is for the zero point 0 and the scale 1.
    ///
    /// - Parameters:
    ///   - header: Room for ``weightOffset`` bytes.
    ///   - packed: What ``pack(_:into:)`` wrote.
    ///   - weightSums: Sum of all weights of each output channel.
    ///   - zeroPoint: In 0…255.
    ///   - scale: What the factors are multiplied by.
    public func settle(
        _ header: UnsafeMutableRawPointer,
        from packed: UnsafeRawPointer,
        weightSums: UnsafePointer<Int32>,
        zeroPoint: Int,
        scale: Float
    ) {
        let padded = paddedOutputs
        unsafe header.copyMemory(from: packed, byteCount: weightOffset)
        let bias = unsafe header.assumingMemoryBound(to: Int32.self)
        let factors = unsafe (header + padded * 4).assumingMemoryBound(to: Float.self)
        for output in 0..<shape.outputChannels {
            unsafe bias[output] &-= Int32(zeroPoint) &* weightSums[output]
            unsafe factors[output] = scale * factors[output]
        }
    }

    private func packDepthwise(_ from: [Int16], _ packed: UnsafeMutablePointer<Int8>) {
        let (rows, columns) = (shape.kernelHeight, shape.kernelWidth)
        for channel in 0..<shape.outputChannels {
            let start = channel / 16 * quadRows * columns * 64 + channel % 16 * 4
            for row in 0..<rows {
                for column in 0..<columns {
                    let to = start + (row / 4 * columns + column) * 64 + row % 4
                    let weight = from[(channel * rows + row) * columns + column]
                    unsafe packed[to] = Int8(weight)
                }
            }
        }
    }

    private func packPixels(_ from: [Int16], _ packed: UnsafeMutablePointer<Int8>) {
        let taps = shape.kernelHeight * shape.kernelWidth
        let inputs = shape.inputChannels / groups
        let perGroup = shape.outputChannels / groups
        let (whole, tail) = tapGroups
        for output in 0..<shape.outputChannels {
            let pair = output / 32
            let width = pair * 2 + 1 < shape.outputBlocks ? 32 : 16
            let start = pair * depth * 128 + output % 32 * 4
            let first = output / perGroup * inputs - firstPlane(of: pair) * lane
            for input in 0..<inputs {
                let channel = first + input
                let plane = channel / lane
                let size = plane == planesPerPair - 1 ? tail : whole
                for tap in 0..<taps {
                    var rest = Int(from[(output * inputs + input) * taps + tap])
                    for layer in 0..<layers {
                        let part = min(127, max(-128, rest))
                        rest -= part
                        let group =
                            (plane * products) * whole + (layer * taps + tap) * size
                            + channel % lane / 4
                        unsafe packed[start + group * width * 4 + channel % 4] = Int8(part)
                    }
                }
            }
        }
    }
}
