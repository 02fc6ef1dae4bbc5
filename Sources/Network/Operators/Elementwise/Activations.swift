internal import Glibc
internal import Graphs

enum Sigmoid: FloatFunction {
    static let name = "Sigmoid"

    static func function(_ node: Node) -> @Sendable (Double) -> Double {
        { 1 / (1 + exp(-$0)) }
    }
}

enum HardSigmoid: FloatFunction {
    static let name = "HardSigmoid"

    static func function(_ node: Node) throws(ModelError) -> @Sendable (Double) -> Double {
        let alpha = Double(try node.float("alpha") ?? 0.2)
        let beta = Double(try node.float("beta") ?? 0.5)
        return { .maximum(0, .minimum(1, alpha * $0 + beta)) }
    }
}

enum HardSwish: FloatFunction {
    static let name = "HardSwish"

    static func function(_ node: Node) -> @Sendable (Double) -> Double {
        { $0 * .maximum(0, .minimum(1, $0 / 6 + 0.5)) }
    }
}

enum LeakyRelu: FloatFunction {
    static let name = "LeakyRelu"

    static func function(_ node: Node) throws(ModelError) -> @Sendable (Double) -> Double {
        let alpha = Double(try node.float("alpha") ?? 0.01)
        return { $0 < 0 ? alpha * $0 : $0 }
    }
}

enum ThresholdedRelu: FloatFunction {
    static let name = "ThresholdedRelu"

    static func function(_ node: Node) throws(ModelError) -> @Sendable (Double) -> Double {
        let alpha = Double(try node.float("alpha") ?? 1)
        return { $0 <= alpha ? 0 : $0 }
    }
}

enum Elu: FloatFunction {
    static let name = "Elu"

    static func function(_ node: Node) throws(ModelError) -> @Sendable (Double) -> Double {
        let alpha = Double(try node.float("alpha") ?? 1)
        return { $0 < 0 ? alpha * expm1($0) : $0 }
    }
}

enum Celu: FloatFunction {
    static let name = "Celu"

    static func function(_ node: Node) throws(ModelError) -> @Sendable (Double) -> Double {
        let alpha = Double(try node.float("alpha") ?? 1)
        return { $0 < 0 ? alpha * expm1($0 / alpha) : $0 }
    }
}

enum Selu: FloatFunction {
    static let name = "Selu"

    static func function(_ node: Node) throws(ModelError) -> @Sendable (Double) -> Double {
        // What opset 1 has in fewer digits.
        let isFirst = node.opset < 6
        let alpha = Double(try node.float("alpha") ?? (isFirst ? 1.6732 : 1.673_263_2))
        let gamma = Double(try node.float("gamma") ?? (isFirst ? 1.0507 : 1.050_701))
        return { gamma * ($0 <= 0 ? alpha * expm1($0) : $0) }
    }
}

enum Gelu: FloatFunction {
    static let name = "Gelu"

    static func function(_ node: Node) throws(ModelError) -> @Sendable (Double) -> Double {
        switch try node.string("approximate") ?? "none" {
        case "none": return { 0.5 * $0 * (1 + erf($0 / 2.0.squareRoot())) }
        case "tanh":
            let scale = (2 / Double.pi).squareRoot()
            return { 0.5 * $0 * (1 + tanh(scale * ($0 + 0.044715 * $0 * $0 * $0))) }
        default: throw node.error(.attribute("approximate must be none or tanh"))
        }
    }
}

enum Softplus: FloatFunction {
    static let name = "Softplus"

    static func function(_ node: Node) -> @Sendable (Double) -> Double {
        { softplus($0) }
    }

    /// ln(1 + eˣ), without overflow.
    static func softplus(_ value: Double) -> Double {
        value > 0 ? value + log1p(exp(-value)) : log1p(exp(value))
    }
}

enum Mish: FloatFunction {
    static let name = "Mish"

    static func function(_ node: Node) -> @Sendable (Double) -> Double {
        { $0 * tanh(Softplus.softplus($0)) }
    }
}

enum Softsign: FloatFunction {
    static let name = "Softsign"

    static func function(_ node: Node) -> @Sendable (Double) -> Double {
        { $0 / (1 + abs($0)) }
    }
}
