/// The rows of a tensor along some neighbouring axes.
struct AxisRows {
    /// Elements of a row.
    let length: Int
    /// Distance of neighbours in a row.
    let step: Int
    /// Where the rows begin.
    let starts: [Int]

    /// The rows along `axes` of `shape`; none where the tensor is empty.
    init(_ shape: [Int], axes: Range<Int>) {
        length = shape[axes].reduce(1, *)
        let step = shape[axes.upperBound...].reduce(1, *)
        self.step = step
        let reach = length * step
        let outer = shape[..<axes.lowerBound].reduce(1, *)
        starts =
            reach == 0
            ? [] : (0..<outer).flatMap { row in (0..<step).map { row * reach + $0 } }
    }

    /// Changes every row of `values`.
    func change(_ values: inout [Double], _ body: (inout [Double]) -> Void) {
        for start in starts {
            var row = (0..<length).map { values[start + $0 * step] }
            body(&row)
            for index in 0..<length { values[start + index * step] = row[index] }
        }
    }
}
