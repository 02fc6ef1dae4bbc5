internal import Tensors

/// Rounding of single precision to the formats of 16 bits that are kept in it.
enum HalfPrecision {
    /// `value` rounded to what `type` can hold; ties go to even.
    static func rounded(_ value: Float, to type: ElementType) -> Float {
        switch type {
        case .float16: Float(Float16(value))
        case .bfloat16: brain(value)
        default: value
        }
    }

    private static func brain(_ value: Float) -> Float {
        guard value.isFinite else { return value }
        let bits = value.bitPattern
        let half: UInt32 = 0x7fff &+ ((bits >> 16) & 1)
        return Float(bitPattern: (bits &+ half) & 0xffff_0000)
    }
}

extension Tensor {
    /// Makes a tensor of `elements` rounded to what `type` can hold.
    init(rounding elements: Elements, shape: [Int], to type: ElementType) {
        if case .float32(let values) = elements, type == .float16 || type == .bfloat16 {
            let rounded = values.map { HalfPrecision.rounded($0, to: type) }
            self.init(.float32(rounded), shape: shape, as: type)
        } else {
            self.init(elements, shape: shape, as: type)
        }
    }
}
