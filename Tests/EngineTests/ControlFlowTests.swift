import Engine
import Graphs
import ONNXFiles
import Tensors
import Testing

/// Nodes with graphs of their own, planned as they are read from a file.
struct ControlFlowTests {
    private static func node(
        _ operation: String,
        _ inputs: [String],
        _ outputs: [String],
        _ attributes: [String: Attribute] = [:]
    ) -> Node {
        Node(
            name: outputs[0],
            operation: operation,
            opset: 16,
            inputs: inputs,
            outputs: outputs,
            attributes: attributes
        )
        .capturing()
    }

    private static func ports(_ names: [String], _ types: [ElementType]) -> [GraphPort] {
        zip(names, types).map { GraphPort(name: $0, fact: ValueFact($1, nil)) }
    }

    private static func graph(
        taking inputs: [GraphPort] = [],
        _ nodes: [Node],
        _ outputs: [GraphPort],
        constants: [String: Tensor] = [:]
    ) -> Attribute {
        let graph = Graph(inputs: inputs, outputs: outputs, constants: constants, nodes: nodes)
        return .graph(Subgraph(graph: graph, captures: graph.captures))
    }

    /// Writes, reads and plans a graph, and runs it twice.
    private static func run(
        _ nodes: [Node],
        _ inputs: [(String, Tensor)],
        outputs: [GraphPort],
        constants: [String: Tensor] = [:]
    ) throws -> [Tensor] {
        let model = Model(
            graph: Graph(
                inputs: inputs.map {
                    let shape = $0.1.shape.map { Dimension.known($0) }
                    return GraphPort(name: $0.0, fact: ValueFact($0.1.elementType, shape))
                },
                outputs: outputs,
                constants: constants,
                nodes: nodes
            ),
            opsets: ["": 16]
        )
        let read = try ModelFile.model(ModelFile.bytes(model))
        #expect(read == model)
        let session = try Session(Plan(read), pool: ThreadPool(threadCount: 2))
        let first = try session.run(inputs.map(\.1))
        #expect(try session.run(inputs.map(\.1)) == first)
        #expect(try Interpreter(read).run(Dictionary(uniqueKeysWithValues: inputs)) == first)
        return first
    }

    @Test(arguments: [-2, 3] as [Float])
    func `one of two branches runs, on values from around`(x: Float) throws {
        let branches = [
            "then_branch": Self.graph(
                [Self.node("Mul", ["doubled", "two"], ["t"])],
                Self.ports(["t"], [.float32])
            ),
            "else_branch": Self.graph(
                [Self.node("Sub", ["x", "own"], ["e"])],
                Self.ports(["e"], [.float32]),
                constants: ["own": Tensor([10] as [Float], shape: [1])]
            ),
        ]
        let nodes = [
            Self.node("Add", ["x", "x"], ["doubled"]),
            Self.node("Greater", ["x", "zero"], ["isLarge"]),
            Self.node("If", ["isLarge"], ["chosen"], branches),
            Self.node("Relu", ["chosen"], ["kept"]),
        ]
        let found = try Self.run(
            nodes,
            [("x", Tensor([x], shape: [1]))],
            outputs: Self.ports(["chosen", "kept"], [.float32, .float32]),
            constants: [
                "two": Tensor([2] as [Float], shape: [1]), "zero": Tensor(scalar: Float(0)),
            ]
        )
        let wanted = x > 0 ? 4 * x : x - 10
        #expect(found == [Tensor([wanted], shape: [1]), Tensor([max(0, wanted)], shape: [1])])
    }

    private static func doubling(limit: Float) -> Attribute {
        graph(
            taking: ports(["round", "before", "state"], [.int64, .bool, .float32]),
            [
                node("Add", ["state", "state"], ["twice"]),
                node("ReduceMax", ["twice"], ["largest"], ["keepdims": .int(0)]),
                node("Less", ["largest", "limit"], ["goesOn"]),
            ],
            ports(["goesOn", "twice", "largest"], [.bool, .float32, .float32]),
            constants: ["limit": Tensor(scalar: limit)]
        )
    }

    @Test(arguments: [(5, 1000, 5), (5, 10, 2), (0, 100, 0), (Int.max, 100, 6)])
    func `a loop ends by its count or its condition`(
        count: Int,
        limit: Float,
        rounds: Int
    ) throws {
        var inputs = ["count", "", "x"]
        if count == .max { inputs[0] = "" }
        let body = Self.doubling(limit: limit)
        let loop = Self.node("Loop", inputs, ["last", "all"], ["body": body])
        let found = try Self.run(
            [loop],
            [("x", Tensor([1, 3] as [Float], shape: [2]))],
            outputs: Self.ports(["last", "all"], [.float32, .float32]),
            constants: ["count": Tensor(scalar: Int64(count))]
        )
        // 3 doubled: 6, 12, 24, 48, 96, 192; the round that ends it counts.
        let states = (0...rounds).map { Float(1 << $0) }
        #expect(found[0] == Tensor([states[rounds], 3 * states[rounds]], shape: [2]))
        #expect(found[1] == Tensor(states.dropFirst().map { 3 * $0 }, shape: [rounds]))
    }

    @Test(arguments: [0, 1])
    func `a scan sums place by place`(direction: Int) throws {
        let body = Self.graph(
            taking: Self.ports(["sum", "row"], [.float32, .float32]),
            [Self.node("Add", ["sum", "row"], ["next"]), Self.node("Neg", ["next"], ["made"])],
            Self.ports(["next", "made"], [.float32, .float32])
        )
        let scan = Self.node(
            "Scan",
            ["start", "x"],
            ["last", "all"],
            [
                "body": body, "num_scan_inputs": .int(1),
                "scan_input_directions": .ints([direction]),
            ]
        )
        let found = try Self.run(
            [scan],
            [("x", Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [3, 2]))],
            outputs: Self.ports(["last", "all"], [.float32, .float32]),
            constants: ["start": Tensor([0, 0] as [Float], shape: [2])]
        )
        #expect(found[0] == Tensor([9, 12] as [Float], shape: [2]))
        let forward: [Float] = [-1, -2, -4, -6, -9, -12]
        let backward: [Float] = [-5, -6, -8, -10, -9, -12]
        #expect(found[1] == Tensor(direction == 0 ? forward : backward, shape: [3, 2]))
    }

    @Test func `a loop without an end does not hold planning up`() throws {
        let endless = Self.graph(
            taking: Self.ports(["round", "before"], [.int64, .bool]),
            [Self.node("Identity", ["before"], ["goesOn"])],
            Self.ports(["goesOn", "round"], [.bool, .int64])
        )
        let loop = Self.node("Loop", ["", ""], ["all"], ["body": endless])
        let model = Model(
            graph: Graph(
                inputs: [],
                outputs: Self.ports(["all"], [.int64]),
                constants: [:],
                nodes: [loop]
            ),
            opsets: ["": 16]
        )
        #expect(try Plan(model).layers.map(\.operation) == ["Loop"])
    }

    @Test(arguments: [4, 5])
    func `subgraphs are read to a fixed depth`(depth: Int) throws {
        var nodes = [Self.node("Relu", ["x"], ["y"])]
        for _ in 0..<depth {
            let branch = Self.graph(nodes, Self.ports(["y"], [.float32]))
            nodes = [
                Self.node("If", ["c"], ["y"], ["then_branch": branch, "else_branch": branch])
            ]
        }
        let model = Model(
            graph: Graph(
                inputs: Self.ports(["x", "c"], [.float32, .bool]),
                outputs: Self.ports(["y"], [.float32]),
                constants: [:],
                nodes: nodes
            ),
            opsets: ["": 16]
        )
        let bytes = try ModelFile.bytes(model)
        if depth == 4 {
            #expect(try ModelFile.model(bytes) == model)
        } else {
            #expect(throws: ModelError.self) { try ModelFile.model(bytes) }
        }
    }

    @Test(arguments: ["If", "Loop", "Scan"])
    func `a node without its subgraph is refused`(operation: String) {
        let model = Model(
            graph: Graph(
                inputs: [GraphPort(name: "x", fact: ValueFact(.bool, []))],
                outputs: Self.ports(["y"], [.float32]),
                constants: [:],
                nodes: [Self.node(operation, ["x"], ["y"])]
            ),
            opsets: ["": 16]
        )
        #expect(throws: ModelError.self) { try Plan(model) }
    }
}
