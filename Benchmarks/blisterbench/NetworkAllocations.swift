import CMeters
import Engine
import Foundation
import Graphs
import Tensors

/// Allocations of a planned network while it runs, counted by this program's malloc.
struct NetworkAllocations {
    private static let runs = 1000

    func run(_ ledger: Ledger) throws {
        for threads in 1...3 {
            let plan = try Plan(Self.model, batch: 7)
            let session = try Session(plan, pool: ThreadPool(threadCount: threads))
            let picture = [Float](repeating: 0.5, count: 7 * 3 * 20 * 20)
            try session.setInput(0, Tensor(picture, shape: [7, 3, 20, 20]))
            for _ in 0..<3 { try session.run() }
            let count = try Self.count {
                for _ in 0..<Self.runs { try session.run() }
            }
            ledger.add(
                Figure(
                    group: "memory",
                    name: "allocations of a network, \(threads) threads",
                    value: Double(count),
                    unit: "allocations",
                    target: .atMost(0),
                    note: "over \(Self.runs) runs of \(plan.layers.count) layers"
                )
            )
        }
    }

    /// Allocations of all threads while `body` runs.
    static func count(_ body: () throws -> Void) throws -> Int {
        let tasks = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")
            .compactMap { Int32($0) }
        let before = sum(tasks)
        try body()
        return sum(tasks) - before
    }

    private static func sum(_ tasks: [Int32]) -> Int {
        var sum = 0
        for task in tasks { sum += Int(meters_allocation_count(task)) }
        return sum
    }

    /// Convolution, depthwise convolution, pool, gate, mean, connection and softmax.
    private static var model: Model {
        var constants: [String: Tensor] = [:]
        for (name, shape) in [
            ("w1", [24, 3, 3, 3]), ("w2", [24, 1, 3, 3]), ("w3", [24, 24, 3, 3]), ("w4", [24, 5]),
        ] {
            let count = shape.reduce(1, *)
            let values = (0..<count).map { Float($0 % 13) / 64 - 0.1 }
            constants[name] = Tensor(values, shape: shape)
        }
        let same: [String: Attribute] = ["pads": .ints([1, 1, 1, 1])]
        let all = same.merging(["group": .int(24)]) { $1 }
        let half: [String: Attribute] = ["kernel_shape": .ints([2, 2]), "strides": .ints([2, 2])]
        let rows: [(String, [String], String, [String: Attribute])] = [
            ("Conv", ["x", "w1"], "a", same), ("Relu", ["a"], "b", [:]),
            ("MaxPool", ["b"], "c", half), ("Conv", ["c", "w2"], "d", all),
            ("HardSwish", ["d"], "e", [:]), ("Conv", ["e", "w3"], "f", same),
            ("Add", ["f", "c"], "g", [:]), ("GlobalAveragePool", ["g"], "h", [:]),
            ("Sigmoid", ["h"], "i", [:]), ("Mul", ["g", "i"], "j", [:]),
            ("GlobalAveragePool", ["j"], "k", [:]), ("Flatten", ["k"], "l", [:]),
            ("MatMul", ["l", "w4"], "m", [:]), ("Softmax", ["m"], "y", [:]),
        ]
        let nodes = rows.map { operation, inputs, output, attributes in
            Node(
                name: output,
                operation: operation,
                opset: 17,
                inputs: inputs,
                outputs: [output],
                attributes: attributes
            )
        }
        let picture = ValueFact(.float32, [.known(1), .known(3), .known(20), .known(20)])
        let graph = Graph(
            inputs: [GraphPort(name: "x", fact: picture)],
            outputs: [GraphPort(name: "y", fact: ValueFact(.float32, nil))],
            constants: constants,
            nodes: nodes
        )
        return Model(graph: graph, opsets: ["": 17])
    }
}
