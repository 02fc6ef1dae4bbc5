internal import Foundation

/// What the panel draws of a stored result line; the rest goes to the page as it is.
struct ResultOutline: Decodable, Sendable {
    struct Check: Decodable, Sendable {
        let name: String
        let value: Double?
        let limit: Double?
        let unit: String
        let pass: Bool

        /// `area 12.1 mm2, limit 30`.
        var sentence: String {
            var text = name.replacingOccurrences(of: "_", with: " ")
            if let value { text += " \(Self.short(value)) \(unit == "1" ? "" : unit)" }
            text = text.trimmingCharacters(in: .whitespaces)
            if let limit { text += ", limit \(Self.short(limit))" }
            return text
        }

        private static func short(_ value: Double) -> String { String(format: "%.4g", value) }
    }

    struct Pocket: Decodable, Sendable {
        let index: Int
        let `class`: String
        let sentence: String?
        let checks: [Check]

        var isGood: Bool { `class` == "good" && checks.allSatisfy(\.pass) }
    }

    let pockets: [Pocket]
    let checks: [Check]

    /// Reads a result line; nil where it is none.
    init?(line: String) {
        guard let read = try? JSONDecoder().decode(Self.self, from: Data(line.utf8)) else {
            return nil
        }
        self = read
    }

    /// The first thing that is wrong, in words; nil where nothing is.
    var sentence: String? {
        for pocket in pockets where !pocket.isGood {
            let check = pocket.checks.first { !$0.pass }
            let detail = pocket.sentence ?? check?.sentence
            let name = "pocket \(pocket.index): \(pocket.class)"
            return detail.map { "\(name): \($0)" } ?? name
        }
        return checks.first { !$0.pass }?.sentence
    }
}
