public import KernelShapes
internal import Kernels

/// Steps of optimisers on stretches of a vector of weights; any thread.
public enum ParameterUpdates {
    /// A step of AdamW on the places `range`.
    public static func step(
        _ numbers: AdamNumbers,
        _ range: Range<Int>,
        weights: inout [Float],
        gradients: [Float],
        mean: inout [Float],
        square: inout [Float]
    ) {
        precondition(range.upperBound <= min(weights.count, gradients.count))
        precondition(range.upperBound <= min(mean.count, square.count) && range.lowerBound >= 0)
        let at = range.lowerBound
        unsafe weights.withUnsafeMutableBufferPointer { weights in
            unsafe gradients.withUnsafeBufferPointer { gradients in
                unsafe mean.withUnsafeMutableBufferPointer { mean in
                    unsafe square.withUnsafeMutableBufferPointer { square in
                        guard let weights = weights.baseAddress, let mean = mean.baseAddress,
                            let gradients = gradients.baseAddress, let square = square.baseAddress
                        else { return }
                        unsafe GradientKernels.set().step(
                            numbers,
                            count: range.count,
                            weights: weights + at,
                            gradients: gradients + at,
                            mean: mean + at,
                            square: square + at
                        )
                    }
                }
            }
        }
    }

    /// A step with momentum on the places `range`.
    public static func step(
        _ numbers: MomentumNumbers,
        _ range: Range<Int>,
        weights: inout [Float],
        gradients: [Float],
        velocity: inout [Float]
    ) {
        precondition(range.upperBound <= min(weights.count, gradients.count, velocity.count))
        precondition(range.lowerBound >= 0)
        let at = range.lowerBound
        unsafe weights.withUnsafeMutableBufferPointer { weights in
            unsafe gradients.withUnsafeBufferPointer { gradients in
                unsafe velocity.withUnsafeMutableBufferPointer { velocity in
                    guard let weights = weights.baseAddress, let velocity = velocity.baseAddress,
                        let gradients = gradients.baseAddress
                    else { return }
                    unsafe GradientKernels.set().step(
                        numbers,
                        count: range.count,
                        weights: weights + at,
                        gradients: gradients + at,
                        velocity: velocity + at
                    )
                }
            }
        }
    }

    /// Moves `average` towards `values` by `share` on the places `range`.
    public static func blend(
        _ values: [Float],
        share: Float,
        _ range: Range<Int>,
        average: inout [Float]
    ) {
        precondition(range.lowerBound >= 0 && range.upperBound <= min(values.count, average.count))
        unsafe average.withUnsafeMutableBufferPointer { average in
            unsafe values.withUnsafeBufferPointer { values in
                guard let average = average.baseAddress, let values = values.baseAddress else {
                    return
                }
                unsafe GradientKernels.set().blend(
                    values + range.lowerBound,
                    share: share,
                    count: range.count,
                    average: average + range.lowerBound
                )
            }
        }
    }
}
