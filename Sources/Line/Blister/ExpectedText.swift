/// What a print must say, from a template and the batch's own data.
public struct ExpectedText: Sendable, Equatable {
    /// Why a template or its data cannot be used.
    public enum Flaw: Error, Sendable, Equatable, CustomStringConvertible {
        /// A field that is none of those known.
        case unknownField(String)
        /// A field for which there is no value.
        case missingValue(field: String)
        /// An expiry that is no date of the calendar, as year-month or year-month-day.
        case noDate(String)
        /// A batch that is not of the wanted form.
        case form(batch: String, pattern: String)
        /// A pattern that is no regular expression.
        case noPattern(String)

        /// One line.
        public var description: String {
            switch self {
            case .unknownField(let name):
                "the field {\(name)} is not lot, product, or expiry with yyyy, yy, MMM, MM, dd"
            case .missingValue(let field): "the template asks for {\(field)}, which is not given"
            case .noDate(let text): "the expiry \(text) is no date such as 2027-03 or 2027-03-31"
            case .form(let batch, let pattern): "the batch \(batch) is not of the form \(pattern)"
            case .noPattern(let text): "\(text) is no pattern for batches"
            }
        }
    }

    /// The text, in capitals.
    public let text: String

    /// Fills `template`, such as `LOT {lot} EXP {expiry:MM/yyyy}`.
    ///
    /// - Parameters:
    ///   - template: As ``TextTemplate``.
    ///   - product: The product's name.
    ///   - lot: The batch.
    ///   - expiry: yyyy-MM or yyyy-MM-dd.
    ///   - lotPattern: A regular expression for the whole batch; none where nil.
    /// - Throws: what of them cannot be used.
    public init(
        template: String,
        product: String? = nil,
        lot: String?,
        expiry: String?,
        lotPattern: String? = nil
    ) throws(Flaw) {
        if let lotPattern, let lot { try Self.check(lot: lot, pattern: lotPattern) }
        let date = try expiry.map { text throws(Flaw) in try CalendarDate(text) }
        text = try TextTemplate(template).text(product: product, lot: lot, expiry: date)
            .uppercased()
    }

    /// Throws where `lot` as a whole is not of the form `pattern`, a regular expression.
    public static func check(lot: String, pattern: String) throws(Flaw) {
        guard let form = try? Regex(pattern) else { throw .noPattern(pattern) }
        guard lot.wholeMatch(of: form) != nil else { throw .form(batch: lot, pattern: pattern) }
    }
}
