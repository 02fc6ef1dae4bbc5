internal import Foundation
public import Signatures

/// A signed head of the trail, as one line that any log can carry.
///
/// `blisterd-checkpoint station=… sequence=… head=… time=… signature=…`: who knows the line and the
/// public key can tell whether the trail is still the one that the station had then.
public struct AuditCheckpoint: Sendable, Hashable {
    /// The first word of the line.
    public static let word = "blisterd-checkpoint"

    /// Name of the station; what would part words is `_`.
    public let station: String
    /// Sequence of the last entry that it covers.
    public let sequence: Int
    /// Hash of that entry, 64 digits.
    public let head: String
    /// ISO 8601.
    public let time: String
    /// Ed25519 over the line up to the blank before `signature=`; 64 bytes.
    public let signature: [UInt8]

    /// Signs the head of a trail.
    init(station: String, sequence: Int, head: String, time: String, key: SigningKey) {
        self.station = Self.word(station)
        self.sequence = sequence
        self.head = head
        self.time = time
        let signed = Self.signed(self.station, sequence, head, time)
        signature = key.signature(over: Array(signed.utf8))
    }

    /// The line without its line end.
    public var line: String {
        Self.signed(station, sequence, head, time)
            + " signature=\(Data(signature).base64EncodedString())"
    }

    /// Whether the owner of `key` signed it.
    public func isSigned(by key: VerifyingKey) -> Bool {
        key.verifies(signature, over: Array(Self.signed(station, sequence, head, time).utf8))
    }

    /// Finds the checkpoint in a line of any log; nil where there is none.
    public init?(in line: String) {
        guard let start = line.range(of: Self.word + " ") else { return nil }
        var values: [String] = []
        let words = line[start.upperBound...].split(
            separator: " ",
            maxSplits: 4,
            omittingEmptySubsequences: false
        )
        let names = ["station=", "sequence=", "head=", "time=", "signature="]
        guard words.count == names.count else { return nil }
        for (word, name) in zip(words, names) {
            guard word.hasPrefix(name) else { return nil }
            values.append(String(word.dropFirst(name.count)))
        }
        // Behind it there may be what a log adds, a quotation mark for example.
        let base64 = values[4].prefix {
            $0.isASCII && ($0.isLetter || $0.isNumber || "+/=".contains($0))
        }
        guard let sequence = Int(values[1]), sequence > 0,
            AuditBytes.digest(hexadecimal: Array(values[2].utf8))?.count == 32,
            let signature = Data(base64Encoded: String(base64)),
            signature.count == VerifyingKey.signatureByteCount
        else { return nil }
        station = values[0]
        self.sequence = sequence
        head = values[2]
        time = values[3]
        self.signature = Array(signature)
    }

    private static func signed(
        _ station: String,
        _ sequence: Int,
        _ head: String,
        _ time: String
    ) -> String {
        "\(word) station=\(station) sequence=\(sequence) head=\(head) time=\(time)"
    }

    private static func word(_ text: String) -> String {
        let word = String(text.map { $0.isWhitespace || $0 == "=" || $0 == "\"" ? "_" : $0 })
        return word.isEmpty ? "-" : word
    }
}
