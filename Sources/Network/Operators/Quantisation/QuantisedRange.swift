internal import Graphs
internal import Tensors

extension ElementType {
    /// Whether quantised numbers are kept in it.
    var isQuantised: Bool { [.int8, .uint8, .int16, .uint16].contains(self) }
}

/// Numbers cut to the range of a quantised type.
struct QuantisedRange {
    private let type: ElementType
    private let lowest: Float
    private let highest: Float

    /// Throws for a type that no quantised numbers are kept in.
    init(_ type: ElementType, _ node: Node) throws(ModelError) {
        self.type = type
        switch type {
        case .int8: (lowest, highest) = (-128, 127)
        case .uint8: (lowest, highest) = (0, 255)
        case .int16: (lowest, highest) = (-32768, 32767)
        case .uint16: (lowest, highest) = (0, 65535)
        default: throw node.error(.unsupported("quantisation to \(type.rawValue)"))
        }
    }

    /// `value` rounded, ties to even, moved by `zeroPoint` and cut to the range; what is not a
    /// number becomes the zero point.
    func quantised(_ value: Float, zeroPoint: Int) -> Int32 {
        guard !value.isNaN else { return Int32(clamping: zeroPoint) }
        let moved = value.rounded(.toNearestOrEven) + Float(zeroPoint)
        return Int32(min(max(moved, lowest), highest))
    }

    /// A tensor of the type that holds `values`.
    func tensor(_ values: [Int32], shape: [Int], _ node: Node) throws(ModelError) -> Tensor {
        try Tensor(values, shape: shape).converted(to: type, node)
    }
}
