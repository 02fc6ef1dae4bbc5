internal import Layers

extension Nonlinearity {
    /// The number by which the kernels know it, `enum bend` of `gradients.h`; 0 is none.
    var code: Int32 {
        switch self {
        case .relu: 1
        case .relu6: 2
        case .hardSwish: 3
        case .silu: 4
        case .gelu: 5
        case .sigmoid: 6
        case .leakyRelu: 7
        }
    }
}

extension Nonlinearity {
    /// Whether its slope at a place follows from its result there.
    var hasSlopeOfResult: Bool { self == .relu || self == .relu6 }
}
