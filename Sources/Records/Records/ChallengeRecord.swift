public import Blister

/// One challenge test: who ran it, what the kit was, and what became of each known-bad blister.
///
/// Thread-safe as a value.
public struct ChallengeRecord: Sendable, Equatable {
    /// Where a challenge stands.
    public enum Outcome: String, Sendable, Equatable {
        /// Its blisters are expected.
        case running
        /// Every known-bad blister was rejected for what is wrong with it.
        case passed
        /// One was not.
        case failed
        /// The batch or the daemon ended first.
        case interrupted
    }

    /// What the sensor in the chute said of a rejected blister.
    public enum Confirmation: String, Sendable, Equatable {
        /// There is no sensor.
        case notAsked = "not_asked"
        /// It has not arrived yet.
        case awaited
        /// It arrived.
        case confirmed
        /// It did not arrive in its time.
        case absent
    }

    /// One known-bad blister.
    public struct Item: Sendable, Equatable {
        /// What people call it.
        public var name: String
        /// Reasons of which one must be given.
        public var wanted: [RejectReason]
        /// The blister that was taken for it; nil: none was rejected for such a reason.
        public var blisterID: String?
        /// For what that blister was rejected.
        public var found: [RejectReason]
        /// Whether it arrived in the chute.
        public var confirmation: Confirmation

        /// Makes an item that was not seen yet.
        public init(name: String, wanted: [RejectReason]) {
            self.name = name
            self.wanted = wanted
            found = []
            confirmation = .notAsked
        }

        /// Whether it was rejected, and confirmed where there is a sensor.
        public var passes: Bool {
            blisterID != nil && (confirmation == .notAsked || confirmation == .confirmed)
        }

        /// What is wrong, in words; nil where it passes.
        public var complaint: String? {
            guard !passes else { return nil }
            let reasons = wanted.map(\.rawValue).joined(separator: " or ")
            guard let blisterID else { return "\(name): no blister was rejected as \(reasons)" }
            return confirmation == .absent
                ? "\(name): blister \(blisterID) was rejected and did not arrive in the chute"
                : "\(name): blister \(blisterID) was rejected and is not confirmed by the chute"
        }
    }

    /// Batch that it belongs to.
    public var batch: Int
    /// From 1 in each batch.
    public var number: Int
    /// Where it stands.
    public var outcome: Outcome
    /// ISO 8601.
    public var startedAt: String
    /// Who started it.
    public var startedBy: String
    /// ISO 8601; nil while it runs.
    public var endedAt: String?
    /// Who ended it; nil while it runs.
    public var endedBy: String?
    /// The kit, as the recipe has it.
    public var items: [Item]

    /// Makes a record.
    public init(
        batch: Int,
        number: Int,
        outcome: Outcome,
        startedAt: String,
        startedBy: String,
        endedAt: String? = nil,
        endedBy: String? = nil,
        items: [Item]
    ) {
        self.batch = batch
        self.number = number
        self.outcome = outcome
        self.startedAt = startedAt
        self.startedBy = startedBy
        self.endedAt = endedAt
        self.endedBy = endedBy
        self.items = items
    }

    /// One line for log and report.
    public var summary: String {
        let passed = items.count { $0.passes }
        let end = endedBy.map { ", ended by \($0)" } ?? ""
        return "challenge \(number) of batch \(batch) \(outcome.rawValue): \(passed) of "
            + "\(items.count) known-bad blisters passed (started by \(startedBy)\(end))"
    }

    /// Writes the record as one object.
    public func write(to json: inout JSONText, _ key: String? = nil) {
        json.object(key) { json in
            json.value(batch, "batch")
            json.value(number, "number")
            json.value(outcome.rawValue, "outcome")
            json.value(startedAt, "started_at")
            json.value(startedBy, "started_by")
            json.value(endedAt, "ended_at")
            json.value(endedBy, "ended_by")
            json.array("kit") { json in
                for item in items { item.write(to: &json) }
            }
        }
    }
}

extension ChallengeRecord.Item {
    func write(to json: inout JSONText) {
        json.object { json in
            json.value(name, "name")
            json.array("wanted") { json in
                for reason in wanted { json.value(reason.rawValue) }
            }
            json.value(blisterID, "blister_id")
            json.array("found") { json in
                for reason in found { json.value(reason.rawValue) }
            }
            json.value(confirmation.rawValue, "confirmation")
            json.value(passes, "pass")
        }
    }
}
