/// Signs that many fonts draw alike, and which of them stands in a word by its neighbours.
///
/// Only for reading, where nothing is known of the text; in verifying, what is expected decides.
enum TwinSigns {
    private static let digits: [Character: Character] = [
        "O": "0", "Q": "0", "D": "0", "I": "1", "S": "5", "B": "8", "Z": "2",
    ]
    private static let letters: [Character: Character] = [
        "0": "O", "1": "I", "5": "S", "8": "B", "2": "Z",
    ]

    /// `text` with twins among digits as digits, and twins among letters as letters, and with O and I
    /// between two digits or in dates as 0 and 1; nil where nothing changes.
    static func settled(_ text: String) -> String? {
        var words: [[Character]] = [[]]
        for sign in text {
            if sign.isLetter || sign.isNumber {
                words[words.count - 1].append(sign)
            } else {
                words += [[sign], []]
            }
        }
        let settled = words.map { word -> [Character] in
            guard word.count > 2 else { return word }
            let doubtful = word.filter { digits[$0] != nil || letters[$0] != nil }
            let sureDigits = word.count { $0.isNumber && letters[$0] == nil }
            let sureLetters = word.count { $0.isLetter && digits[$0] == nil }
            guard !doubtful.isEmpty else { return word }
            if sureLetters == 0, word.count(where: \.isNumber) * 3 >= word.count * 2 {
                return word.map { digits[$0] ?? $0 }
            }
            if sureDigits == 0, sureLetters * 2 >= word.count {
                return word.map { letters[$0] ?? $0 }
            }
            return word.indices.map { place in
                let isAmong =
                    place > 0 && place < word.count - 1 && word[place - 1].isNumber
                    && word[place + 1].isNumber
                return isAmong && "OI".contains(word[place])
                    ? digits[word[place]] ?? word[place] : word[place]
            }
        }
        let result = String(settled.joined()).split(
            separator: " ",
            omittingEmptySubsequences: false
        )
        .map { String(Self.isNumber($0) ? $0.map { digits[$0] ?? $0 } : Array($0)) }
        .joined(separator: " ")
        return result == text ? nil : result
    }

    /// Whether `word` is a date, a time or a price but for O and I, which stand for digits.
    private static func isNumber(_ word: Substring) -> Bool {
        let count = word.count(where: \.isNumber)
        return count > 1 && word.allSatisfy { $0.isNumber || "OI./-:".contains($0) }
            && word.count(where: \.isLetter) * 2 <= count
    }
}
