/// What a print fault makes of a text.
struct PrintFlaw {
    /// What is printed.
    let text: String
    /// Where along the text it is wiped, 0...1; nil where it is not.
    let smudgedShare: Double?

    /// The fault `form` in `text`, at a sign that `draw` picks.
    init(_ form: SeededDefect.Form, of text: String, _ draw: inout Draw) {
        var signs = Array(text)
        let inked = signs.indices.filter { !signs[$0].isWhitespace }
        guard !inked.isEmpty else {
            (self.text, smudgedShare) = (text, nil)
            return
        }
        let place = inked[draw.index(below: inked.count)]
        switch form {
        case .wrongSign: signs[place] = Self.other(signs[place], &draw)
        case .missingSign: signs[place] = " "
        case .noPrint: signs = signs.map { $0.isNewline ? $0 : " " }
        default: break
        }
        self.text = String(signs)
        let row = signs[..<place].lastIndex(where: \.isNewline).map { $0 + 1 } ?? 0
        let length = (signs[place...].firstIndex(where: \.isNewline) ?? signs.count) - row
        smudgedShare =
            form == .smudge ? (Double(place - row) + 0.5) / Double(max(1, length)) : nil
    }

    /// A sign of the same sort that nobody takes for `sign`.
    private static func other(_ sign: Character, _ draw: inout Draw) -> Character {
        let sort = sorts.first { $0.contains(sign) } ?? sorts[0]
        var others = sort.filter { $0 != sign }
        // Drawn so alike that print is not judged by which of them it is.
        if sign == "O" || sign == "Q" || sign == "D" { others.removeAll { "OQD".contains($0) } }
        return others[draw.index(below: others.count)]
    }

    private static let sorts: [[Character]] = [
        Array("0123456789"), Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), Array("/.-:"),
    ]
}

extension SeededDefect.Form {
    /// The forms of a print fault.
    static let ofPrint: [SeededDefect.Form] = [.wrongSign, .missingSign, .noPrint, .smudge]
}
