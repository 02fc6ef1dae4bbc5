/// Depth of a seen shape's disagreement with an outline, per place.
///
/// `shown` is the share of the shape, 0...1, a place counting as in it from a half on; `outline` the
/// signed distance to the outline, negative inside. Twins: plain loops, in the tests. Any thread.
public enum OutlineKernels {
    /// Depth below the outline where the shape is missing, else 0 or less.
    public static func lack(of shown: [Float], in outline: [Float]) -> [Float] {
        joined(shown, outline) { isIn, distance in isIn ? 0 : -distance }
    }

    /// Height over the outline where the shape is, else 0 or less.
    public static func excess(of shown: [Float], in outline: [Float]) -> [Float] {
        joined(shown, outline) { isIn, distance in isIn ? distance : 0 }
    }

    @inline(__always)
    private static func joined(
        _ shown: [Float],
        _ outline: [Float],
        _ depth: (Bool, Float) -> Float
    ) -> [Float] {
        precondition(shown.count == outline.count)
        var result = [Float](repeating: 0, count: shown.count)
        let (shown, outline) = (shown.span, outline.span)
        var target = result.mutableSpan
        for place in 0..<shown.count {
            unsafe target[unchecked: place] = depth(
                shown[unchecked: place] >= 0.5,
                outline[unchecked: place]
            )
        }
        return result
    }
}
