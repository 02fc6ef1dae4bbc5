internal import Graphs
internal import Tensors

/// Features of the patches of a picture, out of a backbone's levels, on the grid of its middle one.
///
/// Every level is averaged over 3 by 3 places, so that a patch knows its neighbours, and brought
/// to one grid. After K. Roth et al., Towards Total Recall in Industrial Anomaly Detection (2022).
struct PatchFeatures {
    /// Name of the value that holds them: [count, channels, side, side].
    static let name = "features"

    /// The backbone with the features appended as its only output.
    let graph: Graph
    /// Features of a patch.
    let channels: Int
    /// Patches along a side.
    let side: Int

    /// Takes the levels of `backbone`, whose outputs are ordered by stride, for square pictures of
    /// `size` pixels.
    init(_ backbone: Model, size: Int, strides: [Int], levels: [Int]) {
        var writer = GraphWriter(graph: backbone.graph)
        let grid = strides[strides.count / 2]
        var parts: [String] = []
        for (index, output) in backbone.graph.outputs.enumerated() {
            var value = output.name
            if strides[index] < grid {
                let share = grid / strides[index]
                value = writer.append(
                    "AveragePool",
                    [value],
                    to: "level\(index)_pooled",
                    ["kernel_shape": .ints([share, share]), "strides": .ints([share, share])]
                )
            }
            value = writer.localMean(value, to: "level\(index)_mean")
            if strides[index] > grid {
                let share = Float(strides[index] / grid)
                let scales = writer.constant(
                    "level\(index)_scales",
                    Tensor([1, 1, share, share], shape: [4])
                )
                value = writer.append(
                    "Resize",
                    [value, "", scales],
                    to: "level\(index)_resized",
                    [
                        "mode": .string("linear"),
                        "coordinate_transformation_mode": .string("half_pixel"),
                    ]
                )
            }
            parts.append(value)
        }
        _ = writer.append("Concat", parts, to: Self.name, ["axis": .int(1)])
        side = size / grid
        channels = levels.reduce(0, +)
        writer.graph.outputs = [Self.port(channels: channels, side: side)]
        graph = writer.graph
    }

    /// The features as an input or output of a graph.
    static func port(channels: Int, side: Int) -> GraphPort {
        GraphPort(
            name: name,
            fact: ValueFact(
                .float32,
                [.named("batch"), .known(channels), .known(side), .known(side)]
            )
        )
    }
}
