internal import Graphs
internal import KernelShapes
internal import Tensors

extension Rewriting {
    /// The grid of a scale and a zero point that are constant and single; an absent zero point
    /// is 0.
    func grid(scale: String, zeroPoint: String?, _ type: ElementType) -> ByteGrid? {
        guard type == .uint8 || type == .int8, let scale = scalar(scale), scale.isFinite, scale > 0
        else { return nil }
        var zero = 0
        if let zeroPoint, !zeroPoint.isEmpty {
            guard let constant = facts[zeroPoint]?.constant, constant.elementType == type,
                let values = constant.wholes, values.count == 1
            else { return nil }
            zero = values[0]
        }
        return ByteGrid(scale: scale, zeroPoint: zero + (type == .int8 ? 128 : 0))
    }

    /// The grid of a QuantizeLinear or DequantizeLinear whose quantised values are of `type`.
    func grid(of node: Node, _ type: ElementType?) -> ByteGrid? {
        guard let type, node.inputs.count >= 2, (try? node.int("block_size")) ?? 0 == 0 else {
            return nil
        }
        return grid(
            scale: node.inputs[1],
            zeroPoint: node.inputs.count > 2 ? node.inputs[2] : nil,
            type
        )
    }

    /// Constant 8-bit weights less their zero points, with a scale for each place along the axis.
    struct Weights {
        /// In the order of the constant.
        var values: [Int16]
        var shape: [Int]
        /// One for each place along the axis.
        var scales: [Float]
    }

    /// The weights that were dequantised to the constant `name`, with scales along `axis`.
    func weights(dequantisedAs name: String, axis: Int) -> Weights? {
        guard let node = dequantised[name], (try? node.int("block_size")) ?? 0 == 0,
            let rank = facts[node.inputs[0]]?.constant?.shape.count
        else { return nil }
        let given = (try? node.int("axis")) ?? 1
        return weights(
            node.inputs[0],
            scale: node.inputs[1],
            zeroPoint: node.inputs.count > 2 ? node.inputs[2] : "",
            axis: axis,
            statedAxis: given < 0 ? given + rank : given
        )
    }

    /// The constant weights `name`; scales and zero points are single or lie along `axis`.
    func weights(
        _ name: String,
        scale: String,
        zeroPoint: String,
        axis: Int,
        statedAxis: Int
    ) -> Weights? {
        guard let constant = facts[name]?.constant, constant.elementType.isByte,
            let values = constant.wholes, let scales = floats(scale)?.values,
            constant.shape.indices.contains(axis), !values.isEmpty
        else { return nil }
        let extent = constant.shape[axis]
        func spread<Value>(_ values: [Value]) -> [Value]? {
            if values.count == 1 { return Array(repeating: values[0], count: extent) }
            return values.count == extent && statedAxis == axis ? values : nil
        }
        var zeros = [0]
        if !zeroPoint.isEmpty {
            guard let point = facts[zeroPoint]?.constant, let points = point.wholes,
                point.elementType == constant.elementType
            else { return nil }
            zeros = points
        }
        guard let scales = spread(scales), let zeros = spread(zeros) else { return nil }
        let stride = constant.shape[(axis + 1)...].reduce(1, *)
        return Weights(
            values: values.indices.map { Int16(values[$0] - zeros[$0 / stride % extent]) },
            shape: constant.shape,
            scales: scales
        )
    }

    /// The bias of `count` channels: whole numbers where its steps are `steps`, else real numbers.
    enum Bias {
        case none
        case whole([Int32])
        case real([Float])
    }

    /// The constant bias `name` for sums in `steps`; nil for what is no such bias.
    func bias(_ name: String, steps: [Float]) -> Bias? {
        if name.isEmpty { return Bias.none }
        guard let values = floats(name)?.values, values.count == steps.count else { return nil }
        if let node = dequantised[name], node.inputs.count >= 2,
            let constant = facts[node.inputs[0]]?.constant,
            let whole = constant.values(of: Int32.self),
            let scales = floats(node.inputs[1])?.values,
            scales.count == 1 || scales.count == steps.count, isZero(node.inputs.dropFirst(2).first)
        {
            let isExact = steps.indices.allSatisfy { index in
                let scale = scales[scales.count == 1 ? 0 : index]
                return (scale - steps[index]).magnitude <= steps[index] * 1e-6
            }
            if isExact { return .whole(whole) }
        }
        return .real(values)
    }

    private func isZero(_ name: String?) -> Bool {
        guard let name, !name.isEmpty else { return true }
        return facts[name]?.constant?.wholes?.allSatisfy { $0 == 0 } ?? false
    }
}

extension ElementType {
    /// Whether it is kept in 8 bits as a number.
    var isByte: Bool { self == .int8 || self == .uint8 }
}

extension Tensor {
    /// The elements of a tensor of 8-bit or 32-bit whole numbers.
    var wholes: [Int]? {
        switch elementType {
        case .int8: values(of: Int8.self)?.map(Int.init)
        case .uint8: values(of: UInt8.self)?.map(Int.init)
        case .int32: values(of: Int32.self)?.map(Int.init)
        default: nil
        }
    }
}
