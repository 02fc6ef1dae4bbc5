internal import Graphs

enum Ceil: FloatFunction {
    static let name = "Ceil"

    static func function(_ node: Node) -> @Sendable (Double) -> Double {
        { $0.rounded(.up) }
    }
}

enum Floor: FloatFunction {
    static let name = "Floor"

    static func function(_ node: Node) -> @Sendable (Double) -> Double {
        { $0.rounded(.down) }
    }
}

/// Nearest whole number; halves go to the even one.
enum Round: FloatFunction {
    static let name = "Round"

    static func function(_ node: Node) -> @Sendable (Double) -> Double {
        { $0.rounded(.toNearestOrEven) }
    }
}
