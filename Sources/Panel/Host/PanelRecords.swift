/// Which part of the evidence.
public struct PanelEvidenceQuery: Sendable, Equatable {
    /// Only what is older than the blister of this id; nil from the newest on.
    public var before: String?
    /// At most so many, 1 to 100.
    public var count: Int
    /// Only this reason; nil for all.
    public var reason: String?

    /// Makes a query.
    public init(before: String?, count: Int, reason: String?) {
        self.before = before
        self.count = count
        self.reason = reason
    }
}

/// Some of the evidence, newest first.
public struct PanelEvidencePage: Sendable, Equatable, Codable {
    /// The rejects.
    public var blisters: [PanelBlister]
    /// What `before` must be for the next page; nil at the end.
    public var next: String?

    /// Makes a page.
    public init(blisters: [PanelBlister], next: String?) {
        self.blisters = blisters
        self.next = next
    }
}

/// A model of the library.
public struct PanelModel: Sendable, Equatable, Codable {
    /// File name; letters, digits, `-`, `_`, `.` only.
    public var name: String
    /// What it is for, as its card says.
    public var task: String
    /// First digits of its digest.
    public var digest: String
    /// Whether it judges now.
    public var isLive: Bool
    /// One sentence: since when it is live, or why it was refused.
    public var sentence: String

    /// Makes a model.
    public init(name: String, task: String, digest: String, isLive: Bool, sentence: String) {
        self.name = name
        self.task = task
        self.digest = digest
        self.isLive = isLive
        self.sentence = sentence
    }
}

/// One line of the audit trail.
public struct PanelAuditLine: Sendable, Equatable, Codable {
    /// Number in the trail.
    public var number: Int
    /// ISO 8601.
    public var time: String
    /// Who.
    public var person: String
    /// What.
    public var event: String
    /// Old value, new value and reason in words.
    public var detail: String

    /// Makes a line.
    public init(number: Int, time: String, person: String, event: String, detail: String) {
        self.number = number
        self.time = time
        self.person = person
        self.event = event
        self.detail = detail
    }
}
