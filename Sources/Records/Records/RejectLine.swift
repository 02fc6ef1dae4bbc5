public import Blister

/// One line of the reject log: key=value, separated by blanks, every key on every line.
public struct RejectLine: Sendable, Equatable {
    /// ISO 8601 with milliseconds and offset.
    public var time: String
    /// `BATCH-CYCLE-LANE`.
    public var blisterID: String
    /// From 0.
    public var lane: Int
    /// The gravest reason.
    public var reason: RejectReason
    /// Pocket from 0; nil for foil, print and machine.
    public var pocket: Int?
    /// Measured value of the check that decided; nil when none did.
    public var value: Double?
    /// Its limit.
    public var limit: Double?
    /// Its name.
    public var check: String?
    /// Its unit.
    public var unit: String?
    /// Picture, relative to the evidence folder.
    public var evidence: String?
    /// The other reasons.
    public var also: [RejectReason]
    /// What a network rejected the pocket for, in words; nil where none did.
    public var finding: String?
    /// Score maps of the pockets that networks reject, relative to the evidence folder; nil where
    /// there are none.
    public var map: String?
    /// Whether the blister belongs to a challenge test.
    public var isChallenge = false

    /// The line of a rejected blister; nil for an accepted one.
    public init?(
        result: InspectionResult,
        blisterID: String,
        time: String,
        evidence: String?,
        map: String? = nil
    ) {
        guard let reason = result.verdict.reasons.first else { return nil }
        let cause = result.cause(of: reason)
        self.time = time
        self.blisterID = blisterID
        lane = result.identity.lane
        self.reason = reason
        pocket = cause.pocket
        value = cause.check?.value
        limit = cause.check?.limit
        check = cause.check?.name
        unit = cause.check?.unit
        self.evidence = evidence
        also = Array(result.verdict.reasons.dropFirst())
        finding = result.pockets.first { $0.index == cause.pocket }?.sentence
        self.map = map
    }

    /// The line without its line end.
    public var text: String {
        func field(_ value: String?) -> String {
            guard let value, !value.isEmpty else { return "-" }
            // A blank or a line end inside a value would break every reader.
            return String(value.map { $0.isWhitespace || $0 == "=" ? "_" : $0 })
        }
        var fields = [
            "time=\(field(time))", "blister_id=\(field(blisterID))", "lane=\(lane)",
            "reason=\(reason.rawValue)", "pocket=\(field(pocket.map(String.init)))",
            "value=\(field(value.map(Self.number)))", "limit=\(field(limit.map(Self.number)))",
            "unit=\(field(unit))", "check=\(field(check))", "evidence=\(field(evidence))",
        ]
        if !also.isEmpty { fields.append("also=" + also.map(\.rawValue).joined(separator: ",")) }
        if let finding { fields.append("sentence=\(field(finding))") }
        if let map { fields.append("map=\(field(map))") }
        if isChallenge { fields.append("challenge=yes") }
        return fields.joined(separator: " ")
    }

    /// The line for people: time of day, blister, what is wrong and by how much.
    public var sentence: String {
        let clock = time.split(separator: "T").last.map { String($0.prefix(12)) } ?? time
        var words = [clock, blisterID, "lane \(lane)", reason.rawValue]
        if let pocket { words.append("pocket \(pocket)") }
        if let check, let value {
            var measured = "\(check) \(Self.number(value))"
            if let unit, unit != "1" { measured += " \(unit)" }
            if let limit { measured += " (limit \(Self.number(limit)))" }
            words.append(measured)
        }
        if !also.isEmpty { words.append("also " + also.map(\.rawValue).joined(separator: ", ")) }
        if let finding { words.append(finding) }
        if isChallenge { words.append("(challenge)") }
        if let evidence { words.append(evidence) }
        return words.joined(separator: "  ")
    }

    /// The line as one JSON object, without a line end.
    public var json: String {
        var json = JSONText()
        json.object { json in
            json.value(time, "time")
            json.value(blisterID, "blister_id")
            json.value(lane, "lane")
            json.value(reason.rawValue, "reason")
            if let pocket { json.value(pocket, "pocket") } else { json.null("pocket") }
            json.value(value, "value")
            json.value(limit, "limit")
            json.value(unit, "unit")
            json.value(check, "check")
            json.value(evidence, "evidence")
            json.array("also") { json in
                for reason in also { json.value(reason.rawValue) }
            }
            if let finding { json.value(finding, "sentence") }
            if let map { json.value(map, "map") }
            if isChallenge { json.value(true, "challenge") }
        }
        return json.text
    }

    /// Reads a line; nil when it is none.
    public init?(parsing text: String) {
        var fields: [String: String] = [:]
        for part in text.split(separator: " ") {
            guard let split = part.firstIndex(of: "=") else { return nil }
            fields[String(part[..<split])] = String(part[part.index(after: split)...])
        }
        func field(_ key: String) -> String? { fields[key].flatMap { $0 == "-" ? nil : $0 } }
        guard let time = field("time"), let blisterID = field("blister_id"),
            let lane = field("lane").flatMap({ Int($0) }),
            let reason = field("reason").flatMap({ RejectReason(rawValue: $0) })
        else { return nil }
        self.time = time
        self.blisterID = blisterID
        self.lane = lane
        self.reason = reason
        pocket = field("pocket").flatMap { Int($0) }
        value = field("value").flatMap { Double($0) }
        limit = field("limit").flatMap { Double($0) }
        unit = field("unit")
        check = field("check")
        evidence = field("evidence")
        also = (field("also") ?? "").split(separator: ",").compactMap {
            RejectReason(rawValue: String($0))
        }
        finding = field("sentence").map { String($0.map { $0 == "_" ? " " : $0 }) }
        map = field("map")
        isChallenge = field("challenge") == "yes"
    }

    /// At most four digits behind the point, as short as possible.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return "\(value)" }
        var json = JSONText()
        json.value((value * 10_000).rounded() / 10_000)
        return json.text
    }
}

extension InspectionResult {
    /// The pocket and check that stand for `reason`: the first failed check.
    func cause(of reason: RejectReason) -> (pocket: Int?, check: Check?) {
        for pocket in pockets {
            let failed = pocket.checks.filter { !$0.passes && $0.reason == reason }
            if let check = failed.first { return (pocket.index, check) }
        }
        if let pocket = pockets.first(where: { $0.classification == reason.rawValue }) {
            return (pocket.index, pocket.checks.first { !$0.passes })
        }
        return (nil, checks.first { !$0.passes && $0.reason == reason })
    }
}
