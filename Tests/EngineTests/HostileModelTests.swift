import DamagedModels
import Engine
import Graphs
import ONNXFiles
import Tensors
import Testing

struct HostileModelTests {
    static let seed: UInt64 = 20_260_401

    /// What became of damaged models.
    private struct Fates {
        var unread = 0
        var unplanned = 0
        var unrun = 0
        var run = 0
    }

    @Test func `damaged models are planned and run, or refused`() throws {
        var mutations = ModelMutations(of: try EngineSamples.files(), seed: Self.seed)
        let pool = try ThreadPool(threadCount: 1)
        let limits = PlanLimits(byteCountMax: 16 << 20)
        var fates = Fates()
        for _ in 0..<1500 {
            guard let model = try? ModelFile.model(mutations.next()) else {
                fates.unread += 1
                continue
            }
            guard let plan = try? Plan(model, limits: limits) else {
                fates.unplanned += 1
                continue
            }
            let inputs = plan.inputs.compactMap { Self.input($0) }
            let session = try Session(plan, pool: pool)
            if (try? session.run(inputs)) == nil { fates.unrun += 1 } else { fates.run += 1 }
        }
        print("seed \(Self.seed): \(fates)")
        #expect(fates.run > 200 && fates.unplanned > 50)
    }

    @Test func `arithmetic on constants that would take long is left to the run`() throws {
        var sketch = Sketch(seed: 1)
        let small = sketch.node("MatMul", [sketch.weights([8, 8]), sketch.weights([8, 8])])
        let side = sketch.integers([2000, 2000])
        let large = sketch.node("ConstantOfShape", [side])
        var value = large
        for _ in 0..<20 { value = sketch.node("MatMul", [value, large]) }
        sketch.output(small, sketch.node("Identity", [value]))
        let plan = try Plan(sketch.model)
        #expect(plan.layers.filter { $0.operation == "MatMul" }.count == 20)
    }

    @Test func `the scratch of every thread counts`() throws {
        let model = DeterminismTests.classifier()
        let plan = try Plan(model)
        let whole = plan.arenaByteCount + plan.weightByteCount
        var least = whole
        while (try? Plan(model, limits: PlanLimits(byteCountMax: least))) == nil { least += 256 }
        let limited = try Plan(model, limits: PlanLimits(byteCountMax: least))
        _ = try Session(limited, pool: ThreadPool(threadCount: 1))
        #expect(throws: ModelError.self) {
            try Session(limited, pool: ThreadPool(threadCount: 3))
        }
    }

    private static func input(_ port: GraphPort) -> Tensor? {
        guard let shape = port.fact.extents, port.fact.elementType == .float32 else { return nil }
        let count = shape.reduce(1, *)
        return Tensor((0..<count).map { Float($0 % 7) - 3 }, shape: shape)
    }

    @Test(
        arguments: [
            [1 << 31, 1], [1 << 40, 1 << 40], [0, 1 << 62, 1 << 62], [-1, 3], [1 << 62, 4],
        ]
    )
    func `values that no machine holds are refused`(shape: [Int]) {
        var sketch = Sketch(seed: 1)
        let input = sketch.input(shape)
        sketch.output(sketch.node("Relu", [input]))
        #expect(throws: ModelError.self) { try Plan(sketch.model) }
    }

    @Test func `what a plan asks for stays within its limit`() throws {
        let model = DeterminismTests.classifier()
        let plan = try Plan(model)
        let asked = plan.arenaByteCount + plan.weightByteCount
        #expect(throws: Never.self) { try Plan(model, limits: PlanLimits(byteCountMax: 8 << 20)) }
        let error = #expect(throws: ModelError.self) {
            try Plan(model, limits: PlanLimits(byteCountMax: asked - 1))
        }
        guard case .tooLarge? = error?.reason else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `plain steps count with what they hold at once`() throws {
        var sketch = Sketch(seed: 1)
        var value = sketch.input([1000])
        // 100 values of 4000 bytes of which two live at a time.
        for _ in 0..<100 { value = sketch.node("Exp", [value]) }
        sketch.output(value)
        #expect(throws: Never.self) {
            try Plan(sketch.model, limits: PlanLimits(byteCountMax: 40_000))
        }
        #expect(throws: ModelError.self) {
            try Plan(sketch.model, limits: PlanLimits(byteCountMax: 10_000))
        }
    }

    @Test func `nodes without inputs or outputs are refused or left out`() {
        let operations = [
            "Add", "AveragePool", "Concat", "Conv", "Flatten", "Gemm", "GlobalAveragePool",
            "Identity", "MatMul", "Mul", "Relu", "Resize", "Sigmoid", "Softmax", "Sub", "Clip",
        ]
        for operation in operations {
            for inputs in [[], [""], ["", ""]] as [[String]] {
                for outputs in [["y"], ["", "y"], []] as [[String]] {
                    let node = Node(
                        name: "n",
                        operation: operation,
                        opset: 13,
                        inputs: inputs,
                        outputs: outputs
                    )
                    let output = GraphPort(name: "y", fact: ValueFact(.float32, nil))
                    let graph = Graph(inputs: [], outputs: [output], constants: [:], nodes: [node])
                    #expect(throws: ModelError.self, "\(operation) \(inputs) \(outputs)") {
                        try Plan(Model(graph: graph, opsets: ["": 13]))
                    }
                }
            }
        }
    }
}
