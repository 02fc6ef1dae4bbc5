internal import Glibc
internal import Graphs

enum Sqrt: FloatFunction {
    static let name = "Sqrt"

    static func function(_ node: Node) -> @Sendable (Double) -> Double {
        { $0.squareRoot() }
    }
}

enum Exp: FloatFunction {
    static let name = "Exp"

    static func function(_ node: Node) -> @Sendable (Double) -> Double {
        { exp($0) }
    }
}

enum Log: FloatFunction {
    static let name = "Log"

    static func function(_ node: Node) -> @Sendable (Double) -> Double {
        { log($0) }
    }
}

enum Reciprocal: FloatFunction {
    static let name = "Reciprocal"

    static func function(_ node: Node) -> @Sendable (Double) -> Double {
        { 1 / $0 }
    }
}

/// The error function.
enum Erf: FloatFunction {
    static let name = "Erf"

    static func function(_ node: Node) -> @Sendable (Double) -> Double {
        { erf($0) }
    }
}
