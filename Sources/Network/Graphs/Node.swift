public import Tensors

/// One operation of a graph.
public struct Node: Sendable, Equatable {
    /// Its own name, or the name of its first output where it has none.
    public var name: String
    /// Which operator, such as `Conv`.
    public var operation: String
    /// Domain of the operator; empty for ONNX's own.
    public var domain: String
    /// Version of the operator set that the model states for that domain.
    public var opset: Int
    /// Names of the values it takes; empty for an optional one that is left out.
    public var inputs: [String]
    /// Names of the values it makes; empty for an optional one that is left out.
    public var outputs: [String]
    /// Its constants.
    public var attributes: [String: Attribute]

    /// Makes a node.
    public init(
        name: String,
        operation: String,
        domain: String = "",
        opset: Int,
        inputs: [String],
        outputs: [String],
        attributes: [String: Attribute] = [:]
    ) {
        self.name = name
        self.operation = operation
        self.domain = domain
        self.opset = opset
        self.inputs = inputs
        self.outputs = outputs
        self.attributes = attributes
    }
}

extension Node {
    /// The whole number `name`; nil when absent.
    public func int(_ name: String) throws(ModelError) -> Int? {
        switch attributes[name] {
        case nil: return nil
        case .int(let value): return value
        default: throw wrongKind(name, "a whole number")
        }
    }

    /// The whole numbers `name`; nil when absent.
    public func ints(_ name: String) throws(ModelError) -> [Int]? {
        switch attributes[name] {
        case nil: return nil
        case .ints(let values): return values
        // An empty list has lost its kind in the file.
        case .floats(let values) where values.isEmpty: return []
        default: throw wrongKind(name, "whole numbers")
        }
    }

    /// The number `name`; nil when absent.
    public func float(_ name: String) throws(ModelError) -> Float? {
        switch attributes[name] {
        case nil: return nil
        case .float(let value): return value
        default: throw wrongKind(name, "a number")
        }
    }

    /// The numbers `name`; nil when absent.
    public func floats(_ name: String) throws(ModelError) -> [Float]? {
        switch attributes[name] {
        case nil: return nil
        case .floats(let values): return values
        case .ints(let values) where values.isEmpty: return []
        default: throw wrongKind(name, "numbers")
        }
    }

    /// The text `name`; nil when absent.
    public func string(_ name: String) throws(ModelError) -> String? {
        switch attributes[name] {
        case nil: return nil
        case .string(let value): return value
        default: throw wrongKind(name, "text")
        }
    }

    /// The texts `name`; nil when absent.
    public func strings(_ name: String) throws(ModelError) -> [String]? {
        switch attributes[name] {
        case nil: return nil
        case .strings(let values): return values
        default: throw wrongKind(name, "a list of texts")
        }
    }

    /// The tensor `name`; nil when absent.
    public func tensor(_ name: String) throws(ModelError) -> Tensor? {
        switch attributes[name] {
        case nil: return nil
        case .tensor(let value): return value
        default: throw wrongKind(name, "a tensor")
        }
    }

    private func wrongKind(_ attribute: String, _ wanted: String) -> ModelError {
        error(.attribute("\(attribute) must be \(wanted)"))
    }

    /// An error about this node.
    public func error(_ reason: ModelError.Reason) -> ModelError {
        ModelError(node: "\(operation) \(name)", reason: reason)
    }
}
