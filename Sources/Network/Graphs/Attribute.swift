public import Tensors

/// A constant of a node.
public enum Attribute: Sendable, Equatable {
    case float(Float)
    case int(Int)
    case string(String)
    case tensor(Tensor)
    case floats([Float])
    case ints([Int])
    case strings([String])
    case graph(Subgraph)
    /// Another kind that no supported operator takes.
    case other(String)
}
