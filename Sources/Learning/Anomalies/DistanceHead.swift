internal import Graphs
internal import Tensors

/// The part of a network that measures how far patches are from a memory of good ones.
enum DistanceHead {
    /// Largest smoothed distance of a picture: [count].
    static let scoreName = "score"
    /// Smoothed distances: [count, 1, side, side].
    static let mapName = "map"

    /// Appends it to `graph`, whose value ``PatchFeatures/name`` it takes, and makes its two values the
    /// outputs.
    ///
    /// Squared distances to all patches at once are products: |q|² - 2 q·m + |m|².
    /// Places where `mask` is 0 have the distance 0, before the map is smoothed.
    static func append(
        to graph: Graph,
        _ memory: PatchMemory,
        mask: [Float]?,
        channels: Int,
        side: Int
    ) -> Graph {
        var writer = GraphWriter(graph: graph)
        let features = PatchFeatures.name
        var weights = [Float](repeating: 0, count: memory.count * channels)
        var lengths = [Float](repeating: 0, count: memory.count)
        for patch in 0..<memory.count {
            for channel in 0..<channels {
                let value = memory.patches[patch * channels + channel]
                weights[patch * channels + channel] = -2 * value / memory.deviation[channel]
                lengths[patch] += value * value
            }
        }
        let products = writer.append(
            "Conv",
            [
                features,
                writer.constant(
                    "memory",
                    Tensor(weights, shape: [memory.count, channels, 1, 1])
                ),
                writer.constant("memory_lengths", Tensor(lengths, shape: [memory.count])),
            ],
            to: "memory_products"
        )
        let nearest = writer.append(
            "ReduceMin",
            [products],
            to: "nearest",
            ["axes": .ints([1]), "keepdims": .int(1)]
        )
        let squares = writer.append("Mul", [features, features], to: "squares")
        let shares = memory.deviation.map { 1 / ($0 * $0) }
        let length = writer.append(
            "Conv",
            [squares, writer.constant("shares", Tensor(shares, shape: [1, channels, 1, 1]))],
            to: "length"
        )
        let total = writer.append("Add", [length, nearest], to: "squared_distance")
        let bounded = writer.append("Relu", [total], to: "bounded_distance")
        var distance = writer.append("Sqrt", [bounded], to: "distance")
        if let mask {
            let places = writer.constant("mask", Tensor(mask, shape: [1, 1, side, side]))
            distance = writer.append("Mul", [distance, places], to: "masked_distance")
        }
        let padded = writer.append(
            "Pad",
            [distance, writer.constant("margins", Tensor([Int64](smoothingMargins), shape: [8]))],
            to: "padded",
            ["mode": .string("edge")]
        )
        let map = writer.append(
            "Conv",
            [padded, writer.constant("smoothing", smoothing)],
            to: mapName
        )
        _ = writer.append(
            "ReduceMax",
            [map],
            to: scoreName,
            ["axes": .ints([1, 2, 3]), "keepdims": .int(0)]
        )
        writer.graph.outputs = [
            GraphPort(name: scoreName, fact: ValueFact(.float32, [.named("batch")])),
            GraphPort(
                name: mapName,
                fact: ValueFact(
                    .float32,
                    [.named("batch"), .known(1), .known(side), .known(side)]
                )
            ),
        ]
        return writer.graph
    }

    private static let smoothingMargins: [Int64] = [0, 0, 2, 2, 0, 0, 2, 2]

    /// A Gaussian of one place's deviation over 5 by 5 places.
    private static var smoothing: Tensor {
        let line: [Float] = [0.054_489, 0.244_201, 0.402_620, 0.244_201, 0.054_489]
        let values = line.flatMap { row in line.map { row * $0 } }
        return Tensor(values, shape: [1, 1, 5, 5])
    }
}
