import Blister

/// What a figure must reach.
enum Target {
    case atLeast(Double)
    case atMost(Double)

    func isReached(by value: Double) -> Bool {
        switch self {
        case .atLeast(let limit): value >= limit
        case .atMost(let limit): value <= limit
        }
    }

    var text: String {
        switch self {
        case .atLeast(let limit): ">= \(Figure.plain(limit))"
        case .atMost(let limit): "<= \(Figure.plain(limit))"
        }
    }

    var limit: Double {
        switch self {
        case .atLeast(let limit), .atMost(let limit): limit
        }
    }
}

/// One measured figure, with the target it stands against where there is one.
struct Figure {
    /// Which benchmark it belongs to.
    var group: String
    var name: String
    var value: Double
    var unit: String
    var target: Target?
    /// What else a reader needs: interval, seed, counts.
    var note = ""

    var isReached: Bool? { target.map { $0.isReached(by: value) } }

    /// One line for a person.
    var line: String {
        var line =
            pad("\(group): \(name)", 46) + padLeft(Self.plain(value), 11) + " " + pad(unit, 14)
        if let target, let isReached {
            line += pad(target.text, 11) + (isReached ? "PASS" : "MISS")
        } else if !note.isEmpty {
            line += String(repeating: " ", count: 15)
        }
        if !note.isEmpty { line += "  " + note }
        return line
    }

    /// One JSON object.
    var json: String {
        var text = JSONText()
        text.object { text in
            text.value(group, "group")
            text.value(name, "name")
            text.value(value, "value")
            text.value(unit, "unit")
            text.value(target?.limit, "target")
            if let isReached { text.value(isReached, "pass") }
            if !note.isEmpty { text.value(note, "note") }
        }
        return text.text
    }

    /// At most four significant decimals, none for large numbers.
    static func plain(_ value: Double) -> String {
        guard value.isFinite else { return "\(value)" }
        let decimals =
            value.magnitude >= 1000 || value == value.rounded()
            ? 0
            : value.magnitude >= 10 ? 1 : value.magnitude >= 0.1 ? 2 : 4
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let whole = Int((value.magnitude * scale).rounded())
        let sign = value < 0 && whole > 0 ? "-" : ""
        guard decimals > 0 else { return sign + String(whole) }
        let digits = String(whole)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    private func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    private func padLeft(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
