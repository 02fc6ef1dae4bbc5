/// Language of a report.
public enum ReportLanguage: String, Sendable, CaseIterable {
    case english = "en"
    case german = "de"
    case chinese = "zh"

    /// As HTML and fonts name it.
    var tag: String { self == .chinese ? "zh-Hans" : rawValue }

    /// The text of `word`, with `{0}`, `{1}` … replaced by `values`.
    func text(_ word: ReportWord, _ values: String...) -> String {
        let texts = ReportWord.texts[word]
        let template = texts.map { choice($0) } ?? word.rawValue
        // One walk, so that braces inside a value stay what they are.
        var text = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            text += rest[..<open]
            let place = Int(rest[rest.index(after: open)..<close])
            text += place.flatMap { values.indices.contains($0) ? values[$0] : nil } ?? ""
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }

    /// The name of a reject reason; reasons that are not known keep their own.
    func reason(_ reason: String) -> String {
        ReportWord.reasons[reason].map { choice($0) } ?? reason
    }

    private func choice(_ texts: ReportWord.Texts) -> String {
        switch self {
        case .english: texts.english
        case .german: texts.german
        case .chinese: texts.chinese
        }
    }

    /// `value` with at most `digits` digits behind the sign that the language has for it; a dash for
    /// what is no number.
    func number(_ value: Double, digits: Int = 3) -> String {
        guard value.isFinite else { return "–" }
        guard value.magnitude < 1e12 else { return "\(value)" }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let scaled = Int64((value.magnitude * scale).rounded())
        let whole = scaled / Int64(scale)
        var fraction = String(scaled % Int64(scale))
        fraction = String(repeating: "0", count: max(0, digits - fraction.count)) + fraction
        while fraction.hasSuffix("0") { fraction.removeLast() }
        let sign = value < 0 && scaled != 0 ? "−" : ""
        return sign + String(whole)
            + (fraction.isEmpty || digits == 0 ? "" : (self == .german ? "," : ".") + fraction)
    }

    /// `share`, 0...1, in per cent.
    func percent(_ share: Double, digits: Int = 3) -> String {
        number(share * 100, digits: digits) + (self == .chinese ? "%" : "\u{a0}%")
    }

    /// An ISO 8601 moment for people: date, time of day and zone.
    func moment(_ text: String, hasMilliseconds: Bool = false) -> String {
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 10, parts[1].utf8.count >= 8 else {
            return text
        }
        let zoneStart = parts[1].firstIndex { "+-Z".contains($0) } ?? parts[1].endIndex
        let zone = parts[1][zoneStart...]
        let clock = parts[1][..<zoneStart]
        return "\(parts[0]) \(hasMilliseconds ? clock : clock.prefix(8)) \(zone)"
    }
}
