/// A multidimensional array in row-major order, as it comes in and goes out of networks.
///
/// A value; copies share their elements. Rank 0 is one element.
public struct Tensor: Sendable, Equatable {
    /// Extents, outermost first; each at least 0.
    public let shape: [Int]
    /// What the elements stand for; half precision is kept in single precision.
    public let elementType: ElementType
    /// The elements, as many as ``shape`` says.
    public let elements: Elements

    /// Makes a tensor; traps unless `shape` and the number of `elements` agree.
    public init(_ elements: Elements, shape: [Int], as elementType: ElementType? = nil) {
        precondition(shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) == elements.count)
        self.shape = shape
        self.elements = elements
        self.elementType = elementType ?? elements.storedType
    }

    /// Makes a tensor of `values`; traps unless `shape` and their number agree.
    public init<Element: TensorElement>(_ values: [Element], shape: [Int]) {
        self.init(Element.elements(values), shape: shape)
    }

    /// Makes a tensor of rank 0.
    public init<Element: TensorElement>(scalar: Element) {
        self.init([scalar], shape: [])
    }

    /// Number of elements.
    public var count: Int { elements.count }

    /// The values where they are kept as `Element`, nil otherwise.
    public func values<Element: TensorElement>(of type: Element.Type = Element.self) -> [Element]? {
        Element.values(elements)
    }

    /// The same elements under another shape; traps unless the numbers agree.
    public func reshaped(_ shape: [Int]) -> Tensor {
        Tensor(elements, shape: shape, as: elementType)
    }

    /// All elements as whole numbers: shapes, axes, indices; nil for floating point and text.
    public var integers: [Int]? {
        switch elements {
        case .int64(let values): values.map { Int($0) }
        case .int32(let values): values.map { Int($0) }
        case .int16(let values): values.map { Int($0) }
        case .int8(let values): values.map { Int($0) }
        case .uint64(let values): values.map { Int(clamping: $0) }
        case .uint32(let values): values.map { Int($0) }
        case .uint16(let values): values.map { Int($0) }
        case .uint8(let values): values.map { Int($0) }
        case .bool(let values): values.map { $0 ? 1 : 0 }
        case .float32, .float64, .string: nil
        }
    }
}
