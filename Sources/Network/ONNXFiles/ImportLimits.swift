internal import Graphs

/// How much of this machine a model file may take; what exceeds it is refused before it is taken.
///
/// With the standard limits the worst of files costs 5 GiB for as long as it is read.
public struct ImportLimits: Sendable, Equatable {
    /// Longest file, in bytes; at most 2 GiB, which protocol buffers allow.
    public var fileBytesMax: Int
    /// Memory of the file's messages, in bytes, estimated from above before they are decoded.
    public var messageBytesMax: Int
    /// Memory of all tensors together, in bytes, external data included.
    public var tensorBytesMax: Int
    /// Elements of one tensor, and of one input or output as far as its extents are known.
    public var elementCountMax: Int
    /// Extents of one shape.
    public var rankMax: Int
    /// Nodes of the graph and all subgraphs.
    public var nodeCountMax: Int
    /// Subgraphs in each other.
    public var depthMax: Int
    /// Attributes of one node.
    public var attributeCountMax: Int

    /// For every model that the inspector runs or trains.
    public static let standard = ImportLimits()

    /// The standard limits, or others.
    public init(
        fileBytesMax: Int = 1 << 30,
        messageBytesMax: Int = 2 << 30,
        tensorBytesMax: Int = 2 << 30,
        elementCountMax: Int = 1 << 30,
        rankMax: Int = 16,
        nodeCountMax: Int = 100_000,
        depthMax: Int = 4,
        attributeCountMax: Int = 1000
    ) {
        self.fileBytesMax = fileBytesMax
        self.messageBytesMax = messageBytesMax
        self.tensorBytesMax = tensorBytesMax
        self.elementCountMax = elementCountMax
        self.rankMax = rankMax
        self.nodeCountMax = nodeCountMax
        self.depthMax = depthMax
        self.attributeCountMax = attributeCountMax
    }
}

extension ImportLimits {
    /// Number of elements of `shape`, which `subject` has.
    ///
    /// An extent of 0 does not excuse the others: their product is bounded all the same.
    func elementCount(_ shape: [Int], of subject: String) throws(ModelError) -> Int {
        guard shape.count <= rankMax else {
            throw ModelError(
                node: subject,
                reason: .tooLarge("rank \(shape.count) is over \(rankMax)")
            )
        }
        var product = 1
        for extent in shape where extent != 0 {
            guard extent > 0 else {
                throw ModelError(node: subject, reason: .damaged("extent \(extent) is below 0"))
            }
            let (larger, overflows) = product.multipliedReportingOverflow(by: extent)
            guard !overflows, larger <= elementCountMax else {
                throw ModelError(
                    node: subject,
                    reason: .tooLarge("shape \(shape) has over \(elementCountMax) elements")
                )
            }
            product = larger
        }
        return shape.contains(0) ? 0 : product
    }
}
