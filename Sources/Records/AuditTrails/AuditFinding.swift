/// What is wrong with a trail, and where.
public struct AuditFinding: Sendable, Equatable, CustomStringConvertible {
    /// What kind of damage it is.
    public enum Kind: String, Sendable, CaseIterable {
        /// Bytes of a line are not those that were written.
        case changedBytes = "changed_bytes"
        /// Entries are not there.
        case removedLines = "removed_lines"
        /// Entries are not in their order.
        case reorderedLines = "reordered_lines"
        /// An entry is there twice.
        case repeatedLines = "repeated_lines"
        /// An entry is whole in itself, but not the one that its neighbour was chained to.
        case replacedLine = "replaced_line"
        /// The last line is not whole.
        case tornTail = "torn_tail"
        /// A checkpoint from off the box covers entries that are not there any more.
        case truncatedTail = "truncated_tail"
        /// The last entries are chained, but no checkpoint covers them.
        case unsignedTail = "unsigned_tail"
        /// A signed head is not the one that the trail has there.
        case rewritten = "rewritten"
        /// A checkpoint was not signed with the station's key.
        case wrongSignature = "wrong_signature"
        /// The trail begins later than with its first entry.
        case missingBeginning = "missing_beginning"
        /// The stored blisters of a batch are not those whose root the trail has.
        case otherBlisters = "other_blisters"
    }

    /// What it is.
    public let kind: Kind
    /// File that it is in.
    public let file: String
    /// Line of that file, from 1; nil where it is no place in it.
    public let line: Int?
    /// Entry that it concerns, or the first of them.
    public let sequence: Int?
    /// What is wrong, in words.
    public let sentence: String

    /// Makes a finding.
    public init(kind: Kind, file: String, line: Int?, sequence: Int?, sentence: String) {
        self.kind = kind
        self.file = file
        self.line = line
        self.sequence = sequence
        self.sentence = sentence
    }

    /// One line: place, kind, what is wrong.
    public var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return "\(place): \(kind.rawValue): \(sentence)"
    }
}
