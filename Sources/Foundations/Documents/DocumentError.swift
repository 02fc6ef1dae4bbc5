/// A fault in a document from outside, said in one line: file, place, what is wrong, cure.
///
/// Values of this type are shown to people as they are; programs end with status 2.
public struct DocumentError: Error, Equatable, CustomStringConvertible, Sendable {
    /// What is wrong.
    public enum Fault: Equatable, Sendable {
        case unreadable(reason: String)
        case syntax(reason: String)
        case unknownKey(String, allowed: [String])
        case missingKey(String)
        case wrongType(expected: String)
        case outOfRange(value: String, allowed: String)
        case invalid(reason: String, cure: String)
    }

    /// Path of the file as the caller gave it.
    public let file: String
    /// First line is 1; nil when the fault has no place.
    public let line: Int?
    /// Dotted path of the key, for example `pockets[3].x_mm`; nil at the top.
    public let key: String?
    /// What is wrong.
    public let fault: Fault

    /// Makes an error for `file` at `line` and `key`.
    public init(file: String, line: Int?, key: String?, fault: Fault) {
        self.file = file
        self.line = line
        self.key = key
        self.fault = fault
    }

    /// One line: `file:line: key: what is wrong; cure`.
    public var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        let subject = key.map { "\($0): " } ?? ""
        return "\(place): \(subject)\(fault.sentence)"
    }
}

extension DocumentError.Fault {
    var sentence: String {
        switch self {
        case .unreadable(let reason):
            "cannot be read: \(reason); check the path and its permissions"
        case .syntax(let reason): "is not valid YAML: \(reason); correct it, or name another file"
        case .unknownKey(let name, let allowed):
            "unknown key '\(name)'; remove it or use one of: \(allowed.sorted().joined(separator: ", "))"
        case .missingKey(let name): "key '\(name)' is missing; add it"
        case .wrongType(let expected): "must be \(expected); correct the value"
        case .outOfRange(let value, let allowed): "\(value) is impossible; use \(allowed)"
        case .invalid(let reason, let cure): "\(reason); \(cure)"
        }
    }
}
