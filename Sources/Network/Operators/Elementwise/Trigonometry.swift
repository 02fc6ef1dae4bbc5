internal import Glibc
internal import Graphs

enum Sin: FloatFunction {
    static let name = "Sin"

    static func function(_ node: Node) -> @Sendable (Double) -> Double {
        { sin($0) }
    }
}

enum Cos: FloatFunction {
    static let name = "Cos"

    static func function(_ node: Node) -> @Sendable (Double) -> Double {
        { cos($0) }
    }
}

enum Tan: FloatFunction {
    static let name = "Tan"

    static func function(_ node: Node) -> @Sendable (Double) -> Double {
        { tan($0) }
    }
}

enum Asin: FloatFunction {
    static let name = "Asin"

    static func function(_ node: Node) -> @Sendable (Double) -> Double {
        { asin($0) }
    }
}

enum Acos: FloatFunction {
    static let name = "Acos"

    static func function(_ node: Node) -> @Sendable (Double) -> Double {
        { acos($0) }
    }
}

enum Atan: FloatFunction {
    static let name = "Atan"

    static func function(_ node: Node) -> @Sendable (Double) -> Double {
        { atan($0) }
    }
}

enum Sinh: FloatFunction {
    static let name = "Sinh"

    static func function(_ node: Node) -> @Sendable (Double) -> Double {
        { sinh($0) }
    }
}

enum Cosh: FloatFunction {
    static let name = "Cosh"

    static func function(_ node: Node) -> @Sendable (Double) -> Double {
        { cosh($0) }
    }
}

enum Tanh: FloatFunction {
    static let name = "Tanh"

    static func function(_ node: Node) -> @Sendable (Double) -> Double {
        { tanh($0) }
    }
}

enum Asinh: FloatFunction {
    static let name = "Asinh"

    static func function(_ node: Node) -> @Sendable (Double) -> Double {
        { asinh($0) }
    }
}

enum Acosh: FloatFunction {
    static let name = "Acosh"

    static func function(_ node: Node) -> @Sendable (Double) -> Double {
        { acosh($0) }
    }
}

enum Atanh: FloatFunction {
    static let name = "Atanh"

    static func function(_ node: Node) -> @Sendable (Double) -> Double {
        { atanh($0) }
    }
}
