public import KernelShapes

extension Kernels {
    /// Combines two row-major values element by element, stretched to one shape; `output` may be
    /// one of them where it is not stretched.
    public func combine(
        _ combination: Combination,
        _ shape: CombinationShape,
        _ left: UnsafePointer<Float>,
        _ right: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        part: Part = .whole
    ) {
        unsafe set.combine(combination, shape, left, right, output: output, part: part)
    }

    /// Brings every row of `shape` to mean 0 and spread 1, multiplies it by `scale` and adds
    /// `shift`, of which there are ``KernelShapes/NormalisationShape/parameterCount``; `output`
    /// may be the input.
    public func normalise(
        _ shape: NormalisationShape,
        _ input: UnsafePointer<Float>,
        scale: UnsafePointer<Float>,
        shift: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        part: Part = .whole
    ) {
        unsafe set.normalise(
            shape,
            input,
            scale: scale,
            shift: shift,
            output: output,
            part: part
        )
    }
}
