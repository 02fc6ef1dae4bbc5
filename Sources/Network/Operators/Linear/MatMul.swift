import Graphs
import Tensors

/// Product of matrices as NumPy forms it: leading axes are a batch that stretches, and a tensor of
/// rank 1 is a row on the left and a column on the right.
enum MatMul: Operator {
    static let name = "MatMul"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 2...2)
        let first = try given.required(0, InputFacts.numbers)
        _ = try given.required(1, [first.elementType])
        return [try given.output(first.elementType, shape(given))]
    }

    private static func shape(_ given: InputFacts) throws(ModelError) -> [Dimension]? {
        guard let left = try given.shape(0, ranks: 1...Int.max),
            let right = try given.shape(1, ranks: 1...Int.max)
        else {
            return nil
        }
        let inner = right.count == 1 ? right[0] : right[right.count - 2]
        guard left[left.count - 1].mayBe(inner) else {
            throw given.node.error(.inputs("matrices of shapes \(left) and \(right)"))
        }
        let batch = try Broadcast.shape(
            of: [Array(left.dropLast(2)), Array(right.dropLast(2))],
            given.node
        )
        let rows = left.suffix(2).dropLast()
        let columns = right.count == 1 ? [] : right.suffix(1)
        return (batch ?? []) + rows + columns
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 2...2)
        let shape = try given.extents(infer(node, InputFacts.facts(inputs))[0])
        let (left, right) = (try given.tensor(0), try given.tensor(1))
        let batch = try MatrixBatch(left.shape, right.shape, node)
        guard left.elementType.isFloating else {
            let (first, second) = (Words.of(left), Words.of(right))
            let words = batch.flatMap { batch.product.words(first, $0, second, $1) }
            return [Words.tensor(words, shape: shape, as: left.elementType)]
        }
        let (first, second) = (Reals.of(left), Reals.of(right))
        let sums = batch.flatMap { batch.product.reals(first, $0, second, $1) }
        return [Reals.tensor(sums, shape: shape, as: left.elementType)]
    }
}
