internal import Foundation

/// How much a line reads like a batch, a date or another code, against other words on a pack.
enum CodeGrammar {
    /// Abbreviations of months, of the languages that print them in Latin letters.
    static let months: Set<String> = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
        "MAI", "OKT", "DEZ", "ENE", "ABR", "AGO", "DIC", "FEV", "AVR", "AOU", "GEN", "MAG", "LUG",
        "SET", "OTT",
    ]
    private static let words: Set<String> = [
        "LOT", "EXP", "BN", "BATCH", "MFG", "MFD", "MHD", "LOTE", "LOTTO", "SN", "BBE", "VAL",
        "CAD",
        "VENC", "SCAD", "FAB", "EXPIRY", "CHB", "PROD", "MAN", "B.NO.", "L",
    ]

    /// 0 for words, 1 for numbers, 2 for what has a date or stands after a word for a code.
    static func rank(_ text: String) -> Int {
        let digits = text.filter(\.isNumber).count
        guard digits >= 2 else { return 0 }
        let first = text.split { $0 == " " || $0 == ":" || $0 == "." }.first.map(String.init) ?? ""
        if hasDate(text) || words.contains(first) { return 2 }
        return 1
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

    /// Words before batches and dates of which one sign may be misread.
    private static let longWords: Set<String> = words.filter { $0.count > 2 && !$0.contains(".") }
        .union(["USE", "BEST", "BEFORE", "DATE", "PER", "MRP", "PKD"])

    /// `text` with one sign changed such that a word becomes one that stands before codes, or what
    /// looks like a date and cannot be one becomes one; and without the only full stop of a date that has its
    /// month's name, which is dirt more often than print.
    static func mended(_ text: String) -> [String] {
        let signs = Array(text)
        var found: [String] = []
        /// Runs of `isPart`, as places.
        func runs(_ isPart: (Character) -> Bool) -> [Range<Int>] {
            var runs: [Range<Int>] = []
            for place in signs.indices where isPart(signs[place]) {
                if let last = runs.last, last.upperBound == place {
                    runs[runs.count - 1] = last.lowerBound..<place + 1
                } else {
                    runs.append(place..<place + 1)
                }
            }
            return runs
        }
        func replacing(_ range: Range<Int>, _ other: [Character]) -> String {
            String(signs[..<range.lowerBound] + other + signs[range.upperBound...])
        }
        for run in runs({ $0.isLetter || $0.isNumber }) {
            let word = Array(signs[run])
            if !longWords.contains(String(word)), !months.contains(String(word)) {
                for other in longWords.sorted() where isNear(Array(other), word) {
                    found.append(replacing(run, Array(other)))
                }
            }
            // Day, month, year in one: 05NOV27.
            for start in 0...2 where start + 3 <= word.count && word.count != 4 {
                let name = Array(word[start..<start + 3])
                let around = word[..<start] + word[(start + 3)...]
                guard around.allSatisfy(\.isNumber), name.count(where: \.isLetter) >= 2,
                    !months.contains(String(name)), around.count > 2 || around.isEmpty
                else { continue }
                let from = run.lowerBound + start
                for month in months.sorted() where isNear(Array(month), name) {
                    found.append(replacing(from..<from + 3, Array(month)))
                }
            }
        }
        for run in runs({ $0.isNumber || "./-".contains($0) }) where isNoDate(signs[run]) {
            for place in run where signs[place].isNumber {
                for digit in "0123456789" where digit != signs[place] {
                    var other = Array(signs[run])
                    other[place - run.lowerBound] = digit
                    if !isNoDate(other[...]) { found.append(replacing(run, other)) }
                }
            }
        }
        if signs.count(where: { $0 == "." }) == 1, let place = signs.firstIndex(of: "."),
            hasDate(text), runs(\.isLetter).contains(where: { months.contains(String(signs[$0])) })
        {
            let isInside = place > 0 && place < signs.count - 1
            found.append(replacing(place..<place + 1, isInside ? [" "] : []))
            if isInside { found.append(replacing(place..<place + 1, [])) }
        }
        return found
    }

    private static func isNear(_ one: [Character], _ two: [Character]) -> Bool {
        one.count == two.count && zip(one, two).count { $0 != $1 } == 1
    }

    /// Whether `word` is numbers as a date has them that are none.
    private static func isNoDate(_ word: ArraySlice<Character>) -> Bool {
        let parts = word.split(omittingEmptySubsequences: false) { "./-".contains($0) }
        guard parts.count == 3, parts.allSatisfy({ $0.count == 2 || $0.count == 4 }),
            parts.count(where: { $0.count == 4 }) <= 1, parts[1].count == 2
        else { return false }
        let numbers = parts.compactMap { Int(String($0)) }
        guard numbers.count == 3 else { return false }
        func isDay(_ number: Int) -> Bool { (1...31).contains(number) }
        func isMonth(_ number: Int) -> Bool { (1...12).contains(number) }
        // Day or month first, or the year.
        let isFirst =
            isDay(numbers[0]) && isMonth(numbers[1])
            || isMonth(numbers[0]) && isDay(numbers[1])
        let isLast = isMonth(numbers[1]) && isDay(numbers[2])
        if parts[0].count == 4 { return !isLast }
        if parts[2].count == 4 { return !isFirst }
        return !isFirst && !isLast
    }
}
