internal import Graphs
internal import Tensors

/// Ones on a diagonal, in the shape of the input; shape (rows, columns).
enum EyeLike: Operator {
    static let name = "EyeLike"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let input = try NodeInputs(node, inputs).required(0)
        if let rank = input.shape?.count, rank != 2 {
            throw node.error(.inputs("rank \(rank) in place of 2"))
        }
        return [ValueFact(try type(node, input.elementType), input.shape)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let input = try NodeInputs(node, inputs).required(0)
        guard input.shape.count == 2 else {
            throw node.error(.inputs("rank \(input.shape.count) in place of 2"))
        }
        let (rows, columns) = (input.shape[0], input.shape[1])
        let shift = try node.int("k") ?? 0
        var ones = [UInt8](repeating: 0, count: rows * columns)
        for row in 0..<rows {
            let (column, overflows) = row.addingReportingOverflow(shift)
            guard !overflows, (0..<columns).contains(column) else { continue }
            ones[row * columns + column] = 1
        }
        let type = try type(node, input.elementType)
        return [try Tensor(ones, shape: input.shape).converted(to: type, node)]
    }

    private static func type(
        _ node: Node,
        _ inputType: ElementType
    ) throws(ModelError) -> ElementType {
        guard let code = try node.int("dtype") else { return inputType }
        guard let type = ElementType(code: code) else {
            throw node.error(.unsupported("element type \(code)"))
        }
        return type
    }
}
