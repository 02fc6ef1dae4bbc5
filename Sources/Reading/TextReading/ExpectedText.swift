internal import Foundation

/// What a print must say, from a template of the recipe and the batch's own data.
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
            case .unknownField(let name): "the field {\(name)} is not lot or expiry"
            case .missingValue(let field): "the template asks for {\(field)}, which is not given"
            case .noDate(let text): "the expiry \(text) is no date such as 2027-03 or 2027-03-31"
            case .form(let batch, let pattern): "the batch \(batch) is not of the form \(pattern)"
            case .noPattern(let text): "\(text) is no pattern for batches"
            }
        }
    }

    /// The text.
    public let text: String

    /// Fills `template`, such as `LOT {lot} EXP {expiry:MM/yyyy}`.
    ///
    /// - Parameters:
    ///   - template: Fields in braces: `lot`, and `expiry` with a form of yyyy, yy, MMM, MM and dd
    ///     after a colon; all else stands for itself.
    ///   - lot: The batch.
    ///   - expiry: yyyy-MM or yyyy-MM-dd.
    ///   - lotPattern: A regular expression for the whole batch; none where nil.
    /// - Throws: what of them cannot be used.
    public init(
        template: String,
        lot: String?,
        expiry: String?,
        lotPattern: String? = nil
    ) throws(Flaw) {
        if let lotPattern, let lot {
            guard let pattern = try? Regex(lotPattern) else { throw .noPattern(lotPattern) }
            guard lot.wholeMatch(of: pattern) != nil else {
                throw .form(batch: lot, pattern: lotPattern)
            }
        }
        let date = try expiry.map { text throws(Flaw) in try CalendarDate(text) }
        var result = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            let after = rest[rest.index(after: open)...]
            guard let close = after.firstIndex(of: "}") else {
                throw .unknownField(String(after))
            }
            let field = after[..<close]
            let name = field.prefix { $0 != ":" }
            switch name {
            case "lot":
                guard let lot else { throw .missingValue(field: "lot") }
                result += lot
            case "expiry":
                guard let date else { throw .missingValue(field: "expiry") }
                let form = field.dropFirst(name.count + 1)
                result += try date.text(form.isEmpty ? "MM/yyyy" : String(form))
            default: throw .unknownField(String(name))
            }
            rest = after[after.index(after: close)...]
        }
        text = (result + rest).uppercased()
    }
}

/// A month, or a day, of the Gregorian calendar.
public struct CalendarDate: Sendable, Equatable {
    /// 1990...2099.
    public let year: Int
    /// 1...12.
    public let month: Int
    /// 1 to the month's last; nil for the whole month.
    public let day: Int?

    /// Takes a date that can be; nil otherwise.
    public init?(year: Int, month: Int, day: Int? = nil) {
        guard (1990...2099).contains(year), (1...12).contains(month) else { return nil }
        if let day, !(1...Self.days(year, month)).contains(day) { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    init(_ text: String) throws(ExpectedText.Flaw) {
        let numbers = text.split(separator: "-", omittingEmptySubsequences: false)
            .compactMap { Int($0) }
        guard (2...3).contains(numbers.count),
            let date = CalendarDate(
                year: numbers[0],
                month: numbers[1],
                day: numbers.count > 2 ? numbers[2] : nil
            )
        else { throw .noDate(text) }
        self = date
    }

    /// Days of a month.
    public static func days(_ year: Int, _ month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    func text(_ form: String) throws(ExpectedText.Flaw) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let names = [
            "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
        ]
        var result = ""
        var rest = form[...]
        while let first = rest.first {
            if rest.hasPrefix("yyyy") {
                result += "\(year)"
                rest = rest.dropFirst(4)
            } else if rest.hasPrefix("yy") {
                result += two(year % 100)
                rest = rest.dropFirst(2)
            } else if rest.hasPrefix("MMM") {
                result += names[month - 1]
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("MM") {
                result += two(month)
                rest = rest.dropFirst(2)
            } else if rest.hasPrefix("dd") {
                // A month without a day runs to its end.
                result += two(day ?? Self.days(year, month))
                rest = rest.dropFirst(2)
            } else {
                guard !first.isLetter else { throw .unknownField("expiry:\(form)") }
                result.append(first)
                rest = rest.dropFirst()
            }
        }
        return result
    }
}
