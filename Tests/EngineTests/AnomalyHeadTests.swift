import Engine
import Graphs
import Tensors
import Testing

/// What anomaly models end in: bilinear enlarging, and the least of many channels.
struct AnomalyHeadTests {
    static let seed: UInt64 = 41

    @Test func `bilinear enlarging by whole factors`() throws {
        for scales in [[1, 1, 2, 2], [1, 1, 4, 2], [1, 1, 1, 3]] as [[Float]] {
            for shape in [[2, 19, 4, 6], [1, 3, 1, 5], [3, 16, 7, 1]] {
                var sketch = Sketch(seed: Self.seed)
                let sizes = sketch.constant(Tensor(scales, shape: [4]))
                let value = sketch.node(
                    "Resize",
                    [sketch.input(shape), "", sizes],
                    [
                        "mode": .string("linear"),
                        "coordinate_transformation_mode": .string("half_pixel"),
                    ]
                )
                sketch.output(value)
                let twins = try Twins(sketch.model, seed: Self.seed)
                #expect(twins.plan.layers.contains { $0.kernel == "interpolate" }, "\(shape)")
            }
        }
    }

    @Test func `the least channel of every pixel`() throws {
        for channels in [1, 5, 16, 33, 64] {
            var sketch = Sketch(seed: Self.seed)
            let keeps: [String: Attribute] = ["axes": .ints([1]), "keepdims": .int(1)]
            let value = sketch.node("ReduceMin", [sketch.input([3, channels, 5, 4])], keeps)
            sketch.output(sketch.node("Relu", [value]))
            sketch.output(value)
            let twins = try Twins(sketch.model, seed: Self.seed)
            #expect(twins.plan.layers.contains { $0.kernel == "least channel" }, "\(channels)")
        }
    }

    @Test(arguments: [0, 7, 20, 32])
    func `a channel that is no number gives no number`(channel: Int) throws {
        var sketch = Sketch(seed: Self.seed)
        let keeps: [String: Attribute] = ["axes": .ints([1]), "keepdims": .int(1)]
        sketch.output(sketch.node("ReduceMin", [sketch.input([1, 33, 1, 2])], keeps))
        let plan = try Plan(sketch.model)
        let session = try Session(plan, pool: try ThreadPool(threadCount: 1))
        var values = (0..<66).map { Float($0) }
        values[channel * 2] = .nan
        let found = try session.run([Tensor(values, shape: [1, 33, 1, 2])])
        let least = try #require(found[0].values(of: Float.self))
        #expect(least[0].isNaN && least[1] == 1)
    }
}
