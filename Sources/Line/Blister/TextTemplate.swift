/// A text with fields for a batch's own data, such as `LOT {lot} EXP {expiry:MM/yyyy}`.
///
/// Fields in braces: `product`, `lot`, and `expiry` with a form of yyyy, yy, MMM, MM and dd after a
/// colon (MM/yyyy without one); all else stands for itself. Thread-safe as a value.
public struct TextTemplate: Sendable, Equatable {
    private enum Part: Sendable, Equatable {
        case text(String)
        case product
        case lot
        case expiry(DateForm)
    }

    private static let usualForm: Substring = "MM/yyyy"

    /// As it was written.
    public let source: String
    private let parts: [Part]

    /// Reads a template.
    ///
    /// - Throws: ``ExpectedText/Flaw/unknownField(_:)`` for a field or form that means nothing.
    public init(_ source: String) throws(ExpectedText.Flaw) {
        var parts: [Part] = []
        var rest = source[...]
        while let open = rest.firstIndex(of: "{") {
            if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
            let after = rest[rest.index(after: open)...]
            guard let close = after.firstIndex(of: "}") else { throw .unknownField(String(after)) }
            parts.append(try Self.field(after[..<close]))
            rest = after[after.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        self.source = source
        self.parts = parts
    }

    private static func field(_ field: Substring) throws(ExpectedText.Flaw) -> Part {
        switch field.prefix(while: { $0 != ":" }) {
        case "product" where !field.contains(":"): return .product
        case "lot" where !field.contains(":"): return .lot
        case "expiry":
            let given = field.dropFirst("expiry:".count)
            guard let form = DateForm(given.isEmpty ? usualForm : given) else {
                throw .unknownField(String(field))
            }
            return .expiry(form)
        default: throw .unknownField(String(field))
        }
    }

    /// Whether it says nothing but blanks.
    public var isBlank: Bool {
        parts.allSatisfy { part in
            if case .text(let text) = part { text.allSatisfy(\.isWhitespace) } else { false }
        }
    }

    /// Whether it has a field for the expiry.
    public var asksForExpiry: Bool {
        parts.contains { part in
            if case .expiry = part { true } else { false }
        }
    }

    /// The text for a batch.
    ///
    /// - Throws: ``ExpectedText/Flaw/missingValue(field:)`` for a field whose value is nil.
    public func text(
        product: String?,
        lot: String?,
        expiry: CalendarDate?
    ) throws(ExpectedText.Flaw) -> String {
        var text = ""
        for part in parts {
            switch part {
            case .text(let own): text += own
            case .product:
                guard let product else { throw .missingValue(field: "product") }
                text += product
            case .lot:
                guard let lot else { throw .missingValue(field: "lot") }
                text += lot
            case .expiry(let form):
                guard let expiry else { throw .missingValue(field: "expiry") }
                text += form.text(expiry)
            }
        }
        return text
    }
}
