public import Engine
public import Graphs
public import KernelShapes
public import Kernels
internal import Tensors

/// Whether a model computes, on this machine, what its own file says that it must.
///
/// Made from the model before it is planned, since planning consumes the weights; then run on the
/// plan that is to go live. Any thread.
public struct ModelSelfTest: Sendable {
    /// How well a model passed.
    public enum Proof: Sendable, Equatable {
        /// The same bits as when it was sealed, on the same kind of processor.
        case bits
        /// The same numbers but for rounding: it was sealed on other kinds of processors.
        case numbers
    }

    /// Seed of the inputs of all seals.
    static let seed: UInt64 = 0x0b11_57e2

    private let seal: SelfTestSeal
    private let weights: String

    /// Reads what `model` must compute, and digests its constants.
    public init(_ model: borrowing Model) throws(SelfTestFault) {
        guard let text = model.metadata[SelfTestSeal.key] else { throw .unsealed }
        guard let seal = SelfTestSeal(text) else { throw .damagedSeal }
        self.seal = seal
        weights = model.graph.weightDigest
    }

    /// Runs `plan` on the seal's input, at `level` with the threads of `pool`.
    ///
    /// - Throws: what is not as it was when the model was sealed.
    public func run(
        _ plan: Plan,
        pool: ThreadPool,
        level: ProcessorLevel = .detected
    ) throws(SelfTestFault) -> Proof {
        guard weights == seal.weights else { throw .otherWeights }
        let outputs = try Self.outputs(plan, seed: seal.seed, pool: pool, level: level)
        let way = Self.way(plan, level)
        guard outputs.count == seal.outputs.count else { throw .damagedSeal }
        for (index, wanted) in seal.outputs.enumerated() {
            let isExact = !outputs[index].tensor.elementType.isFloating
            guard let found = SelfTestSeal.Output(outputs[index].tensor),
                wanted.isNear(found, isExact: isExact)
            else { throw .otherNumbers(output: outputs[index].name, way: way) }
        }
        guard let digest = seal.digests[way] else { return .numbers }
        guard digest == Tensor.digest(of: outputs) else { throw .otherBits(way: way) }
        return .bits
    }

    /// The seal of `model`: what it computes at every level that this processor has.
    ///
    /// - Returns: the metadata's key and text.
    public static func seal(
        _ model: consuming Model,
        pool: ThreadPool
    ) throws(SelfTestFault) -> (key: String, text: String) {
        let weights = model.graph.weightDigest
        let plan: Plan
        do {
            plan = try Plan(model)
        } catch {
            throw .failed(error)
        }
        var digests: [String: String] = [:]
        var outputs: [SelfTestSeal.Output] = []
        // The best level last: its numbers are the ones to be kept.
        for level in ProcessorLevel.allCases where level <= .detected {
            let found = try Self.outputs(plan, seed: seed, pool: pool, level: level)
            let way = way(plan, level)
            digests[way] = Tensor.digest(of: found)
            let numbers = found.compactMap { SelfTestSeal.Output($0.tensor) }
            guard numbers.count == found.count else { throw .endlessOutput }
            for (index, (before, now)) in zip(outputs, numbers).enumerated() {
                let isExact = !found[index].tensor.elementType.isFloating
                guard before.isNear(now, isExact: isExact) else {
                    throw .disagreement(output: found[index].name, way: way)
                }
            }
            outputs = numbers
        }
        let seal = SelfTestSeal(seed: seed, weights: weights, digests: digests, outputs: outputs)
        guard let text = seal.text else { throw .endlessOutput }
        return (SelfTestSeal.key, text)
    }

    private static func outputs(
        _ plan: Plan,
        seed: UInt64,
        pool: ThreadPool,
        level: ProcessorLevel
    ) throws(SelfTestFault) -> [(name: String, tensor: Tensor)] {
        guard let inputs = SelfTestInput.tensors(plan.inputs, seed: seed) else { throw .openInput }
        do {
            let outputs = try Session(plan, pool: pool, level: level).run(inputs)
            return zip(plan.outputs, outputs).map { (name: $0.name, tensor: $1) }
        } catch {
            throw .failed(error)
        }
    }

    /// What bits depend on besides the model.
    private static func way(_ plan: Plan, _ level: ProcessorLevel) -> String {
        plan.library.map { "\(level), \($0)" } ?? "\(level)"
    }
}
