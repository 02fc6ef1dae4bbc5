internal import Graphs
internal import Tensors

/// Matrix product of quantised numbers, quantised again; scales may differ by row of the first
/// and by column of the second factor.
enum QLinearMatMul: Operator {
    static let name = "QLinearMatMul"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        let first = try inputs.required(0, { $0 == .int8 || $0 == .uint8 })
        let second = try inputs.required(3, { $0 == .int8 || $0 == .uint8 })
        for index in [1, 4, 6] { _ = try inputs.required(index, \.isFloating) }
        let type = try inputs.required(7, { $0 == .int8 || $0 == .uint8 }).elementType
        return [ValueFact(type, try WholeProduct.shape(first.shape, second.shape, node))]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let (first, second) = (try inputs.required(0), try inputs.required(3))
        let product = try WholeProduct(
            first.centred(by: inputs.required(2), axis: -2, node),
            second.centred(by: inputs.required(5), axis: -1, node),
            node
        )
        let firstScale = try inputs.required(1, \.isFloating)
        let secondScale = try inputs.required(4, \.isFloating)
        let (scale, point) = (try inputs.required(6, \.isFloating), try inputs.required(7))
        guard let zeroPoint = point.integers, zeroPoint.count == 1, scale.count == 1 else {
            throw node.error(.inputs("the product must have one scale and one zero point"))
        }
        let rows = try FactorScope(firstScale.shape, of: product.shape, axis: -2, node)
        let columns = try FactorScope(secondScale.shape, of: product.shape, axis: -1, node)
        let (rowScales, columnScales) = (
            try firstScale.singles(node), try secondScale.singles(node)
        )
        let resultScale = try scale.singles(node)[0]
        let range = try QuantisedRange(point.elementType, node)
        let quantised = product.sums.indices.map { place in
            let factor =
                rowScales[rows.index(of: place)] * columnScales[columns.index(of: place)]
                / resultScale
            let value = Float(product.sums[place]) * factor
            return range.quantised(value, zeroPoint: zeroPoint[0])
        }
        return [try range.tensor(quantised, shape: product.shape, node)]
    }
}
