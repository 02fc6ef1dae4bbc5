import Engine
import Graphs
import KernelShapes
import Tensors
import Testing

/// The same picture gives the same bits, whoever computes it and in whatever company.
struct DeterminismTests {
    static let seed: UInt64 = 73

    /// A small classifier of pictures with every kind of layer that such have.
    static func classifier() -> Model {
        var sketch = Sketch(seed: seed)
        let input = sketch.input([1, 3, 20, 20])
        let same: [String: Attribute] = ["pads": .ints([1, 1, 1, 1])]
        var value = sketch.conv(input, 3, 24, [3, 3], same)
        value = sketch.node("Relu", [sketch.normalised(value, 24)])
        let left = sketch.conv(value, 24, 24, [3, 3], same)
        value = sketch.node("Relu", [sketch.node("Add", [left, value])])
        value = sketch.node(
            "MaxPool",
            [value],
            ["kernel_shape": .ints([2, 2]), "strides": .ints([2, 2])]
        )
        let deep = sketch.node("HardSwish", [sketch.conv(value, 24, 24, [3, 3], group: 24, same)])
        let wide = sketch.conv(deep, 24, 32, [1, 1])
        let mean = sketch.node("GlobalAveragePool", [wide])
        let gate = sketch.node("Sigmoid", [sketch.conv(mean, 32, 32, [1, 1])])
        value = sketch.node("Concat", [sketch.node("Mul", [wide, gate]), wide], ["axis": .int(1)])
        value = sketch.node("Flatten", [sketch.node("GlobalAveragePool", [value])])
        value = sketch.node("Gemm", [value, sketch.weights([64, 5]), sketch.weights([5])])
        sketch.output(sketch.node("Softmax", [value]))
        return sketch.model
    }

    @Test(arguments: Twins.levels)
    func `bits do not depend on threads and batch`(level: ProcessorLevel) throws {
        let model = Self.classifier()
        var random = SeededRandom(state: Self.seed)
        let pictures = (0..<40).map { _ in random.floats([1, 3, 20, 20]) }
        var wanted: [[UInt32]]?
        for threads in 1...3 {
            let pool = try ThreadPool(threadCount: threads)
            for batch in [1, 7, 40] {
                let plan = try Plan(model, batch: batch)
                #expect(plan.layers.allSatisfy { $0.kernel != "plain" })
                let session = try Session(plan, pool: pool, level: level)
                let found = try bits(pictures, batch, session)
                if let wanted {
                    #expect(found == wanted, "\(threads) threads, batch of \(batch)")
                } else {
                    wanted = found
                }
            }
        }
        #expect(Set(wanted ?? []).count == 40)
    }

    /// What the network says of each picture; the last batch is filled with the first picture.
    private func bits(
        _ pictures: [Tensor],
        _ batch: Int,
        _ session: Session
    ) throws -> [[UInt32]] {
        var found: [[UInt32]] = []
        while found.count < pictures.count {
            var values: [Float] = []
            for place in 0..<batch {
                let index = found.count + place
                values += pictures[index < pictures.count ? index : 0].values() ?? []
            }
            let output = try session.run([Tensor(values, shape: [batch, 3, 20, 20])])[0]
            let rows: [Float] = output.values() ?? []
            for place in 0..<batch where found.count < pictures.count {
                found.append(rows[place * 5..<place * 5 + 5].map(\.bitPattern))
            }
        }
        return found
    }
}
