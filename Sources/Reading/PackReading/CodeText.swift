public import Blister

/// What a code must say.
///
/// Thread-safe as a value.
public struct CodeText: Sendable, Equatable {
    /// As people write it.
    public let written: String
    private let isGS1: Bool

    /// Reads the text; one that begins with a parenthesis is GS1 element strings.
    ///
    /// - Parameters:
    ///   - written: Such as `(01)04150123456782(17)280831(10)LOT12`, or any other text.
    ///   - kind: Kind of code; nil: any.
    /// - Throws: why no code of `kind` says it.
    public init(_ written: String, kind: CodeKind?) throws(UnreadableText) {
        isGS1 = written.hasPrefix("(")
        guard isGS1 else {
            try Self.check(written, kind)
            self.written = written
            return
        }
        guard let elements = ElementString(written: written) else {
            throw UnreadableText(
                reason: "code: '\(written)' is no GS1 element string",
                cure: "write identifiers in parentheses with values of their length, "
                    + "such as (01)04150123456782(17)280831(10)LOT12"
            )
        }
        guard kind != .ean8, kind != .ean13 else {
            throw UnreadableText(
                reason: "code: an \(kind?.rawValue ?? "") has no GS1 element strings",
                cure: "use data_matrix, qr_code or code_128"
            )
        }
        self.written = elements.written
    }

    /// Whether `code` says it in the same way: element strings count as such only where the symbol says
    /// so.
    public func isSaid(by code: ReadCode) -> Bool {
        code.text == written && code.isGS1 == isGS1
    }

    private static func check(_ written: String, _ kind: CodeKind?) throws(UnreadableText) {
        guard !written.isEmpty else {
            throw UnreadableText(reason: "code: the text is empty", cure: "give what it must say")
        }
        let digits: Int
        switch kind {
        case .ean8: digits = 8
        case .ean13: digits = 13
        case .dataMatrix, .qrCode, .code128, nil: return
        }
        guard written.utf8.count == digits, hasCheckDigit(written) else {
            throw UnreadableText(
                reason: "code: '\(written)' is no \(kind?.rawValue ?? "")",
                cure: "give its \(digits) digits, the right check digit last"
            )
        }
    }

    /// Weights 3 and 1 from the right, the sum a multiple of ten; GS1 General Specifications, 7.9.
    private static func hasCheckDigit(_ text: String) -> Bool {
        guard text.utf8.allSatisfy({ (48...57).contains($0) }) else { return false }
        let sum = text.utf8.reversed().enumerated().reduce(0) { sum, place in
            sum + Int(place.element - 48) * (place.offset % 2 == 0 ? 1 : 3)
        }
        return sum % 10 == 0
    }
}
