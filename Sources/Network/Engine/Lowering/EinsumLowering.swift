internal import Graphs
internal import Operators
internal import Tensors

/// Einsum of two operands that is a product of matrices for each place of shared axes, the batch
/// among them.
enum EinsumLowering: Lowering {
    private typealias Label = EinsumEquation.Label

    private static let pairsMax = 1 << 16
    private static let extentMax = 1 << 30

    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        guard node.inputs.count == 2, let left = builder.floatShape(node.inputs[0]),
            let right = builder.floatShape(node.inputs[1]),
            builder.floatShape(node.outputs[0]) != nil
        else { return nil }
        let equation = try EinsumEquation(node, ranks: [left.count, right.count])
        let (one, two) = (equation.operands[0], equation.operands[1])
        guard let form = Form(equation, left, right) else { return nil }
        let (rows, columns) = (form.count(form.rows), form.count(form.columns))
        let (depth, batch) = (form.count(form.summed), form.count(form.shared))
        guard batch <= pairsMax, max(rows, columns, depth) < extentMax else { return nil }
        func order(_ labels: [Label], in all: [Label]) -> [Int] {
            labels.compactMap { all.firstIndex(of: $0) }
        }
        let first = builder.permuted(
            try builder.planar(node.inputs[0]),
            left,
            order(form.shared + form.rows + form.summed, in: one)
        )
        let second = builder.permuted(
            try builder.planar(node.inputs[1]),
            right,
            order(form.shared + form.summed + form.columns, in: two)
        )
        let to = builder.view(batch: 1, of: batch * rows * columns)
        let step = ProductStep(
            left: .buffer(first),
            right: .buffer(second),
            output: to,
            pairs: (0..<batch).map {
                ProductStep.Pair(
                    left: $0 * rows * depth,
                    right: $0 * depth * columns,
                    output: $0 * rows * columns
                )
            },
            rows: rows,
            columns: columns,
            depth: depth
        )
        builder.append(.kernel(.multiply(step)), takes: [first, second], makes: [to])
        let made = form.shared + form.rows + form.columns
        let result = builder.permuted(
            to,
            made.map { form.extents[$0] ?? 1 },
            order(equation.result, in: made)
        )
        builder.make(node.outputs[0], false, result)
        return LoweredKernel(name: "product", multiplications: batch * rows * columns * depth)
    }

    /// Which axes do what; nil for what is no product of matrices, or stretches.
    private struct Form {
        /// In both operands and in the result.
        let shared: [Label]
        /// In the left operand and in the result.
        let rows: [Label]
        /// In the right operand and in the result.
        let columns: [Label]
        /// In both operands alone.
        let summed: [Label]
        let extents: [Label: Int]

        init?(_ equation: EinsumEquation, _ left: [Int], _ right: [Int]) {
            let (one, two) = (equation.operands[0], equation.operands[1])
            let (first, second, result) = (Set(one), Set(two), Set(equation.result))
            guard first.count == one.count, second.count == two.count else { return nil }
            var extents: [Label: Int] = [:]
            for (label, extent) in zip(one + two, left + right) {
                guard extents.updateValue(extent, forKey: label) ?? extent == extent else {
                    return nil
                }
            }
            shared = equation.result.filter { first.contains($0) && second.contains($0) }
            rows = one.filter { !second.contains($0) }
            columns = two.filter { !first.contains($0) }
            summed = one.filter { second.contains($0) && !result.contains($0) }
            self.extents = extents
            // The first axis may be a batch, in which the extents of a product must not depend.
            guard result == first.union(second).subtracting(summed), let leading = one.first,
                shared.contains(leading)
            else { return nil }
        }

        func count(_ labels: [Label]) -> Int { labels.reduce(1) { $0 * (extents[$1] ?? 1) } }
    }
}
