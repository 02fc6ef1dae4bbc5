public import KernelShapes

/// The kernels of one processor level; this folder is compiled once for each.
///
/// The compiled levels share no symbols: only raw pointers, numbers and inlined C tiles may occur
/// here, no generic functions or closures of the standard library that are not inlined.
public enum KernelSet: KernelFunctions {
    /// Computes `part` of a convolution of `batch` images.
    public static func convolve(
        _ plan: ConvolutionPlan,
        batch: Int,
        _ buffers: ConvolutionBuffers,
        part: Part
    ) {
        switch plan.method {
        case .direct, .planes: unsafe convolveDirectly(plan, batch, buffers, part)
        case .depthwise: unsafe convolveDepthwise(plan, batch, buffers, part)
        case .winograd: unsafe convolveWinograd(plan, batch, buffers, part)
        }
    }
}
