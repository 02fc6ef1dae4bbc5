import Engine
import Graphs
import KernelShapes
import Kernels
import Tensors
import Testing

/// A network run by a plan and by the slow interpreter.
struct Twins {
    let plan: Plan
    private let model: Model

    /// Plans `model` and compares both at `seed`'s inputs, on every processor level.
    @discardableResult
    init(
        _ model: Model,
        seed: UInt64,
        threads: Int = 2,
        location: SourceLocation = #_sourceLocation
    ) throws {
        self.model = model
        plan = try Plan(model)
        var random = SeededRandom(state: seed)
        let first = Self.inputs(plan, &random)
        let second = Self.inputs(plan, &random)
        let pool = try ThreadPool(threadCount: threads)
        for level in Self.levels {
            let session = try Session(plan, pool: pool, level: level)
            // Twice: what is left of a run must not show in the next.
            for inputs in [first, second] {
                try compare(session.run(inputs), inputs, "\(level), seed \(seed)", location)
            }
        }
    }

    /// Every level that this machine has.
    static var levels: [ProcessorLevel] { ProcessorLevel.allCases.filter { $0 <= .detected } }

    static func inputs(_ plan: Plan, _ random: inout SeededRandom) -> [Tensor] {
        plan.inputs.map { port in
            let shape = port.fact.extents ?? []
            guard port.fact.elementType == .int64 else { return random.floats(shape) }
            let count = shape.reduce(1, *)
            let values = (0..<count).map { _ in Int64.random(in: 0..<3, using: &random) }
            return Tensor(values, shape: shape)
        }
    }

    private func compare(
        _ found: [Tensor],
        _ inputs: [Tensor],
        _ note: String,
        _ location: SourceLocation
    ) throws {
        let named = Dictionary(uniqueKeysWithValues: zip(plan.inputs.map(\.name), inputs))
        let wanted = try Interpreter(model).run(named)
        #expect(found.count == wanted.count, sourceLocation: location)
        for (index, (found, wanted)) in zip(found, wanted).enumerated() {
            let kernels = plan.layers.map { "\($0.operation): \($0.kernel)" }
            let isNear = found.isNear(wanted)
            #expect(
                isNear,
                "output \(index), \(note): \(kernels)",
                sourceLocation: location
            )
        }
    }

    /// How the operations `operation` are computed.
    func kernels(_ operation: String) -> [String] {
        plan.layers.filter { $0.operation == operation }.map(\.kernel)
    }
}

extension Tensor {
    /// Whether all is as in `other`, floats to within a hundred thousandth of the largest.
    func isNear(_ other: Tensor) -> Bool {
        guard shape == other.shape, elementType == other.elementType else { return false }
        guard let values = values(of: Float.self), let others = other.values(of: Float.self) else {
            return self == other
        }
        let largest = others.filter(\.isFinite).map(\.magnitude).max() ?? 0
        return zip(values, others).allSatisfy { one, two in
            one == two || (one - two).magnitude <= largest * 1e-5 || (one.isNaN && two.isNaN)
        }
    }
}
