import Graphs
import Tensors

/// How quantisers write quantised graphs.
extension Sketch {
    /// `input` quantised to `type` and back.
    mutating func quantised(
        _ input: String,
        _ scale: Float,
        _ zeroPoint: Int,
        _ type: ElementType = .uint8
    ) -> String {
        let parts = grid(scale, zeroPoint, type)
        return node("DequantizeLinear", [node("QuantizeLinear", [input] + parts)] + parts)
    }

    /// `input` quantised to `type`.
    mutating func bytes(
        _ input: String,
        _ scale: Float,
        _ zeroPoint: Int,
        _ type: ElementType = .uint8
    ) -> String {
        node("QuantizeLinear", [input] + grid(scale, zeroPoint, type))
    }

    /// A scale and a zero point of `type`.
    mutating func grid(_ scale: Float, _ zeroPoint: Int, _ type: ElementType) -> [String] {
        let point =
            type == .int8
            ? Tensor([Int8(zeroPoint)], shape: []) : Tensor([UInt8(zeroPoint)], shape: [])
        return [constant(Tensor([scale], shape: [])), constant(point)]
    }

    /// Constant signed weights with a scale for each place along `axis`, or one for all.
    mutating func byteWeights(
        _ shape: [Int],
        axis: Int?
    ) -> (dequantised: String, scales: [Float]) {
        let values = (0..<shape.reduce(1, *)).map { _ in Int8.random(in: -127...127, using: &random)
        }
        let count = axis.map { shape[$0] } ?? 1
        let scales = (0..<count).map { _ in Float.random(in: 0.005...0.02, using: &random) }
        let name = node(
            "DequantizeLinear",
            [
                constant(Tensor(values, shape: shape)),
                constant(Tensor(scales, shape: axis == nil ? [] : [count])),
                constant(
                    Tensor([Int8](repeating: 0, count: count), shape: axis == nil ? [] : [count])
                ),
            ],
            ["axis": .int(axis ?? 0)]
        )
        return (name, scales)
    }

    /// A whole bias of `count` outputs in steps of the input's and the weights' scales.
    mutating func wholeBias(_ count: Int, _ inputScale: Float, _ scales: [Float]) -> String {
        let values = (0..<count).map { _ in Int32.random(in: -4000...4000, using: &random) }
        let steps = (0..<count).map { inputScale * scales[scales.count == 1 ? 0 : $0] }
        return node(
            "DequantizeLinear",
            [
                constant(Tensor(values, shape: [count])),
                constant(Tensor(steps, shape: [count])),
                constant(Tensor([Int32](repeating: 0, count: count), shape: [count])),
            ],
            ["axis": .int(0)]
        )
    }
}
