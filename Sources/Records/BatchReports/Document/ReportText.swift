/// Text from outside, made fit to be shown.
enum ReportText {
    /// `text` without signs that control a machine or turn the direction of writing: what is shown is
    /// what is there.
    static func clean(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            scalars.append(isControl(scalar) ? (isBlank(scalar) ? " " : "\u{fffd}") : scalar)
        }
        return String(scalars)
    }

    /// `text`, cut after `count` characters, with the length said where it was cut.
    static func shortened(_ text: String, _ count: Int, _ language: ReportLanguage) -> String {
        // Bytes first: counting characters of a long text is slow.
        guard text.utf8.count > count, text.count > count else { return text }
        return text.prefix(count) + "… " + language.text(.shortened, String(text.count))
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7f..<0xa0, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a...0x202e,
            0x2066...0x2069, 0xfeff, 0xfffe, 0xffff:
            true
        default: false
        }
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        [0x09, 0x0a, 0x0d, 0x2028, 0x2029].contains(scalar.value)
    }
}
