internal import Graphs
internal import Tensors

/// A matrix product of whole numbers, the leading axes stretched to a common shape.
struct WholeProduct {
    /// Shape of the product.
    let shape: [Int]
    /// Sums, cut to their low 32 bits.
    let sums: [Int32]

    /// Throws when the shapes do not fit; `values` have their zero points subtracted.
    init(
        _ first: (values: [Int], shape: [Int]),
        _ second: (values: [Int], shape: [Int]),
        _ node: Node
    ) throws(ModelError) {
        let left = first.shape.count == 1 ? [1] + first.shape : first.shape
        let right = second.shape.count == 1 ? second.shape + [1] : second.shape
        guard left.count >= 2, right.count >= 2, left[left.count - 1] == right[right.count - 2]
        else {
            throw node.error(.inputs("a product of \(first.shape) and \(second.shape)"))
        }
        let (rows, inner) = (left[left.count - 2], left[left.count - 1])
        let columns = right[right.count - 1]
        let batch = try Broadcast([left.dropLast(2), right.dropLast(2)], node)
        shape =
            batch.shape + (first.shape.count == 1 ? [] : [rows])
            + (second.shape.count == 1 ? [] : [columns])
        let count = try Extents.count(of: batch.shape + [rows, columns], node)
        var sums: [Int32] = []
        sums.reserveCapacity(count)
        var walk = StridedWalk(
            shape: batch.shape,
            strides: [batch.strides(of: 0), batch.strides(of: 1)]
        )
        for _ in 0..<(count == 0 ? 0 : batch.count) {
            let (a, b) = (walk.offsets[0] * rows * inner, walk.offsets[1] * inner * columns)
            for row in 0..<rows {
                for column in 0..<columns {
                    var sum = 0
                    for k in 0..<inner {
                        sum &+=
                            first.values[a + row * inner + k]
                            &* second.values[b + k * columns + column]
                    }
                    sums.append(Int32(truncatingIfNeeded: sum))
                }
            }
            _ = walk.advance()
        }
        self.sums = sums
    }

    /// Shape of the product as far as it follows; throws when the shapes cannot fit.
    static func shape(
        _ first: [Dimension]?,
        _ second: [Dimension]?,
        _ node: Node
    ) throws(ModelError) -> [Dimension]? {
        guard let first, let second else { return nil }
        let left = first.count == 1 ? [.known(1)] + first : first
        let right = second.count == 1 ? second + [.known(1)] : second
        guard left.count >= 2, right.count >= 2 else {
            throw node.error(.inputs("a product of \(first) and \(second)"))
        }
        _ = try left[left.count - 1].unified(with: right[right.count - 2], node)
        let batch = try Broadcast.shape(of: [left.dropLast(2), right.dropLast(2)], node) ?? []
        return batch + (first.count == 1 ? [] : [left[left.count - 2]])
            + (second.count == 1 ? [] : [right[right.count - 1]])
    }
}

extension Tensor {
    /// The whole numbers less their zero points: one for all, or one for every place along
    /// `axis`, counted from the end.
    func centred(
        by zeroPoint: Tensor?,
        axis: Int,
        _ node: Node
    ) throws(ModelError) -> (values: [Int], shape: [Int]) {
        guard elementType == .int8 || elementType == .uint8, let values = integers else {
            throw node.error(.inputs("a factor is of type \(elementType.rawValue)"))
        }
        guard let zeroPoint else { return (values, shape) }
        guard let points = zeroPoint.integers, zeroPoint.elementType == elementType else {
            throw node.error(.inputs("a zero point is of another type than its factor"))
        }
        let scope = try FactorScope(zeroPoint.shape, of: shape, axis: axis, node)
        return (values.indices.map { values[$0] - points[scope.index(of: $0)] }, shape)
    }
}

/// Which scale or zero point belongs to which element of a factor.
struct FactorScope {
    private let broadcast: [Int]
    private let shape: [Int]
    private let strides: [Int]

    /// `parameter` is a single number, or has one for every place along `axis`, which is counted
    /// from the end; leading axes may be stated in full.
    init(
        _ parameter: [Int],
        of shape: [Int],
        axis: Int,
        _ node: Node
    ) throws(ModelError) {
        var own = parameter
        let place = shape.count + axis
        if own.count == 1, own[0] != 1, place >= 0 {
            own = [Int](repeating: 1, count: shape.count)
            own[place] = parameter[0]
        }
        let common = try Broadcast([shape, own], node)
        guard common.shape == shape || own.allSatisfy({ $0 == 1 }) else {
            throw node.error(.inputs("parameters \(parameter) for a factor of \(shape)"))
        }
        self.shape = shape
        strides = Extents.strides(of: shape)
        broadcast = common.strides(of: 1).suffix(shape.count)
    }

    /// Index of the parameter for element `place`.
    func index(of place: Int) -> Int {
        var index = 0
        for axis in shape.indices where broadcast[axis] != 0 {
            index += place / strides[axis] % shape[axis] * broadcast[axis]
        }
        return index
    }
}
