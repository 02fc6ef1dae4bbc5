public import KernelShapes
internal import KernelsBaseline

#if arch(x86_64)
internal import KernelsAVX2
internal import KernelsAVX512
#endif

/// The kernels of training, with the best instructions that the processor has.
public enum GradientKernels {
    /// Those of `level`; traps when the processor lacks it.
    public static func set(
        _ level: ProcessorLevel = .detected
    ) -> any GradientFunctions.Type {
        precondition(level <= .detected)
        switch level {
        case .baseline: return KernelsBaseline.KernelSet.self
        #if arch(x86_64)
        case .avx2: return KernelsAVX2.KernelSet.self
        case .avx512, .avx512vnni: return KernelsAVX512.KernelSet.self
        #else
        case .avx2, .avx512, .avx512vnni: preconditionFailure()
        #endif
        }
    }
}
