internal import Foundation

/// How much a line reads like a batch, a date or another code, against other words on a pack.
enum CodeGrammar {
    /// Abbreviations of months, of the languages that print them in Latin letters.
    static let months: Set<String> = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
        "MAI", "OKT", "DEZ", "ENE", "ABR", "AGO", "DIC", "FEV", "AVR", "AOU", "GEN", "MAG", "LUG",
        "SET", "OTT",
    ]
    /// What stands before batches and dates.
    static let words: Set<String> = [
        "LOT", "EXP", "BN", "BATCH", "MFG", "MFD", "MHD", "LOTE", "LOTTO", "SN", "BBE", "VAL",
        "CAD",
        "VENC", "SCAD", "FAB", "EXPIRY", "CHB", "PROD", "MAN", "B.NO.", "L",
    ]

    /// Of them, those that nothing but a batch or a date follows: what does may be letters alone.
    private static let strongWords: Set<String> = [
        "LOT", "EXP", "BN", "BATCH", "MFG", "MFD", "MHD", "LOTE", "LOTTO", "BBE", "EXPIRY", "CHB",
    ]
    /// A batch without a word before it has at least so many signs.
    private static let batchLengthMin = 4

    /// 0 for words, 1 for numbers and batches, 2 for what has a date or stands after a word for a code.
    static func rank(_ text: String) -> Int {
        let digits = text.filter(\.isNumber).count
        let parts = text.split { $0 == " " || $0 == ":" || $0 == "." }.map(String.init)
        let first = parts.first ?? ""
        if strongWords.contains(first) || text.hasPrefix("B.NO") || text.hasPrefix("B. NO"),
            text.dropFirst(first.count + 1).count(where: { $0.isLetter || $0.isNumber }) >= 3
        {
            return 2
        }
        guard digits >= 2 else { return parts.contains(where: isBatch) ? 1 : 0 }
        if hasDate(text) || words.contains(first) { return 2 }
        return 1
    }

    /// Whether `word` is none of a language: a letter and a digit in it, or no vowel.
    private static func isBatch(_ word: String) -> Bool {
        guard word.allSatisfy({ $0.isLetter || $0.isNumber }) else { return false }
        guard !word.contains(where: \.isNumber) else {
            return word.count >= batchLengthMin && word.contains(where: \.isLetter)
        }
        return word.count > batchLengthMin && !word.contains { "AEIOU".contains($0) }
    }

    /// Whether a date that can be stands in `text`.
    static func hasDate(_ text: String) -> Bool {
        let parts = text.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        for (index, part) in parts.enumerated() {
            let letters = String(part.drop(while: \.isNumber).prefix(while: \.isLetter))
            if months.contains(letters), part.contains(where: \.isNumber) || parts.count > 1 {
                let before = index > 0 ? Int(parts[index - 1]) : Int(part.prefix(while: \.isNumber))
                let after = index + 1 < parts.count ? Int(parts[index + 1]) : nil
                if before.map({ (1...31).contains($0) }) ?? false || after != nil { return true }
                if part.contains(where: \.isNumber) { return true }
            }
        }
        let marked = text.split { !$0.isNumber && !"./-".contains($0) }
        return marked.contains { word in
            let numbers = word.split { "./-".contains($0) }.compactMap { Int($0) }
            switch numbers.count {
            case 2: return (1...12).contains(numbers[0]) && (2_000...2_099).contains(numbers[1])
            case 3:
                let isDayFirst = (1...31).contains(numbers[0]) && (1...12).contains(numbers[1])
                return isDayFirst || numbers[0] > 1_990 && (1...12).contains(numbers[1])
            default: return false
            }
        }
    }
}
