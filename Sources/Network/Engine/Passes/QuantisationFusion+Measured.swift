internal import Graphs
internal import KernelShapes
internal import Tensors

extension QuantisationFusion {
    /// What follows an integer sum: Cast to floats, Mul with a scale, Add of a bias, activation.
    private struct Scaling {
        /// A single float, and what it is multiplied by for each output channel.
        var scale: String
        var factors: [Float]
        var offsets: [Float] = []
        var tail: Tail
    }

    /// ConvInteger and MatMulInteger with constant weights whose sums are scaled at once, as
    /// quantisers write them whose scales are measured in every run.
    mutating func fuseIntegers(_ index: Int) {
        let node = rewriting.operations[index].node
        let isRows = node.operation == "MatMulInteger"
        guard node.inputs.count >= 2, let type = rewriting.facts[node.inputs[0]]?.elementType,
            let extents = rewriting.facts[node.inputs[0]]?.extents,
            let weights = wholeWeights(node, isRows),
            let (shape, groups) = integerShape(node, extents, weights.shape, isRows),
            let scaling = scaling(of: index, shape.outputChannels, isRows)
        else { return }
        var zeroPoint = type == .int8 ? 128 : 0
        var measured = MeasuredInput(scale: scaling.scale)
        if node.inputs.count > 2, !node.inputs[2].isEmpty {
            guard let fact = rewriting.facts[node.inputs[2]], fact.elementType == type,
                fact.extents?.reduce(1, *) == 1
            else { return }
            if let constant = fact.constant?.wholes {
                zeroPoint += constant[0]
            } else {
                measured.zeroPoint = node.inputs[2]
                zeroPoint = 0
            }
        }
        let numbers = ByteFactors(
            weights: isRows ? transposed(weights).values : weights.values,
            factors: scaling.factors,
            offsets: scaling.offsets
        )
        guard numbers.fits(shape, groups: groups, inputZeroPoint: zeroPoint) else { return }
        let product = ByteProduct(
            shape: shape,
            groups: groups,
            isRows: isRows,
            inputZeroPoint: zeroPoint,
            numbers: numbers,
            result: .floats(scaling.tail.activation),
            measured: measured
        )
        let inputs = [node.inputs[0], scaling.scale] + [measured.zeroPoint].compactMap(\.self)
        replace(index, scaling.tail, inputs: inputs, .product(product))
    }

    private func wholeWeights(_ node: Node, _ isRows: Bool) -> Rewriting.Weights? {
        let axis = isRows ? 1 : 0
        guard let constant = rewriting.facts[node.inputs[1]]?.constant,
            constant.elementType.isByte, var values = constant.wholes, !values.isEmpty,
            constant.shape.indices.contains(axis), !isRows || constant.shape.count == 2
        else { return nil }
        if node.inputs.count > 3, !node.inputs[3].isEmpty {
            guard let zeros = rewriting.facts[node.inputs[3]]?.constant,
                zeros.elementType == constant.elementType, let points = zeros.wholes,
                points.count == 1 || points.count == constant.shape[axis] && zeros.shape.count == 1
            else { return nil }
            let stride = constant.shape[(axis + 1)...].reduce(1, *)
            for place in values.indices {
                let channel = place / stride % constant.shape[axis]
                values[place] -= points[points.count == 1 ? 0 : channel]
            }
        }
        return Rewriting.Weights(
            values: values.map { Int16($0) },
            shape: constant.shape,
            scales: []
        )
    }

    private func integerShape(
        _ node: Node,
        _ extents: [Int],
        _ weights: [Int],
        _ isRows: Bool
    ) -> (ConvolutionShape, Int)? {
        if isRows {
            guard extents.count >= 2 else { return nil }
            return rowShape(extents, weights, false).map { ($0, 1) }
        }
        guard let picture = ValueExtents(extents) else { return nil }
        return (try? ConvolutionLowering.grouped(node, picture, weights)) ?? nil
    }

    private func scaling(of index: Int, _ outputs: Int, _ isRows: Bool) -> Scaling? {
        guard let cast = onlyTaker(of: index), let product = onlyTaker(of: cast) else { return nil }
        let casting = rewriting.operations[cast].node
        let scaled = rewriting.operations[product].node
        guard casting.operation == "Cast",
            rewriting.facts[casting.outputs[0]]?.elementType == .float32,
            scaled.operation == "Mul", scaled.opset >= 7, scaled.inputs.count == 2,
            let rank = rewriting.facts[casting.outputs[0]]?.shape?.count,
            rewriting.facts[scaled.outputs[0]]?.extents
                == rewriting.facts[casting.outputs[0]]?.extents
        else { return nil }
        let other = scaled.inputs[scaled.inputs[0] == casting.outputs[0] ? 1 : 0]
        guard let (scale, factors) = scale(other, outputs, rank, isRows) else { return nil }
        var result = Scaling(scale: scale, factors: factors, tail: Tail(last: product))
        result.tail.joined = [index, cast]
        if let sum = onlyTaker(of: product) {
            let node = rewriting.operations[sum].node
            if node.operation == "Add", node.opset >= 7, node.inputs.count == 2,
                let bias = perOutput(
                    node.inputs[node.inputs[0] == scaled.outputs[0] ? 1 : 0],
                    outputs,
                    rank,
                    isRows
                )
            {
                result.offsets = bias
                result.tail.joined.insert(product)
                result.tail.last = sum
            }
        }
        if let next = onlyTaker(of: result.tail.last),
            let activation = EpilogueFusion.activation(
                of: rewriting.operations[next].node,
                rewriting
            )
        {
            result.tail.activation = activation
            result.tail.joined.insert(result.tail.last)
            result.tail.last = next
        }
        return result
    }

    /// A computed scale: a single float, times constants.
    private func scale(
        _ name: String,
        _ outputs: Int,
        _ rank: Int,
        _ isRows: Bool
    ) -> (scale: String, factors: [Float])? {
        func isSingle(_ name: String) -> Bool {
            rewriting.facts[name]?.elementType == .float32
                && rewriting.facts[name]?.extents?.reduce(1, *) == 1
                && rewriting.facts[name]?.constant == nil
        }
        if let maker = maker(of: name), rewriting.operations[maker].bytes == nil {
            let node = rewriting.operations[maker].node
            if node.operation == "Mul", node.inputs.count == 2 {
                for (single, constant) in [(0, 1), (1, 0)] where isSingle(node.inputs[single]) {
                    if let factors = perOutput(node.inputs[constant], outputs, rank, isRows) {
                        return (node.inputs[single], factors)
                    }
                }
            }
        }
        return isSingle(name) ? (name, Array(repeating: 1, count: outputs)) : nil
    }

    /// The constant `name` as one number for each output channel of a value of `rank`.
    private func perOutput(
        _ name: String,
        _ outputs: Int,
        _ rank: Int,
        _ isRows: Bool
    ) -> [Float]? {
        guard let (values, shape) = rewriting.floats(name), shape.count <= rank else { return nil }
        if values.count == 1 { return Array(repeating: values[0], count: outputs) }
        let padded = Array(repeating: 1, count: rank - shape.count) + shape
        let axis = isRows ? rank - 1 : 1
        return values.count == outputs && padded[axis] == outputs ? values : nil
    }
}
