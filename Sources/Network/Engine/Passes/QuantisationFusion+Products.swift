internal import Graphs
internal import KernelShapes
internal import Tensors

extension QuantisationFusion {
    /// Conv of dequantised bytes and weights.
    mutating func fuseConvolution(_ index: Int) {
        let node = rewriting.operations[index].node
        guard node.inputs.count >= 2, let source = source(node.inputs[0]),
            let weights = rewriting.weights(dequantisedAs: node.inputs[1], axis: 0),
            let extents = rewriting.facts[source.name]?.extents.flatMap({ ValueExtents($0) }),
            let (shape, groups) = try? ConvolutionLowering.grouped(node, extents, weights.shape)
        else { return }
        let tail = tail(of: index)
        guard
            let product = product(
                shape,
                groups,
                source,
                weights,
                bias: node.inputs.count > 2 ? node.inputs[2] : "",
                tail,
                isRows: false
            )
        else { return }
        replace(index, tail, inputs: [source.name], as: "QLinearConv", .product(product))
    }

    /// Gemm or MatMul of dequantised bytes and a dequantised constant matrix.
    mutating func fuseConnection(_ index: Int) {
        let node = rewriting.operations[index].node
        let isTransposed = node.operation == "Gemm" && ((try? node.int("transB")) ?? 0) != 0
        guard node.inputs.count >= 2, let source = source(node.inputs[0]),
            let weights = rewriting.weights(
                dequantisedAs: node.inputs[1],
                axis: isTransposed ? 0 : 1
            ), weights.shape.count == 2, isPlain(node),
            let rows = rewriting.facts[source.name]?.extents, rows.count >= 2,
            node.operation == "MatMul" || rows.count == 2,
            let shape = rowShape(rows, weights.shape, isTransposed)
        else { return }
        let tail = tail(of: index)
        guard
            let product = product(
                shape,
                1,
                source,
                isTransposed ? weights : transposed(weights),
                bias: node.inputs.count > 2 ? node.inputs[2] : "",
                tail,
                isRows: true
            )
        else { return }
        replace(index, tail, inputs: [source.name], as: "QLinearMatMul", .product(product))
    }

    /// QLinearConv and QLinearMatMul with constant weights and single scales of their input.
    mutating func fuseQuantised(_ index: Int) {
        let node = rewriting.operations[index].node
        guard node.inputs.count >= 8, let type = rewriting.facts[node.inputs[0]]?.elementType,
            let from = rewriting.grid(scale: node.inputs[1], zeroPoint: node.inputs[2], type),
            let made = rewriting.facts[node.outputs[0]]?.elementType,
            let to = rewriting.grid(scale: node.inputs[6], zeroPoint: node.inputs[7], made),
            let extents = rewriting.facts[node.inputs[0]]?.extents
        else { return }
        let source = Source(name: node.inputs[0], grid: from)
        let isRows = node.operation == "QLinearMatMul"
        guard
            var weights = rewriting.weights(
                node.inputs[3],
                scale: node.inputs[4],
                zeroPoint: node.inputs[5],
                axis: isRows ? 1 : 0,
                statedAxis: isRows ? 1 : 0
            )
        else { return }
        var shape: ConvolutionShape?
        var groups = 1
        var bias: [Int32] = []
        if isRows {
            guard weights.shape.count == 2, extents.count >= 2 else { return }
            shape = rowShape(extents, weights.shape, false)
            weights = transposed(weights)
        } else if let picture = ValueExtents(extents),
            let found = try? ConvolutionLowering.grouped(node, picture, weights.shape)
        {
            (shape, groups) = found
            if node.inputs.count > 8, !node.inputs[8].isEmpty {
                guard
                    let values = rewriting.facts[node.inputs[8]]?.constant?.values(of: Int32.self)
                else { return }
                bias = values
            }
        }
        guard let shape else { return }
        let numbers = ByteFactors(
            weights: weights.values,
            bias: bias,
            factors: weights.scales.map { from.scale * $0 / to.scale }
        )
        guard numbers.fits(shape, groups: groups, inputZeroPoint: from.zeroPoint) else { return }
        let product = ByteProduct(
            shape: shape,
            groups: groups,
            isRows: isRows,
            inputZeroPoint: from.zeroPoint,
            numbers: numbers,
            result: .bytes(zeroPoint: to.zeroPoint, .none)
        )
        replace(index, Tail(last: index), inputs: [source.name], .product(product))
    }

    /// Whether a Gemm is a product with a bias per output, and nothing else.
    private func isPlain(_ node: Node) -> Bool {
        node.operation == "MatMul"
            || ((try? node.int("transA")) ?? 0) == 0 && ((try? node.float("alpha")) ?? 1) == 1
                && ((try? node.float("beta")) ?? 1) == 1
    }

    /// A fully connected layer as a convolution of a picture of one row.
    func rowShape(
        _ input: [Int],
        _ matrix: [Int],
        _ isTransposed: Bool
    ) -> ConvolutionShape? {
        let rows = input.dropLast().reduce(1, *)
        let (inputs, outputs) =
            isTransposed ? (matrix[1], matrix[0]) : (matrix[0], matrix[1])
        guard rows > 0, inputs > 0, outputs > 0, input.last == inputs else { return nil }
        return ConvolutionShape(
            inputChannels: inputs,
            outputChannels: outputs,
            inputHeight: 1,
            inputWidth: rows,
            kernelHeight: 1,
            kernelWidth: 1
        )
    }

    /// The matrix with rows as columns.
    func transposed(_ weights: Rewriting.Weights) -> Rewriting.Weights {
        let (rows, columns) = (weights.shape[0], weights.shape[1])
        var made = weights
        made.shape = [columns, rows]
        for row in 0..<rows {
            for column in 0..<columns {
                made.values[column * rows + row] = weights.values[row * columns + column]
            }
        }
        return made
    }

    private func product(
        _ shape: ConvolutionShape,
        _ groups: Int,
        _ source: Source,
        _ weights: Rewriting.Weights,
        bias: String,
        _ tail: Tail,
        isRows: Bool
    ) -> ByteProduct? {
        let steps = weights.scales.map { source.grid.scale * $0 }
        guard let bias = rewriting.bias(bias, steps: steps) else { return nil }
        let step = tail.grid?.scale ?? 1
        var numbers = ByteFactors(weights: weights.values, factors: steps.map { $0 / step })
        switch bias {
        case .none: break
        case .whole(let values): numbers.bias = values
        case .real(let values): numbers.offsets = values.map { $0 / step }
        }
        guard numbers.fits(shape, groups: groups, inputZeroPoint: source.grid.zeroPoint) else {
            return nil
        }
        let result: ByteResult =
            if let grid = tail.grid {
                .bytes(zeroPoint: grid.zeroPoint, tail.activation.inSteps(of: grid.scale))
            } else {
                .floats(tail.activation)
            }
        return ByteProduct(
            shape: shape,
            groups: groups,
            isRows: isRows,
            inputZeroPoint: source.grid.zeroPoint,
            numbers: numbers,
            result: result
        )
    }
}

extension Activation {
    /// The same on values that were divided by `scale`, above 0.
    fileprivate func inSteps(of scale: Float) -> Activation {
        if case .clip(let low, let high) = self {
            return .clip(low: low / scale, high: high / scale)
        }
        return self
    }
}
