/// The windows of all axes, walked place by place.
struct WindowWalk {
    /// Windows in a row along the last axis.
    struct Run {
        /// The first window, counted in row-major order.
        let window: Int
        /// Where its place lies on the input, in row-major order.
        let place: Int
        /// Number of windows.
        let count: Int
    }

    /// The axes, outermost first; at least one.
    let axes: [WindowAxis]
    /// Places in one window.
    let taps: Int
    /// Number of windows.
    let windows: Int
    /// Number of places of the input.
    let places: Int
    /// Places of the input from one window of a run to the next.
    let step: Int

    /// Takes the axes, whose extents must be within the limit of a tensor.
    init(_ axes: [WindowAxis]) {
        self.axes = axes
        taps = axes.reduce(1) { $0 * $1.kernel }
        windows = axes.reduce(1) { $0 * $1.output }
        places = axes.reduce(1) { $0 * $1.input }
        step = axes.last?.stride ?? 1
    }

    /// The windows whose place `tap`, counted in row-major order, lies on the input.
    func runs(tap: Int) -> [Run] {
        var rest = tap
        var starts = [Run(window: 0, place: 0, count: 1)]
        let taps = axes.reversed().map { axis in
            defer { rest /= axis.kernel }
            return rest % axis.kernel
        }
        for (axis, tap) in zip(axes.dropLast(), taps.reversed()) {
            let windows = axis.windows(tap: tap)
            guard !windows.isEmpty else { return [] }
            starts = starts.flatMap { start in
                windows.map { window in
                    Run(
                        window: start.window * axis.output + window,
                        place: start.place * axis.input + axis.place(window: window, tap: tap),
                        count: 1
                    )
                }
            }
        }
        guard let last = axes.last, let tap = taps.first else { return starts }
        let windows = last.windows(tap: tap)
        guard !windows.isEmpty else { return [] }
        let place = last.place(window: windows.lowerBound, tap: tap)
        return starts.map { start in
            Run(
                window: start.window * last.output + windows.lowerBound,
                place: start.place * last.input + place,
                count: windows.count
            )
        }
    }

    /// How many places of each window count, by row-major order of the windows.
    func counts(withPadding: Bool) -> [Int] {
        axes.reduce([1]) { counts, axis in
            let places = (0..<axis.output).map {
                axis.places(window: $0, withPadding: withPadding)
            }
            return counts.flatMap { count in places.map { count * $0 } }
        }
    }
}
