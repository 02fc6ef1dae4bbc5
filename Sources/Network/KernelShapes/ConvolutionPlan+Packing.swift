extension ConvolutionPlan {
    /// Writes weights and bias in the order the kernels read them.
    ///
    /// Pairs of output blocks; in a pair taps (Winograd: see ``products``), in a tap input
    /// channels, in a channel the output channels of the pair. A last single block counts as a
    /// pair of half the width. The bias follows. Missing channels are 0.
    ///
    /// - Parameters:
    ///   - weights: [output channel][input channel][row][column]; depthwise [channel][row][column].
    ///   - bias: Per output channel, or nil for zeros.
    ///   - packed: Room for ``packedCount`` floats, best aligned to 64 bytes.
    public func pack(
        weights: UnsafePointer<Float>,
        bias: UnsafePointer<Float>?,
        into packed: UnsafeMutablePointer<Float>
    ) {
        unsafe packed.update(repeating: 0, count: packedCount)
        switch method {
        case .direct, .planes: unsafe packDirect(weights, packed)
        case .depthwise: unsafe packDepthwise(weights, packed)
        case .winograd2, .winograd4: unsafe packWinograd(weights, packed)
        }
        if let bias = unsafe bias {
            for channel in 0..<shape.outputChannels {
                unsafe packed[biasOffset + channel] = bias[channel]
            }
        }
    }

    /// Where output channel `output` of input channel 0 and the first tap is, and the width of
    /// its pair.
    private func place(_ output: Int, rows: Int) -> (offset: Int, width: Int) {
        let pair = output / 32
        let width = pair * 2 + 1 < shape.outputBlocks ? 32 : 16
        return (pair * rows * 32 + output % 32, width)
    }

    private func packDirect(_ weights: UnsafePointer<Float>, _ packed: UnsafeMutablePointer<Float>) {
        let taps = products
        let lane = method == .planes ? 1 : 16
        for output in 0..<shape.outputChannels {
            let (start, width) = place(output, rows: packedInputChannels * taps)
            for input in 0..<shape.inputChannels {
                let from = (output * shape.inputChannels + input) * taps
                for tap in 0..<taps {
                    let row = (input / lane * taps + tap) * lane + input % lane
                    unsafe packed[start + row * width] = weights[from + tap]
                }
            }
        }
    }

    private func packDepthwise(
        _ weights: UnsafePointer<Float>,
        _ packed: UnsafeMutablePointer<Float>
    ) {
        let taps = products
        for channel in 0..<shape.outputChannels {
            for tap in 0..<taps {
                let to = (channel / 16 * taps + tap) * 16 + channel % 16
                unsafe packed[to] = weights[channel * taps + tap]
            }
        }
    }

    private func packWinograd(
        _ weights: UnsafePointer<Float>,
        _ packed: UnsafeMutablePointer<Float>
    ) {
        let transform = method == .winograd2 ? Self.filter2 : Self.filter4
        let size = transform.count
        let slice = packedInputChannels * shape.outputBlocks * 16
        var half = [Double](repeating: 0, count: size * 3)
        for output in 0..<shape.outputChannels {
            let (start, width) = place(output, rows: packedInputChannels)
            for input in 0..<shape.inputChannels {
                let kernel = (output * shape.inputChannels + input) * 9
                for (row, factors) in transform.enumerated() {
                    for column in 0..<3 {
                        half[row * 3 + column] =
                            unsafe factors.0 * Double(weights[kernel + column])
                            + factors.1 * Double(weights[kernel + 3 + column])
                            + factors.2 * Double(weights[kernel + 6 + column])
                    }
                }
                for row in 0..<size {
                    for (column, factors) in transform.enumerated() {
                        let value =
                            half[row * 3] * factors.0 + half[row * 3 + 1] * factors.1
                            + half[row * 3 + 2] * factors.2
                        let product = row * size + column
                        unsafe packed[product * slice + start + input * width] = Float(value)
                    }
                }
            }
        }
    }

    /// The matrix G of F(2×2, 3×3).
    private static let filter2: [(Double, Double, Double)] = [
        (1, 0, 0), (0.5, 0.5, 0.5), (0.5, -0.5, 0.5), (0, 0, 1),
    ]

    /// The matrix G of F(4×4, 3×3).
    private static let filter4: [(Double, Double, Double)] = [
        (1.0 / 4, 0, 0), (-1.0 / 6, -1.0 / 6, -1.0 / 6), (-1.0 / 6, 1.0 / 6, -1.0 / 6),
        (1.0 / 24, 1.0 / 12, 1.0 / 6), (1.0 / 24, -1.0 / 12, 1.0 / 6), (0, 0, 1),
    ]
}
