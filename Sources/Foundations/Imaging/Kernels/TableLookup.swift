/// Looks the features of places up in a table of three axes of equal bins, the outer ones open.
public enum TableLookup {
    /// One axis: a plane of features, and how its values are cut into bins.
    public struct Axis {
        let plane: [Float]
        let low: Float
        let step: Float
        let bins: Int

        /// Makes an axis; `bins` is 1...4096.
        public init(plane: [Float], low: Float, step: Float, bins: Int) {
            precondition((1...4096).contains(bins))
            self.plane = plane
            self.low = low
            self.step = step
            self.bins = bins
        }
    }

    /// An upright part of planes that are `width` wide.
    public struct Window {
        let width: Int
        let left: Int
        let top: Int
        let columns: Int
        let rows: Int

        /// Makes a window.
        public init(width: Int, left: Int, top: Int, columns: Int, rows: Int) {
            self.width = width
            self.left = left
            self.top = top
            self.columns = columns
            self.rows = rows
        }
    }

    /// Adds what the table says of every place of `window` to `total`, and joins its marks into
    /// `marked`, both row-major in the window.
    ///
    /// The last axis runs fastest. Twin: a plain loop, in the tests.
    public static func add(
        _ table: (values: [Float], marks: [UInt8]),
        axes: (Axis, Axis, Axis),
        window: Window,
        to total: inout [Float],
        marking marked: inout [UInt8]
    ) {
        precondition(total.count == window.columns * window.rows && marked.count == total.count)
        let (values, marks) = (table.values.span, table.marks.span)
        var cells = [Int32](repeating: 0, count: window.columns)
        var target = total.mutableSpan
        var marking = marked.mutableSpan
        for y in 0..<window.rows {
            let start = (window.top + y) * window.width + window.left
            find(&cells, axes.0, from: start, isFirst: true)
            find(&cells, axes.1, from: start, isFirst: false)
            find(&cells, axes.2, from: start, isFirst: false)
            let cells = cells.span
            let row = y * window.columns
            for x in 0..<cells.count {
                // Checked: a table that is too small must not be read behind its end.
                let cell = Int(unsafe cells[unchecked: x])
                unsafe target[unchecked: row &+ x] += values[cell]
                unsafe marking[unchecked: row &+ x] |= marks[cell]
            }
        }
    }

    /// Goes on to the next axis: `cell * bins + bin`.
    @inline(__always)
    private static func find(_ cells: inout [Int32], _ axis: Axis, from start: Int, isFirst: Bool) {
        precondition(start >= 0 && start + cells.count <= axis.plane.count)
        let (plane, low, step) = (axis.plane.span, axis.low, axis.step)
        let (last, bins) = (Float(axis.bins - 1), Int32(axis.bins))
        var target = cells.mutableSpan
        for x in 0..<target.count {
            let place = unsafe (plane[unchecked: start &+ x] - low) / step
            let kept = max(0, min(last, place))
            // 2^23 plus a small number holds that number, rounded to even, in its lowest bits.
            let lifted = kept + 8_388_608
            let rounded = Int32(truncatingIfNeeded: lifted.bitPattern & 0x7F_FFFF)
            let isOver: Int32 = lifted - 8_388_608 > kept ? 1 : 0
            let bin = rounded &- isOver
            unsafe target[unchecked: x] = isFirst ? bin : target[unchecked: x] &* bins &+ bin
        }
    }
}
