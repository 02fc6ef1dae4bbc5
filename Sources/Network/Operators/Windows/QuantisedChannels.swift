import Graphs
import Tensors

/// Scales and zero points, one for all or one for each channel of the first axis.
enum QuantisedChannels {
    /// Types of quantised numbers.
    static let types: Set<ElementType> = [.int8, .uint8]

    /// Throws unless input `index`, where given, is one number or one for each of `channels`.
    static func check(
        _ given: InputFacts,
        _ index: Int,
        channels: Dimension?
    ) throws(ModelError) {
        guard let shape = try given.optional(index)?.shape else { return }
        let isOne = shape.allSatisfy { $0.mayBe(.known(1)) }
        let isEach = shape.count == 1 && channels?.mayBe(shape[0]) ?? false
        guard isOne || isEach else {
            throw given.node.error(.inputs("input \(index) is of shape \(shape)"))
        }
    }

    /// The numbers of `tensor` less the zero point of their channel.
    static func centred(_ tensor: Tensor, _ zeroPoint: Tensor?, channels: Int) -> [Double] {
        var values = Reals.of(tensor)
        guard let zeroPoint = zeroPoint.map(Reals.of), channels > 0 else { return values }
        let inner = max(1, values.count / channels)
        for place in values.indices {
            values[place] -= zeroPoint[zeroPoint.count == 1 ? 0 : place / inner]
        }
        return values
    }
}
