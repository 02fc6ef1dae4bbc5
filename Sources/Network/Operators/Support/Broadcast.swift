internal import Graphs
internal import Tensors

/// How tensors of different shapes are stretched to a common one: axes are aligned at the end,
/// and an extent of 1 repeats.
struct Broadcast {
    /// The common shape.
    let shape: [Int]
    /// Number of elements of the common shape.
    let count: Int
    private let strides: [[Int]]

    /// Throws when the shapes do not fit, or the common one is too large.
    init(_ shapes: [[Int]], _ node: Node) throws(ModelError) {
        let rank = shapes.map(\.count).max() ?? 0
        var common = [Int](repeating: 1, count: rank)
        for shape in shapes {
            for (axis, extent) in shape.enumerated() where extent != 1 {
                let place = axis + rank - shape.count
                guard common[place] == 1 || common[place] == extent else {
                    throw node.error(.inputs("shapes \(shapes) do not fit each other"))
                }
                common[place] = extent
            }
        }
        self.shape = common
        count = try Extents.count(of: common, node)
        strides = shapes.map { shape in
            let own = Extents.strides(of: shape)
            let missing = rank - shape.count
            return common.indices.map { axis in
                axis < missing || shape[axis - missing] == 1 ? 0 : own[axis - missing]
            }
        }
    }

    /// Strides of operand `index` along the axes of the common shape, 0 where it repeats.
    func strides(of index: Int) -> [Int] { strides[index] }

    /// Combines two operands element by element.
    func combine<First, Second, Result>(
        _ first: [First],
        _ second: [Second],
        _ body: (First, Second) -> Result
    ) -> [Result] {
        var result: [Result] = []
        result.reserveCapacity(count)
        forEachRow { offsets, steps, length in
            var (i, j) = (offsets[0], offsets[1])
            for _ in 0..<length {
                result.append(body(first[i], second[j]))
                i += steps[0]
                j += steps[1]
            }
        }
        return result
    }

    /// Combines three operands element by element.
    func combine<First, Second, Third, Result>(
        _ first: [First],
        _ second: [Second],
        _ third: [Third],
        _ body: (First, Second, Third) -> Result
    ) -> [Result] {
        var result: [Result] = []
        result.reserveCapacity(count)
        forEachRow { offsets, steps, length in
            var (i, j, k) = (offsets[0], offsets[1], offsets[2])
            for _ in 0..<length {
                result.append(body(first[i], second[j], third[k]))
                i += steps[0]
                j += steps[1]
                k += steps[2]
            }
        }
        return result
    }

    /// Calls `body` for rows of the common shape, in order: where each operand starts, its
    /// steps, and how many elements follow.
    private func forEachRow(_ body: (_ offsets: [Int], _ steps: [Int], _ length: Int) -> Void) {
        guard count > 0 else { return }
        let (outer, length) = longestRow()
        let rowShape = Array(shape.prefix(outer))
        let steps = strides.map { outer < shape.count ? $0[shape.count - 1] : 0 }
        var walk = StridedWalk(shape: rowShape, strides: strides.map { Array($0.prefix(outer)) })
        repeat { body(walk.offsets, steps, length) } while walk.advance()
    }

    /// How many axes remain outside when those are joined inside that every operand goes through
    /// as if they were one.
    private func longestRow() -> (outer: Int, length: Int) {
        guard let last = shape.last else { return (0, 1) }
        var length = last
        var outer = shape.count - 1
        while outer > 0,
            strides.allSatisfy({ $0[outer - 1] == $0[shape.count - 1] &* length })
        {
            outer -= 1
            length *= shape[outer]
        }
        return (outer, length)
    }
}
