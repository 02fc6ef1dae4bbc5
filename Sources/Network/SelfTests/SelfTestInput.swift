public import Graphs
public import Tensors

/// The input of a self-test, which everyone can make from its seed alone.
///
/// One stream of SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators",
/// 2014) whose first state is the seed. It runs through the inputs in the model's order and through
/// each in row-major order; of every 64 bits drawn an element takes, by its type:
///
/// - floating point: the upper 24 bits · 2⁻²³ − 1, which is exact,
/// - `uint8` and `int8`: the upper 8 bits,
/// - every other whole number and `bool`: the upper bit.
public struct SelfTestInput: Sendable {
    private var state: UInt64

    /// A stream from `seed`.
    public init(seed: UInt64) { state = seed }

    /// The tensors for `ports`, whose shapes must be known; nil for shapes that are not, and text.
    public static func tensors(_ ports: [GraphPort], seed: UInt64) -> [Tensor]? {
        var stream = SelfTestInput(seed: seed)
        var tensors: [Tensor] = []
        for port in ports {
            guard let shape = port.fact.extents,
                let tensor = stream.tensor(port.fact.elementType, shape)
            else { return nil }
            tensors.append(tensor)
        }
        return tensors
    }

    /// The next tensor; nil for text.
    public mutating func tensor(_ type: ElementType, _ shape: [Int]) -> Tensor? {
        let count = shape.reduce(1, *)
        switch type {
        case .float32: return Tensor(floats(count), shape: shape)
        case .float16, .bfloat16: return Tensor(.float32(floats(count)), shape: shape, as: type)
        case .float64: return Tensor(floats(count).map { Double($0) }, shape: shape)
        case .uint8: return Tensor(draw(count) { UInt8($0 >> 56) }, shape: shape)
        case .int8: return Tensor(draw(count) { Int8(bitPattern: UInt8($0 >> 56)) }, shape: shape)
        case .bool: return Tensor(draw(count) { $0 >> 63 == 1 }, shape: shape)
        case .int16: return Tensor(draw(count) { Int16($0 >> 63) }, shape: shape)
        case .int32: return Tensor(draw(count) { Int32($0 >> 63) }, shape: shape)
        case .int64: return Tensor(draw(count) { Int64($0 >> 63) }, shape: shape)
        case .uint16: return Tensor(draw(count) { UInt16($0 >> 63) }, shape: shape)
        case .uint32: return Tensor(draw(count) { UInt32($0 >> 63) }, shape: shape)
        case .uint64: return Tensor(draw(count) { $0 >> 63 }, shape: shape)
        case .string: return nil
        }
    }

    private mutating func floats(_ count: Int) -> [Float] {
        draw(count) { Float($0 >> 40) * 0x1p-23 - 1 }
    }

    private mutating func draw<Element>(
        _ count: Int,
        _ make: (UInt64) -> Element
    ) -> [Element] {
        var values: [Element] = []
        values.reserveCapacity(count)
        for _ in 0..<count { values.append(make(next())) }
        return values
    }

    private mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
        return bits ^ bits >> 31
    }
}
