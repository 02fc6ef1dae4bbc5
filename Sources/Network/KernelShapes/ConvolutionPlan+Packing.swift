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
        case .winograd: unsafe packWinograd(weights, packed)
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

    private func packDirect(_ weights: UnsafePointer<Float>, _ packed: UnsafeMutablePointer<Float>)
    {
        let taps = products
        let lane = method == .planes ? 1 : 16
        for output in 0..<shape.outputChannels {
            let (start, width) = place(output, rows: shape.inputChannels * taps)
            for input in 0..<shape.inputChannels {
                let from = (output * shape.inputChannels + input) * taps
                let first = input / lane * lane
                let depth = min(lane, shape.inputChannels - first)
                for tap in 0..<taps {
                    let row = (first * taps + tap * depth) + input % lane
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
        let kernel = shape.kernelHeight
        let transform = Self.filterTransform(points: tilePoints, taps: kernel)
        let size = tilePoints
        let slice = shape.inputChannels * shape.outputBlocks * 16
        var half = [Double](repeating: 0, count: size * kernel)
        for output in 0..<shape.outputChannels {
            let (start, width) = place(output, rows: shape.inputChannels)
            for input in 0..<shape.inputChannels {
                let from = (output * shape.inputChannels + input) * kernel * kernel
                for row in 0..<size {
                    for column in 0..<kernel {
                        var sum = 0.0
                        for tap in 0..<kernel {
                            let weight = unsafe weights[from + tap * kernel + column]
                            sum += transform[row * kernel + tap] * Double(weight)
                        }
                        half[row * kernel + column] = sum
                    }
                }
                for row in 0..<size {
                    for column in 0..<size {
                        var sum = 0.0
                        for tap in 0..<kernel {
                            sum += half[row * kernel + tap] * transform[column * kernel + tap]
                        }
                        let product = row * size + column
                        unsafe packed[product * slice + start + input * width] = Float(sum)
                    }
                }
            }
        }
    }

    /// The matrix G for the points 0, ±5/8, ±3/2 and infinity, or 0, ±1 and infinity: the powers of each point, scaled.
    public static func filterTransform(points: Int, taps: Int) -> [Double] {
        let near = 5.0 / 8
        let far = 3.0 / 2
        let roots: [Double] = points == 4 ? [0, 1, -1] : [0, near, -near, far, -far]
        let near2 = near * near
        let far2 = far * far
        let divisor1 = 2 * near2 * (near2 - far2)
        let divisor2 = 2 * far2 * (far2 - near2)
        let divisors: [Double] =
            points == 4
            ? [1, 2, 2] : [near2 * far2, divisor1, divisor1, divisor2, divisor2]
        var rows: [Double] = []
        for (point, divisor) in zip(roots, divisors) {
            var power = 1 / divisor
            for _ in 0..<taps {
                rows.append(power)
                power *= point
            }
        }
        return rows + (0..<taps).map { $0 == taps - 1 ? 1 : 0 }
    }
}
