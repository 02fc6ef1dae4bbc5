/// Picture of a rejected blister.
public struct RejectPicture: Sendable, Equatable {
    /// `BATCH-CYCLE-LANE`.
    public var blisterID: String
    /// ISO 8601.
    public var time: String
    /// As in the reject log.
    public var reason: String
    /// The file; empty where it is gone.
    public var jpeg: [UInt8]

    /// Makes a picture.
    public init(blisterID: String, time: String, reason: String, jpeg: [UInt8]) {
        self.blisterID = blisterID
        self.time = time
        self.reason = reason
        self.jpeg = jpeg
    }
}

/// An alarm or a fault.
public struct ReportedAlarm: Sendable, Equatable {
    /// What it was.
    public var name: String
    /// ISO 8601.
    public var beganAt: String
    /// ISO 8601; nil while it lasts, and for what has no length.
    public var endedAt: String?
    /// Who acknowledged it; nil for nobody.
    public var acknowledgedBy: String?

    /// Makes an alarm.
    public init(
        name: String,
        beganAt: String,
        endedAt: String? = nil,
        acknowledgedBy: String? = nil
    ) {
        self.name = name
        self.beganAt = beganAt
        self.endedAt = endedAt
        self.acknowledgedBy = acknowledgedBy
    }
}

/// What the audit trail says of a batch.
public struct AuditExtract: Sendable, Equatable {
    /// One event.
    public struct Line: Sendable, Equatable {
        /// Sequence number.
        public var sequence: Int
        /// ISO 8601.
        public var time: String
        /// Who did it.
        public var who: String
        /// What was done.
        public var what: String
        /// Old value; empty for none.
        public var before: String
        /// New value; empty for none.
        public var after: String
        /// Why; empty for none.
        public var reason: String

        /// Makes a line.
        public init(
            sequence: Int,
            time: String,
            who: String,
            what: String,
            before: String = "",
            after: String = "",
            reason: String = ""
        ) {
            self.sequence = sequence
            self.time = time
            self.who = who
            self.what = what
            self.before = before
            self.after = after
            self.reason = reason
        }
    }

    /// In the order of the trail.
    public var lines: [Line]
    /// Hash at the trail's head.
    public var head: String
    /// The latest signed checkpoint, as one line.
    public var checkpoint: String
    /// Root of the tree over the batch's results.
    public var merkleRoot: String

    /// Makes an extract.
    public init(lines: [Line], head: String, checkpoint: String, merkleRoot: String) {
        self.lines = lines
        self.head = head
        self.checkpoint = checkpoint
        self.merkleRoot = merkleRoot
    }
}

/// Digest of something that judged.
public struct NamedDigest: Sendable, Equatable {
    /// What has a digest.
    public enum Subject: String, Sendable, CaseIterable {
        case software
        case model
        case recipe
        case calibration
        case configuration
    }

    /// What it is of.
    public var subject: Subject
    /// Its name or file.
    public var name: String
    /// In hexadecimal.
    public var digest: String

    /// Makes a digest.
    public init(subject: Subject, name: String, digest: String) {
        self.subject = subject
        self.name = name
        self.digest = digest
    }
}

/// A further fact of the run.
public enum NamedFact: Sendable, Equatable {
    /// Verdicts overruled at the reject station.
    case amended(Int)
    /// Mean time from the last row captured to the verdict.
    case latencyMean(milliseconds: Double)
    /// Longest time from the last row captured to the verdict.
    case latencyMax(milliseconds: Double)
    /// Rejects that people looked at and labelled, how many of them they called good, and the share of
    /// all blisters, 0...1, that these false rejects surely reach.
    case labelled(Int, good: Int, shareLower: Double)
    /// Anything else: its name, and its value with unit.
    case named(String, String)
}

/// Room for one signature.
public struct SignatureLine: Sendable, Equatable {
    /// What is signed for.
    public enum Role: String, Sendable, CaseIterable {
        case prepared
        case reviewed
        case approved
    }

    /// What is signed for.
    public var role: Role
    /// Printed name; empty to be written by hand.
    public var name: String
    /// Printed date; empty to be written by hand.
    public var date: String

    /// Makes a line.
    public init(role: Role, name: String = "", date: String = "") {
        self.role = role
        self.name = name
        self.date = date
    }
}
