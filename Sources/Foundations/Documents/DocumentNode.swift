internal import Foundation
internal import Yams

/// One value inside a YAML document, which knows its file, line and dotted key.
///
/// Every accessor checks type and range and throws a ``DocumentError`` that names the place.
/// Mappings are read through ``mapping(allowed:)``, which refuses unknown and doubled keys.
/// Thread-safe: immutable.
public struct DocumentNode: Sendable {
    indirect enum Content: Sendable {
        case scalar(String, quoted: Bool)
        case sequence([DocumentNode])
        case mapping([(key: String, line: Int, value: DocumentNode)])
    }

    /// Path of the file as the caller gave it.
    public let file: String
    /// Line of the value, from 1.
    public let line: Int
    /// Dotted path, empty at the top.
    public let path: String
    let content: Content

    /// An error at this place.
    public func error(_ fault: DocumentError.Fault) -> DocumentError {
        DocumentError(file: file, line: line, key: path.isEmpty ? nil : path, fault: fault)
    }

    /// An error with free reason and cure at this place.
    public func invalid(_ reason: String, cure: String) -> DocumentError {
        error(.invalid(reason: reason, cure: cure))
    }

    /// The keys of a mapping, none outside `allowed`.
    public func mapping(allowed: [String]) throws(DocumentError) -> DocumentMapping {
        guard case .mapping(let pairs) = content else {
            throw error(.wrongType(expected: "a mapping"))
        }
        for pair in pairs where !allowed.contains(pair.key) {
            throw DocumentError(
                file: file,
                line: pair.line,
                key: path.isEmpty ? nil : path,
                fault: .unknownKey(pair.key, allowed: allowed)
            )
        }
        return DocumentMapping(node: self, pairs: pairs)
    }

    /// The keys of a mapping whose names are data, in document order.
    public func entries() throws(DocumentError) -> [(key: String, value: DocumentNode)] {
        guard case .mapping(let pairs) = content else {
            throw error(.wrongType(expected: "a mapping"))
        }
        return pairs.map { ($0.key, $0.value) }
    }

    /// The elements of a sequence.
    public func elements() throws(DocumentError) -> [DocumentNode] {
        guard case .sequence(let nodes) = content else {
            throw error(.wrongType(expected: "a list"))
        }
        return nodes
    }

    /// A finite number inside `range`.
    public func number(in range: ClosedRange<Double>) throws(DocumentError) -> Double {
        guard case .scalar(let text, false) = content, let value = Double(text), value.isFinite
        else {
            throw error(.wrongType(expected: "a number"))
        }
        guard range.contains(value) else {
            throw error(
                .outOfRange(value: text, allowed: "\(range.lowerBound) to \(range.upperBound)")
            )
        }
        return value
    }

    /// A whole number inside `range`.
    public func integer(in range: ClosedRange<Int>) throws(DocumentError) -> Int {
        guard case .scalar(let text, false) = content, let value = Int(text) else {
            throw error(.wrongType(expected: "a whole number"))
        }
        guard range.contains(value) else {
            throw error(
                .outOfRange(value: text, allowed: "\(range.lowerBound) to \(range.upperBound)")
            )
        }
        return value
    }

    /// `true` or `false`.
    public func flag() throws(DocumentError) -> Bool {
        guard case .scalar(let text, false) = content, let value = Bool(text) else {
            throw error(.wrongType(expected: "true or false"))
        }
        return value
    }

    /// Text; a bare scalar counts as text.
    public func text() throws(DocumentError) -> String {
        guard case .scalar(let text, _) = content else { throw error(.wrongType(expected: "text")) }
        return text
    }

    /// One of the raw values of `Choice`.
    public func choice<Choice>(_ type: Choice.Type) throws(DocumentError) -> Choice
    where Choice: RawRepresentable & CaseIterable, Choice.RawValue == String {
        let name = try text()
        guard let value = Choice(rawValue: name) else {
            let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw error(.outOfRange(value: "'\(name)'", allowed: "one of: \(names)"))
        }
        return value
    }
}

/// The checked keys of one mapping.
public struct DocumentMapping: Sendable {
    /// The mapping itself, for errors that concern it as a whole.
    public let node: DocumentNode
    let pairs: [(key: String, line: Int, value: DocumentNode)]

    /// The value of `key`, which must be there.
    public func required(_ key: String) throws(DocumentError) -> DocumentNode {
        guard let value = optional(key) else { throw node.error(.missingKey(key)) }
        return value
    }

    /// The value of `key`, or nil when it is absent.
    public func optional(_ key: String) -> DocumentNode? {
        pairs.first { $0.key == key }?.value
    }
}
