internal import Gradients
internal import KernelShapes
public import Layers

/// How weights follow from gradients.
///
/// Decay pulls at weights of convolutions and linear layers, never at biases or normalisations.
public enum Optimiser: Sendable, Hashable {
    /// Loshchilov and Hutter, <https://arxiv.org/abs/1711.05101>.
    case adamW(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, decay: Float = 0.01)
    /// Gradient descent with momentum.
    case momentum(_ momentum: Float = 0.9, isNesterov: Bool = false, decay: Float = 0)
}

/// What an optimiser remembers from step to step.
public struct OptimiserState: Sendable, Equatable {
    /// Mean of gradients, or velocity.
    public var first: [Float]
    /// Mean of squares; empty for momentum.
    public var second: [Float]
    /// Steps done.
    public var steps = 0

    /// Nothing remembered yet.
    public init(_ optimiser: Optimiser, count: Int) {
        first = [Float](repeating: 0, count: count)
        if case .adamW = optimiser { second = first } else { second = [] }
    }
}

extension Optimiser {
    /// Changes `weights` by one step.
    ///
    /// - Parameters:
    ///   - weights: In the order of `layout`.
    ///   - gradients: Likewise.
    ///   - state: What it remembers.
    ///   - rate: Learning rate.
    ///   - scale: What gradients are multiplied by.
    ///   - layout: Running averages in it are left alone.
    ///   - frozen: Layers that are left alone, by index.
    public func step(
        _ weights: inout [Float],
        _ gradients: [Float],
        _ state: inout OptimiserState,
        rate: Float,
        scale: Float = 1,
        layout: ParameterLayout,
        frozen: Set<Int> = []
    ) {
        state.steps += 1
        for entry in layout.entries
        where !entry.role.isStatistic && !frozen.contains(entry.layer) {
            switch self {
            case .adamW(let beta1, let beta2, let epsilon, let decay):
                let numbers = AdamNumbers(
                    rate: rate,
                    decay: entry.role == .weight ? decay : 0,
                    beta1: beta1,
                    beta2: beta2,
                    epsilon: epsilon,
                    step: state.steps,
                    scale: scale
                )
                ParameterUpdates.step(
                    numbers,
                    entry.range,
                    weights: &weights,
                    gradients: gradients,
                    mean: &state.first,
                    square: &state.second
                )
            case .momentum(let momentum, let isNesterov, let decay):
                let numbers = MomentumNumbers(
                    rate: rate,
                    decay: entry.role == .weight ? decay : 0,
                    momentum: momentum,
                    isNesterov: isNesterov,
                    scale: scale
                )
                ParameterUpdates.step(
                    numbers,
                    entry.range,
                    weights: &weights,
                    gradients: gradients,
                    velocity: &state.first
                )
            }
        }
    }
}
