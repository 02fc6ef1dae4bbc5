internal import Graphs
internal import Tensors

extension Tensor {
    /// All elements in double precision; throws for truth values and text.
    func doubles(_ node: Node) throws(ModelError) -> [Double] {
        try elements.acceptNumbers(Doubling(), node)
    }
}

private struct Doubling: NumberVisitor {
    func visit<Number: TensorNumber>(_ values: [Number]) -> [Double] {
        values.map(\.double)
    }
}
