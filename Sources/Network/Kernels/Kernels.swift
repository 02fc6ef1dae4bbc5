internal import CTiles
public import KernelShapes
internal import KernelsBaseline

#if arch(x86_64)
internal import KernelsAVX2
internal import KernelsAVX512
#endif

/// The fast kernels, with the best instructions that the processor has.
///
/// Activations lie in blocks of 16 channels, [image][block][row][column][16], where missing
/// channels of the last block hold any finite values. Nothing is allocated, locked or counted.
/// Every function computes one ``KernelShapes/Part`` of its work, so that threads may share it;
/// on one processor level each element of an output has the same bits for any number of parts
/// and in any batch. Between levels bits differ.
public struct Kernels: Sendable, Hashable {
    /// The instructions used.
    public let level: ProcessorLevel

    /// Uses `level`; traps when the processor lacks it.
    public init(level: ProcessorLevel = .detected) {
        precondition(level <= .detected)
        self.level = level
    }

    /// Computes `part` of a convolution of `batch` images, with residual and activation.
    public func convolve(
        _ plan: ConvolutionPlan,
        batch: Int,
        _ buffers: ConvolutionBuffers,
        part: Part = .whole
    ) {
        switch level {
        case .baseline:
            unsafe KernelsBaseline.KernelSet.convolve(plan, batch: batch, buffers, part: part)
        #if arch(x86_64)
        case .avx2:
            unsafe KernelsAVX2.KernelSet.convolve(plan, batch: batch, buffers, part: part)
        case .avx512:
            unsafe KernelsAVX512.KernelSet.convolve(plan, batch: batch, buffers, part: part)
        #else
        case .avx2, .avx512: preconditionFailure()
        #endif
        }
    }
}

extension ProcessorLevel {
    /// The best level of the running processor.
    public static let detected = ProcessorLevel(rawValue: Int(processor_level())) ?? .baseline
}
