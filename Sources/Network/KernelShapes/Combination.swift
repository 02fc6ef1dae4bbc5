/// How two values become one, element by element.
public enum Combination: Int, Sendable, Hashable, CaseIterable {
    /// Their sum.
    case add
    /// The first less the second.
    case subtract
    /// Their product.
    case multiply
    /// The first by the second.
    case divide
}

/// Two row-major values that are stretched to one shape, and combined.
///
/// Axes along which both go on alike are one axis here.
public struct CombinationShape: Sendable, Hashable {
    /// Extents of the common shape, at least one.
    public private(set) var extents: [Int]
    /// Floats from one place to the next along each axis of the first value; 0 where it repeats.
    public private(set) var leftStrides: [Int]
    /// The same of the second value.
    public private(set) var rightStrides: [Int]

    /// Elements of the last axis.
    public let rowCount: Int
    /// 0 where the first value repeats along the last axis, else 1.
    public let leftStep: Int
    /// The same of the second value.
    public let rightStep: Int
    /// Elements in all.
    public let count: Int

    /// Nil where the shapes do not fit each other; no extent is 0.
    public init?(_ left: [Int], _ right: [Int]) {
        let rank = max(left.count, right.count)
        let first = Array(repeating: 1, count: rank - left.count) + left
        let second = Array(repeating: 1, count: rank - right.count) + right
        guard zip(first, second).allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 }) else { return nil }
        (extents, leftStrides, rightStrides) = ([], [], [])
        count = zip(first, second).reduce(1) { $0 * max($1.0, $1.1) }
        var (leftStride, rightStride) = (1, 1)
        for axis in (0..<rank).reversed() {
            let extent = max(first[axis], second[axis])
            guard extent > 1 else { continue }
            let strides = (
                left: first[axis] == 1 ? 0 : leftStride, right: second[axis] == 1 ? 0 : rightStride
            )
            if let inner = extents.first, leftStrides[0] * inner == strides.left,
                rightStrides[0] * inner == strides.right
            {
                extents[0] *= extent
            } else {
                extents.insert(extent, at: 0)
                leftStrides.insert(strides.left, at: 0)
                rightStrides.insert(strides.right, at: 0)
            }
            leftStride *= first[axis]
            rightStride *= second[axis]
        }
        if extents.isEmpty { (extents, leftStrides, rightStrides) = ([1], [1], [1]) }
        let last = extents.count - 1
        (rowCount, leftStep, rightStep) = (extents[last], leftStrides[last], rightStrides[last])
    }

    /// Where row `row` begins in both values.
    public func starts(of row: Int) -> (left: Int, right: Int) {
        var (rest, left, right) = (row, 0, 0)
        for axis in (0..<extents.count - 1).reversed() {
            let next = rest / extents[axis]
            let place = rest - next * extents[axis]
            left += place * leftStrides[axis]
            right += place * rightStrides[axis]
            rest = next
        }
        return (left, right)
    }
}
