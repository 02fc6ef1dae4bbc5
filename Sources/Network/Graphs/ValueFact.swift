public import Tensors

/// One extent of a shape.
public enum Dimension: Sendable, Equatable, CustomStringConvertible {
    case known(Int)
    /// The same name is the same extent wherever it stands, such as the batch.
    case named(String)
    case unknown

    /// The extent where it is known.
    public var extent: Int? { if case .known(let value) = self { value } else { nil } }

    /// As `model check` prints it.
    public var description: String {
        switch self {
        case .known(let value): String(value)
        case .named(let name): name
        case .unknown: "?"
        }
    }
}

/// What is known about a value before the network runs.
public struct ValueFact: Sendable, Equatable {
    /// Its element type.
    public var elementType: ElementType
    /// Its shape; nil when not even the rank is known.
    public var shape: [Dimension]?
    /// The value itself where it is the same in every run.
    public var constant: Tensor?

    /// Makes a fact.
    public init(_ elementType: ElementType, _ shape: [Dimension]?, constant: Tensor? = nil) {
        self.elementType = elementType
        self.shape = shape
        self.constant = constant
    }

    /// The fact of a constant.
    public init(_ constant: Tensor) {
        self.init(constant.elementType, constant.shape.map { .known($0) }, constant: constant)
    }

    /// The whole shape where every extent is known.
    public var extents: [Int]? {
        guard let shape else { return nil }
        let known = shape.compactMap(\.extent)
        return known.count == shape.count ? known : nil
    }
}
