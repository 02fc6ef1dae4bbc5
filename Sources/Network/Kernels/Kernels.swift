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
public struct Kernels: Sendable {
    /// The instructions used.
    public let level: ProcessorLevel
    let set: any KernelFunctions.Type

    /// Whether 8-bit products are summed in fours.
    var hasDotProducts: Bool { level >= .avx512vnni }

    /// Uses `level`; traps when the processor lacks it.
    public init(level: ProcessorLevel = .detected) {
        precondition(level <= .detected)
        self.level = level
        switch level {
        case .baseline: set = KernelsBaseline.KernelSet.self
        #if arch(x86_64)
        case .avx2: set = KernelsAVX2.KernelSet.self
        case .avx512, .avx512vnni: set = KernelsAVX512.KernelSet.self
        #else
        case .avx2, .avx512, .avx512vnni: preconditionFailure()
        #endif
        }
    }

    /// Computes `part` of a convolution of `batch` images, with residual and activation.
    public func convolve(
        _ plan: ConvolutionPlan,
        batch: Int,
        _ buffers: ConvolutionBuffers,
        part: Part = .whole
    ) {
        unsafe set.convolve(plan, batch: batch, buffers, part: part)
    }
}

extension ProcessorLevel {
    /// The best level of the running processor.
    public static let detected = ProcessorLevel(rawValue: Int(processor_level())) ?? .baseline
}
