/// How a date is printed: `yyyy`, `yy`, `MMM` (JAN to DEC), `MM`, `dd`, and signs that are no letters.
struct DateForm: Sendable, Equatable {
    private enum Part: Sendable, Equatable {
        case year
        case shortYear
        case monthName
        case month
        case day
        case sign(Character)
    }

    private static let fields: [(text: String, part: Part)] = [
        ("yyyy", .year), ("yy", .shortYear), ("MMM", .monthName), ("MM", .month), ("dd", .day),
    ]
    private static let names = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ]

    private let parts: [Part]

    /// Reads a form; nil where a letter in it stands for nothing.
    init?(_ text: Substring) {
        var parts: [Part] = []
        var rest = text
        while let first = rest.first {
            if let field = Self.fields.first(where: { rest.hasPrefix($0.text) }) {
                parts.append(field.part)
                rest = rest.dropFirst(field.text.count)
            } else {
                guard !first.isLetter else { return nil }
                parts.append(.sign(first))
                rest = rest.dropFirst()
            }
        }
        self.parts = parts
    }

    /// `date` in this form; a month without a day has its last one.
    func text(_ date: CalendarDate) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return parts.reduce(into: "") { text, part in
            switch part {
            case .year: text += "\(date.year)"
            case .shortYear: text += two(date.year % 100)
            case .monthName: text += Self.names[date.month - 1]
            case .month: text += two(date.month)
            case .day: text += two(date.lastDay)
            case .sign(let sign): text.append(sign)
            }
        }
    }
}
