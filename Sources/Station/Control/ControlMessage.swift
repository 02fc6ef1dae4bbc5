internal import Foundation

/// What `blisterctl` asks of the running daemon, as one JSON object on one line.
public struct ControlRequest: Codable, Sendable, Equatable {
    /// The action.
    public enum Action: String, Codable, Sendable {
        case batchStart = "batch_start"
        case batchEnd = "batch_end"
        case batchStatus = "batch_status"
        /// Signs the audit trail as it is now.
        case auditSign = "audit_sign"
        case challengeStart = "challenge_start"
        case challengeEnd = "challenge_end"
        case challengeStatus = "challenge_status"
        /// Names the charts.
        case trendsList = "trends_list"
        /// Has limits of charts found anew.
        case trendsBaseline = "trends_baseline"
        case status
    }

    /// What to do.
    public var action: Action
    /// Product name, for `batch_start`.
    public var product: String?
    /// Lot, for `batch_start`.
    public var lot: String?
    /// Expiry, for `batch_start`: yyyy-MM or yyyy-MM-dd where the recipe's texts have it.
    public var expiry: String?
    /// Whether `batch_start` takes an expiry that is over or far ahead; nil: no.
    public var force: Bool?
    /// Who asks.
    public var `operator`: String?
    /// Chart, for `trends_baseline`; nil: every chart.
    public var series: String?
    /// Why, for `trends_baseline`.
    public var reason: String?

    /// Makes a request.
    public init(
        action: Action,
        product: String? = nil,
        lot: String? = nil,
        expiry: String? = nil,
        force: Bool? = nil,
        operator: String? = nil,
        series: String? = nil,
        reason: String? = nil
    ) {
        self.action = action
        self.product = product
        self.lot = lot
        self.expiry = expiry
        self.force = force
        self.operator = `operator`
        self.series = series
        self.reason = reason
    }

    /// One line without its line end.
    public func line() throws -> String {
        String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
    }

    /// Reads one line; throws what the decoder says.
    public init(line: String) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(line.utf8))
    }
}

/// The daemon's answer, as one JSON object on one line.
public struct ControlReply: Codable, Sendable, Equatable {
    /// Whether the request was carried out.
    public var done: Bool
    /// One sentence for a person; the reason when it was not.
    public var message: String
    /// Counters by name, for status requests.
    public var counters: [String: Int]?
    /// Active faults in words.
    public var faults: [String]?
    /// Whether the station is ready.
    public var ready: Bool?
    /// The challenge test, for requests about it.
    public var challenge: ChallengeReply?
    /// Names of charts, for `trends_list`.
    public var series: [String]?

    /// Makes a reply.
    public init(
        done: Bool,
        message: String,
        counters: [String: Int]? = nil,
        faults: [String]? = nil,
        ready: Bool? = nil,
        challenge: ChallengeReply? = nil,
        series: [String]? = nil
    ) {
        self.done = done
        self.message = message
        self.counters = counters
        self.faults = faults
        self.ready = ready
        self.challenge = challenge
        self.series = series
    }

    /// One line without its line end; keys sorted.
    public func line() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// Reads one line.
    public init(line: String) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(line.utf8))
    }
}
