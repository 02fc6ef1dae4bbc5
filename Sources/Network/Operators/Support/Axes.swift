internal import Graphs

/// Axes as a node states them: counted from the end where negative.
enum Axes {
    /// `axis` counted from the front; throws unless it lies in `-rank..<rank`.
    static func normalised(_ axis: Int, rank: Int, _ node: Node) throws(ModelError) -> Int {
        guard axis >= -rank, axis < rank else {
            throw node.error(.inputs("axis \(axis) of a tensor of rank \(rank)"))
        }
        return axis < 0 ? axis + rank : axis
    }

    /// All of `axes` counted from the front, in their order; throws when one is out of range or
    /// named twice.
    static func normalised(_ axes: [Int], rank: Int, _ node: Node) throws(ModelError) -> [Int] {
        var isNamed = [Bool](repeating: false, count: rank)
        var result: [Int] = []
        for axis in axes {
            let normal = try normalised(axis, rank: rank, node)
            guard !isNamed[normal] else { throw node.error(.inputs("axis \(axis) twice")) }
            isNamed[normal] = true
            result.append(normal)
        }
        return result
    }
}
