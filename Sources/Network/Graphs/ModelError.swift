/// Why a model cannot be used: the node or value, and the reason.
public struct ModelError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: Sendable, Equatable {
        /// Not an ONNX file, cut off, or damaged.
        case damaged(String)
        /// A limit of the importer is exceeded.
        case tooLarge(String)
        /// Nodes wait for each other.
        case cyclic
        /// A value that nothing makes.
        case missingValue(String)
        /// A value that two nodes make.
        case doubledValue(String)
        /// An operator that is not supported, at this version of the operator set.
        case unsupportedOperator(String, opset: Int)
        /// An element type, attribute value or form that is not supported.
        case unsupported(String)
        /// An attribute is missing, of the wrong kind or out of range.
        case attribute(String)
        /// Number, types, ranks or extents of inputs do not fit.
        case inputs(String)
        /// External data lies outside the model's folder, or is not there.
        case externalData(String)
    }

    /// The node or value; empty for the file as a whole.
    public var node: String
    /// What is wrong.
    public var reason: Reason

    /// Makes an error.
    public init(node: String, reason: Reason) {
        self.node = node
        self.reason = reason
    }

    /// One line.
    public var description: String {
        let text =
            switch reason {
            case .damaged(let text): "damaged: \(text)"
            case .tooLarge(let text): "too large: \(text)"
            case .cyclic: "the graph is cyclic here"
            case .missingValue(let name): "nothing makes its input \"\(name)\""
            case .doubledValue(let name): "\"\(name)\" is made twice"
            case .unsupportedOperator(let name, let opset):
                "operator \(name) of opset \(opset) is not supported"
            case .unsupported(let text): "not supported: \(text)"
            case .attribute(let text): "attribute \(text)"
            case .inputs(let text): text
            case .externalData(let text): "external data: \(text)"
            }
        let line = node.isEmpty ? text : "\(node): \(text)"
        return line.replacing("\n", with: " ")
    }
}
