import Graphs
import Tensors

/// Product of two matrices, scaled, plus a matrix.
enum Gemm: Operator {
    static let name = "Gemm"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 2...3)
        let first = try given.required(0, InputFacts.numbers)
        _ = try given.required(1, [first.elementType])
        _ = try given.optional(2, [first.elementType])
        for attribute in ["alpha", "beta"] { _ = try node.float(attribute) }
        let left = try oriented(given, 0, "transA")
        let right = try oriented(given, 1, "transB")
        if let left, let right, !left[1].mayBe(right[0]) {
            throw node.error(.inputs("matrices of shapes \(left) and \(right)"))
        }
        let shape = [left?[0] ?? .unknown, right?[1] ?? .unknown]
        if let added = try given.shape(2, ranks: 0...2) {
            let fits = zip(added.reversed(), shape.reversed()).allSatisfy { extent, whole in
                extent == .known(1) || extent.mayBe(whole)
            }
            guard fits else { throw node.error(.inputs("\(added) is added to \(shape)")) }
        }
        return [try given.output(first.elementType, shape)]
    }

    /// Shape of a matrix after its transposition.
    private static func oriented(
        _ given: InputFacts,
        _ index: Int,
        _ transposition: String
    ) throws(ModelError) -> [Dimension]? {
        let isTransposed = try given.node.int(transposition) ?? 0 != 0
        let shape = try given.shape(index, ranks: 2...2)
        return isTransposed ? shape?.reversed() : shape
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 2...3)
        let shape = try given.extents(infer(node, InputFacts.facts(inputs))[0])
        let left = try matrix(given, 0, "transA")
        let right = try matrix(given, 1, "transB")
        let alpha = Double(try node.float("alpha") ?? 1)
        let beta = Double(try node.float("beta") ?? 1)
        let product = MatrixProduct(rows: shape[0], inner: left.shape[1], columns: shape[1])
        let broadcast = try given.optionalTensor(2).map { (added) throws(ModelError) in
            (try Broadcast([shape, added.shape], node), added)
        }
        if left.elementType.isInteger, alpha == 1, beta == 1 {
            var words = product.words(Words.of(left), 0, Words.of(right), 0)
            if let (broadcast, added) = broadcast {
                words = broadcast.combine(words, Words.of(added)) { $0 &+ $1 }
            }
            return [Words.tensor(words, shape: shape, as: left.elementType)]
        }
        var sums = product.reals(Reals.of(left), 0, Reals.of(right), 0).map { $0 * alpha }
        if let (broadcast, added) = broadcast {
            sums = broadcast.combine(sums, Reals.of(added)) { $0 + beta * $1 }
        }
        return [Reals.tensor(sums, shape: shape, as: left.elementType)]
    }

    private static func matrix(
        _ given: InputFacts,
        _ index: Int,
        _ transposition: String
    ) throws(ModelError) -> Tensor {
        let isTransposed = try given.node.int(transposition) ?? 0 != 0
        let matrix = try given.tensor(index)
        return isTransposed ? try matrix.transposed([1, 0]) : matrix
    }
}
