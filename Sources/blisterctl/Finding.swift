import Blister
import Foundation

/// One thing that `blisterctl doctor` looked at.
struct Finding {
    /// How it stands.
    enum Grade: String {
        case ok
        /// Works, and deserves attention.
        case warn
        /// The daemon would not start, or not inspect.
        case fail
    }

    let grade: Grade
    let what: String
    /// What to do; nil when nothing is to be done.
    let cure: String?

    init(_ grade: Grade, _ what: String, cure: String? = nil) {
        self.grade = grade
        self.what = Self.oneLine(what)
        self.cure = cure.map(Self.oneLine)
    }

    /// A failure said by an error whose one line ends in the cure after a semicolon.
    init(failure error: any Error) { self.init(.fail, said: "\(error)") }

    /// The same for what deserves attention only.
    init(warning error: any Error, at place: String? = nil) {
        self.init(.warn, said: (place.map { "\($0): " } ?? "") + "\(error)")
    }

    private init(_ grade: Grade, said sentence: String) {
        guard let split = sentence.range(of: "; ", options: .backwards) else {
            self.init(grade, sentence)
            return
        }
        self.init(
            grade,
            String(sentence[..<split.lowerBound]),
            cure: String(sentence[split.upperBound...])
        )
    }

    /// `grade: what; cure`.
    var text: String { "\(grade.rawValue): \(what)" + (cure.map { "; \($0)" } ?? "") }

    /// One JSON object with `grade`, `what` and `cure`.
    var json: String {
        var json = JSONText()
        json.object { json in
            json.value(grade.rawValue, "grade")
            json.value(what, "what")
            json.value(cure, "cure")
        }
        return json.text
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
