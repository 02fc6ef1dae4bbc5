internal import Foundation

/// The test's report: one line per cycle and per claim, and the count of what did not match.
final class TestReport {
    private(set) var comparedCount = 0
    private(set) var rejectCount = 0
    private(set) var mismatchCount = 0

    var summary: String {
        "blisterline: \(comparedCount) cycles compared, \(rejectCount) rejects, "
            + "\(mismatchCount) mismatches"
    }

    func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    /// A claim about anything but a verdict.
    func claim(_ isTrue: Bool, _ sentence: String) {
        if !isTrue { mismatchCount += 1 }
        say("claim: \(sentence): \(isTrue ? "ok" : "MISMATCH")")
    }

    /// One reject pin at one cycle; `early` and `late` are two readings inside the cycle.
    func compare(
        cycle: Int,
        blister: Int?,
        pin: String,
        expectation: Expectation,
        early: Bool,
        late: Bool
    ) {
        let isRight = expectation.allows(pass: early) && early == late
        comparedCount += 1
        if !early { rejectCount += 1 }
        if !isRight { mismatchCount += 1 }
        let reading = early == late ? word(early) : "\(word(early)) then \(word(late))"
        say(
            "cycle \(cycle)  blister \(blister.map(String.init) ?? "-")  \(pin)  "
                + "expected \(expectation.words)  read \(reading)  \(isRight ? "ok" : "MISMATCH")"
        )
    }

    private func word(_ pass: Bool) -> String { pass ? "accept" : "reject" }
}
