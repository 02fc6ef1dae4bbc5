internal import Graphs

/// Sizes of shapes that a file or an input states, computed without overflow.
enum Extents {
    /// Most elements of one tensor.
    static let elementLimit = 1 << 31

    /// Number of elements of `shape`; throws when an extent is negative or there are too many.
    ///
    /// An extent of 0 does not excuse the others: strides stay in range, too.
    @discardableResult
    static func count(of shape: [Int], _ node: Node) throws(ModelError) -> Int {
        var product = 1
        for extent in shape where extent != 0 {
            guard extent > 0 else { throw node.error(.inputs("an extent is \(extent)")) }
            let (next, overflows) = product.multipliedReportingOverflow(by: extent)
            guard !overflows, next <= elementLimit else {
                throw node.error(.tooLarge("a tensor of shape \(shape)"))
            }
            product = next
        }
        return shape.contains(0) ? 0 : product
    }

    /// Distance in elements between neighbours along every axis of a row-major `shape`.
    static func strides(of shape: [Int]) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() {
            strides[axis] = strides[axis + 1] &* shape[axis + 1]
        }
        return strides
    }
}
