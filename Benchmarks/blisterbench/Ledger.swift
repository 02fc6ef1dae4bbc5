import Foundation

/// Prints figures as they come, and knows whether any missed its target.
///
/// Main thread only.
final class Ledger {
    private let isJSON: Bool
    private(set) var missCount = 0

    init(isJSON: Bool) {
        self.isJSON = isJSON
    }

    func add(_ figure: Figure) {
        if figure.isReached == false { missCount += 1 }
        write(isJSON ? figure.json : figure.line)
    }

    /// A line for people, left out of JSON.
    func say(_ line: String) {
        if !isJSON { write(line) }
    }

    // Not `print`: a figure shows when it is known, also in a pipe.
    private func write(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}
