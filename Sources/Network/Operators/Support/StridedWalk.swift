/// A walk through a shape in row-major order that keeps the offset of one or more operands.
struct StridedWalk {
    private let shape: [Int]
    private let strides: [[Int]]
    private var index: [Int]
    /// Where each operand stands.
    private(set) var offsets: [Int]

    /// Starts at the first place; `strides` has a row for every operand.
    init(shape: [Int], strides: [[Int]], offsets: [Int]? = nil) {
        self.shape = shape
        self.strides = strides
        index = [Int](repeating: 0, count: shape.count)
        self.offsets = offsets ?? [Int](repeating: 0, count: strides.count)
    }

    /// Goes to the next place; false when there is none, and the walk is at the start again.
    mutating func advance() -> Bool {
        for axis in shape.indices.reversed() {
            index[axis] += 1
            if index[axis] < shape[axis] {
                for operand in strides.indices { offsets[operand] &+= strides[operand][axis] }
                return true
            }
            index[axis] = 0
            let back = shape[axis] &- 1
            for operand in strides.indices {
                offsets[operand] &-= strides[operand][axis] &* back
            }
        }
        return false
    }
}
