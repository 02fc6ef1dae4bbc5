public import Graphs

/// How the windows of convolutions lie, for kernels; the shapes are those that the operator
/// accepted.
public enum ConvolutionWindows {
    /// The windows of the `Conv` node on an image, axis by axis.
    public static func of(
        _ node: Node,
        image: [Int],
        weights: [Int]
    ) throws(ModelError) -> [WindowAxis] {
        let form = try WindowForm(node, rank: image.count - 2, weights: weights[2...].map { $0 })
        return try form.walk(image[2...]).axes
    }

    /// The windows of the `ConvTranspose` node, one for each place of the image, on its output.
    public static func transposed(
        _ node: Node,
        image: [Int],
        weights: [Int]
    ) throws(ModelError) -> [WindowAxis] {
        let form = try TransposedForm(node, weights: weights[2...].map { $0 })
        var axes: [WindowAxis] = []
        for (axis, extent) in image[2...].enumerated() {
            if let windows = try form.windows(axis, image: extent) { axes.append(windows) }
        }
        return axes
    }
}
