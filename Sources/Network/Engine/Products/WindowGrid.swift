internal import Operators

/// The windows of a convolution over one plane of up to three axes.
struct WindowGrid {
    private let outer: WindowAxis
    private let middle: WindowAxis
    private let inner: WindowAxis
    /// Places in one window.
    let taps: Int
    /// Number of windows.
    let windows: Int
    /// Places of the plane.
    let places: Int

    /// Nil for more than three axes.
    init?(_ axes: [WindowAxis]) {
        guard (1...3).contains(axes.count) else { return nil }
        let all = Array(repeating: WindowAxis.single, count: 3 - axes.count) + axes
        (outer, middle, inner) = (all[0], all[1], all[2])
        taps = all.reduce(1) { $0 * $1.kernel }
        windows = all.reduce(1) { $0 * $1.output }
        places = all.reduce(1) { $0 * $1.input }
    }

    /// Whether window after window reads just the plane, place after place.
    var isPlane: Bool {
        [outer, middle, inner].allSatisfy {
            $0.kernel == 1 && $0.stride == 1 && $0.padBefore == 0 && $0.input == $0.output
        }
    }

    /// Writes what `windows` of a plane see at place `tap` to `row`; 0 in the padding.
    func gather(
        _ plane: UnsafePointer<Float>,
        tap: Int,
        _ windows: Range<Int>,
        to row: UnsafeMutablePointer<Float>
    ) {
        walk(tap, windows) { run in
            let to = unsafe row + run.offset
            unsafe to.update(repeating: 0, count: run.before)
            unsafe (to + run.before + run.count).update(repeating: 0, count: run.after)
            let from = unsafe plane + run.place
            if inner.stride == 1 {
                unsafe (to + run.before).update(from: from, count: run.count)
            } else {
                for index in 0..<run.count {
                    unsafe to[run.before &+ index] = from[index &* inner.stride]
                }
            }
        }
    }

    /// Adds `row`, one number for each of `windows`, to place `tap` of each on a plane.
    func spread(
        _ row: UnsafePointer<Float>,
        tap: Int,
        _ windows: Range<Int>,
        onto plane: UnsafeMutablePointer<Float>
    ) {
        walk(tap, windows) { run in
            let from = unsafe row + run.offset + run.before
            let to = unsafe plane + run.place
            if inner.stride == 1 {
                for index in 0..<run.count { unsafe to[index] += from[index] }
            } else {
                for index in 0..<run.count {
                    unsafe to[index &* inner.stride] += from[index]
                }
            }
        }
    }

    /// Windows that follow each other along the last axis.
    private struct Run {
        /// The first one, counted from the first that is asked for.
        var offset: Int
        /// Windows at the start whose place lies in the padding.
        var before: Int
        /// Windows after them whose place lies on the plane.
        var count: Int
        /// Windows at the end whose place lies in the padding.
        var after: Int
        /// Where the first place lies on the plane.
        var place: Int
    }

    private func walk(_ tap: Int, _ windows: Range<Int>, _ body: (Run) -> Void) {
        let x = tap % inner.kernel
        let y = tap / inner.kernel % middle.kernel
        let z = tap / inner.kernel / middle.kernel
        let seen = inner.windows(tap: x)
        var window = windows.lowerBound
        while window < windows.upperBound {
            let line = window / inner.output
            let first = window - line * inner.output
            let end = min(inner.output, first + windows.upperBound - window)
            let depth = outer.place(window: line / middle.output, tap: z)
            let row = middle.place(window: line % middle.output, tap: y)
            var from = min(max(first, seen.lowerBound), end)
            var to = max(from, min(end, seen.upperBound))
            if !(0..<outer.input).contains(depth) || !(0..<middle.input).contains(row) {
                (from, to) = (end, end)
            }
            let start = (depth * middle.input + row) * inner.input
            body(
                Run(
                    offset: window - windows.lowerBound,
                    before: from - first,
                    count: to - from,
                    after: end - to,
                    place: from < to ? start + inner.place(window: from, tap: x) : 0
                )
            )
            window += end - first
        }
    }
}
