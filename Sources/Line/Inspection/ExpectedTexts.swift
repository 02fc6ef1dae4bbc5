public import Blister

/// What must stand on every blister from now on.
///
/// Thread-safe as a value.
public struct ExpectedTexts: Sendable, Equatable {
    /// In the print region, in capitals; nil: no batch says so, and no print passes.
    public var print: String?
    /// In the Braille region; nil: no batch says so, and no Braille passes.
    public var braille: String?
    /// In the machine-readable code; nil: no batch says so, and no code passes.
    public var code: String?

    /// Makes texts.
    public init(print: String? = nil, braille: String? = nil, code: String? = nil) {
        self.print = print
        self.braille = braille
        self.code = code
    }
}

/// Why a batch cannot be started, or its texts not be told.
public enum BatchFlaw: Error, Sendable, Equatable, CustomStringConvertible {
    /// Its data do not fill the recipe's templates.
    case text(ExpectedText.Flaw)
    /// Its expiry is over.
    case expired(CalendarDate, today: CalendarDate)
    /// Its expiry lies farther ahead than any product keeps.
    case tooFarAhead(CalendarDate, today: CalendarDate)

    /// Years from today beyond which an expiry is taken for a slip.
    public static let yearsAheadMax = 10

    /// One line with the cure.
    public var description: String {
        switch self {
        case .text(let flaw): "\(flaw); correct --lot and --expiry"
        case .expired(let date, let today):
            "the expiry \(date) is over (today is \(today)); correct --expiry, or add --force"
        case .tooFarAhead(let date, let today):
            "the expiry \(date) is over \(Self.yearsAheadMax) years ahead (today is \(today)); "
                + "correct --expiry, or add --force"
        }
    }
}

extension Recipe {
    /// Whether anything is read.
    public var asksForTexts: Bool { print != nil || braille != nil || code != nil }

    /// The texts that need no batch: those of templates without lot and expiry.
    public var standingTexts: ExpectedTexts {
        func text(_ template: TextTemplate?) -> String? {
            try? template?.text(product: product, lot: nil, expiry: nil)
        }
        return ExpectedTexts(
            print: text(print?.template)?.uppercased(),
            braille: text(braille?.template),
            code: text(code?.template)
        )
    }

    /// Whether `texts` has every text that the recipe asks for.
    public func isSatisfied(by texts: ExpectedTexts) -> Bool {
        (print == nil || texts.print != nil) && (braille == nil || texts.braille != nil)
            && (code == nil || texts.code != nil)
    }

    /// The texts of a batch.
    ///
    /// - Parameters:
    ///   - lot: Its name; blanks alone are none.
    ///   - expiry: yyyy-MM or yyyy-MM-dd; read only where a template asks for it.
    ///   - today: What the expiry is compared with; nil where it need not be plausible.
    /// - Returns: what the recipe asks for, filled.
    /// - Throws: what of them cannot be.
    public func texts(
        lot: String?,
        expiry: String?,
        today: CalendarDate?
    ) throws(BatchFlaw) -> ExpectedTexts {
        let lot = lot.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        let templates = [print?.template, braille?.template, code?.template].compactMap { $0 }
        do {
            if let pattern = print?.lotPattern, let lot {
                try ExpectedText.check(lot: lot, pattern: pattern)
            }
            var date: CalendarDate?
            if let expiry, templates.contains(where: \.asksForExpiry) {
                date = try CalendarDate(expiry)
            }
            if let date, let today { try Self.check(date, today: today) }
            return ExpectedTexts(
                print: try print?.template.text(product: product, lot: lot, expiry: date)
                    .uppercased(),
                braille: try braille?.template.text(product: product, lot: lot, expiry: date),
                code: try code?.template.text(product: product, lot: lot, expiry: date)
            )
        } catch let flaw as ExpectedText.Flaw {
            throw .text(flaw)
        } catch let flaw as BatchFlaw {
            throw flaw
        } catch {
            preconditionFailure("nothing else is thrown")
        }
    }

    private static func check(_ expiry: CalendarDate, today: CalendarDate) throws(BatchFlaw) {
        guard !expiry.ends(before: today) else { throw .expired(expiry, today: today) }
        let limit = today.year + BatchFlaw.yearsAheadMax
        guard (expiry.year, expiry.month) <= (limit, today.month) else {
            throw .tooFarAhead(expiry, today: today)
        }
    }
}
