import Glibc
import Graphs

/// A function between the gates of a recurrent cell, with its parameters.
struct Activation {
    /// The functions by ONNX's names, in lower case.
    enum Kind: String {
        case affine
        case elu
        case hardSigmoid = "hardsigmoid"
        case leakyRelu = "leakyrelu"
        case relu
        case scaledTanh = "scaledtanh"
        case sigmoid
        case softplus
        case softsign
        case tanh
        case thresholdedRelu = "thresholdedrelu"

        /// The parameters where the node states none; nil for one the function does not take.
        fileprivate var parameters: (alpha: Double?, beta: Double?) {
            switch self {
            case .affine, .scaledTanh: (1, self == .affine ? 0 : 1)
            case .elu, .thresholdedRelu: (1, nil)
            case .hardSigmoid: (0.2, 0.5)
            case .leakyRelu: (0.01, nil)
            case .relu, .sigmoid, .softplus, .softsign, .tanh: (nil, nil)
            }
        }
    }

    private let kind: Kind
    private let alpha: Double
    private let beta: Double

    /// The functions of all directions of `node`, one after the other, each of `standard` where
    /// none are stated.
    ///
    /// The lists of parameters are used up in order by the functions that take one.
    static func list(
        _ node: Node,
        _ standard: [String],
        directions: Int
    ) throws(ModelError) -> [Activation] {
        var names = try node.strings("activations") ?? []
        // The standard of RNN lists two functions whatever the direction.
        if names.isEmpty { names = Array(repeating: standard, count: directions).flatMap(\.self) }
        guard names.count >= standard.count * directions else {
            throw node.error(.attribute("activations are \(names)"))
        }
        var alphas = try (node.floats("activation_alpha") ?? []).map { Double($0) }[...]
        var betas = try (node.floats("activation_beta") ?? []).map { Double($0) }[...]
        var activations: [Activation] = []
        for name in names.prefix(standard.count * directions) {
            guard let kind = Kind(rawValue: name.lowercased()) else {
                throw node.error(.attribute("activations are \(names)"))
            }
            let (alpha, beta) = kind.parameters
            activations.append(
                Activation(
                    kind: kind,
                    alpha: alpha == nil ? 0 : alphas.popFirst() ?? alpha ?? 0,
                    beta: beta == nil ? 0 : betas.popFirst() ?? beta ?? 0
                )
            )
        }
        return activations
    }

    /// Value of the function at `x`.
    func callAsFunction(_ x: Double) -> Double {
        switch kind {
        case .affine: alpha * x + beta
        case .elu: x < 0 ? alpha * (exp(x) - 1) : x
        case .hardSigmoid: min(max(alpha * x + beta, 0), 1)
        case .leakyRelu: x < 0 ? alpha * x : x
        case .relu: x < 0 ? 0 : x
        case .scaledTanh: alpha * tanh(beta * x)
        case .sigmoid: 1 / (1 + exp(-x))
        case .softplus: x > 0 ? x + log1p(exp(-x)) : log1p(exp(x))
        case .softsign: x / (1 + abs(x))
        case .tanh: tanh(x)
        case .thresholdedRelu: x > alpha ? x : 0
        }
    }
}
