/// How the windows of a convolution or pool lie along one axis.
public struct WindowAxis: Sendable, Equatable {
    /// Places that a window reads, at least 1.
    public let kernel: Int
    /// Places from one window to the next, at least 1.
    public let stride: Int
    /// Distance of the places a window reads, at least 1.
    public let dilation: Int
    /// Padding before the input.
    public let padBefore: Int
    /// Padding behind the input.
    public let padAfter: Int
    /// Extent of the input without its padding.
    public let input: Int
    /// Number of windows.
    public let output: Int

    /// An axis that is not there: one window of one place.
    public static let single = WindowAxis(
        kernel: 1,
        stride: 1,
        dilation: 1,
        padBefore: 0,
        padAfter: 0,
        input: 1,
        output: 1
    )

    /// The windows whose place `tap` lies on the input.
    public func windows(tap: Int) -> Range<Int> {
        let offset = tap * dilation - padBefore
        let first = offset >= 0 ? 0 : (stride - 1 - offset) / stride
        let end = input <= offset ? 0 : min(output, (input - offset - 1) / stride + 1)
        return first..<max(first, end)
    }

    /// Where place `tap` of `window` lies on the input; negative or too large in the padding.
    public func place(window: Int, tap: Int) -> Int {
        window * stride + tap * dilation - padBefore
    }

    /// How many places of `window` lie on the input, or on the input and its padding.
    func places(window: Int, withPadding: Bool) -> Int {
        let margin = withPadding ? (before: padBefore, after: padAfter) : (before: 0, after: 0)
        let start = window * stride - padBefore
        let low = max(0, (-margin.before - start + dilation - 1) / dilation)
        let room = input + margin.after - start
        let end = room <= 0 ? 0 : min(kernel, (room - 1) / dilation + 1)
        return max(0, end - low)
    }
}
