/// What the text of a code may be where it is read slightly wrong.
///
/// Every rule proposes on its own; how well the print fits decides.
enum CodeMending {
    private typealias Rule = @Sendable ([Character]) -> [[Character]]

    private static let rules: [Rule] = [words, months, dates, fullStop]

    /// Words before batches and dates of which one sign may be misread.
    private static let longWords = CodeGrammar.words.filter { $0.count > 2 && !$0.contains(".") }
        .union(["USE", "BEST", "BEFORE", "DATE", "PER", "MRP", "PKD"]).sorted()

    private static let monthNames = CodeGrammar.months.sorted()

    /// Texts that are likelier as codes than `text`; none where it is as codes are.
    static func texts(near text: String) -> [String] {
        rules.flatMap { $0(Array(text)) }.map { String($0) }
    }

    /// One sign changed such that a word is one that stands before codes.
    private static func words(_ signs: [Character]) -> [[Character]] {
        runs(signs) { $0.isLetter || $0.isNumber }.flatMap { run -> [[Character]] in
            let word = String(signs[run])
            guard !longWords.contains(word), !CodeGrammar.months.contains(word) else { return [] }
            return longWords.filter { isNear($0, word) }.map { replacing(run, $0, in: signs) }
        }
    }

    /// One sign changed such that a month has its name, alone or in a date in one, as 05NOV27.
    private static func months(_ signs: [Character]) -> [[Character]] {
        var found: [[Character]] = []
        for run in runs(signs, { $0.isLetter || $0.isNumber }) where run.count != 4 {
            for start in run.prefix(3) where start + 3 <= run.upperBound {
                let place = start..<start + 3
                let name = String(signs[place])
                let around = signs[run.lowerBound..<start] + signs[start + 3..<run.upperBound]
                guard around.allSatisfy(\.isNumber), name.count(where: \.isLetter) >= 2,
                    !CodeGrammar.months.contains(name), around.count > 2 || around.isEmpty
                else { continue }
                found += monthNames.filter { isNear($0, name) }
                    .map { replacing(place, $0, in: signs) }
            }
        }
        return found
    }

    /// One digit changed such that a date that cannot be is one that can.
    private static func dates(_ signs: [Character]) -> [[Character]] {
        var found: [[Character]] = []
        let isPart = { (sign: Character) in sign.isNumber || "./-".contains(sign) }
        for run in runs(signs, isPart) where isNoDate(signs[run]) {
            for place in run where signs[place].isNumber {
                for digit in "0123456789" where digit != signs[place] {
                    let other = replacing(place..<place + 1, String(digit), in: signs)
                    if !isNoDate(other[run]) { found.append(other) }
                }
            }
        }
        return found
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

    /// Without the only full stop of a date that has its month's name, which is dirt more often than print.
    private static func fullStop(_ signs: [Character]) -> [[Character]] {
        guard signs.count(where: { $0 == "." }) == 1, let place = signs.firstIndex(of: "."),
            CodeGrammar.hasDate(String(signs)),
            runs(signs, \.isLetter).contains(where: {
                CodeGrammar.months.contains(String(signs[$0]))
            })
        else { return [] }
        let isInside = place > 0 && place < signs.count - 1
        return (isInside ? [" ", ""] : [""]).map { replacing(place..<place + 1, $0, in: signs) }
    }

    /// Runs of signs that are `isPart`, as places.
    private static func runs(
        _ signs: [Character],
        _ isPart: (Character) -> Bool
    ) -> [Range<Int>] {
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

    private static func replacing(
        _ range: Range<Int>,
        _ other: String,
        in signs: [Character]
    ) -> [Character] {
        signs[..<range.lowerBound] + Array(other) + signs[range.upperBound...]
    }

    /// Whether the two differ in one sign.
    private static func isNear(_ one: String, _ two: String) -> Bool {
        one.count == two.count && zip(one, two).count { $0 != $1 } == 1
    }
}
