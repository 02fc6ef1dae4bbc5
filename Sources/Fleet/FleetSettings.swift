public import Mosquitto

/// Which broker a station reports to, under which name, and what it keeps while nobody listens.
///
/// A value; made from the configuration's `fleet` by whoever reads that.
public struct FleetSettings: Sendable, Equatable {
    /// Host, port and certificates; user and password are read from ``loginPath``.
    public var broker: BrokerAddress
    /// File with the user's name on its first line and the password on its second; nil for none.
    public var loginPath: String?
    /// Sparkplug's group, for example the plant; no `/`, `+` or `#`.
    public var group: String
    /// Sparkplug's edge node, unlike any other of the group; no `/`, `+` or `#`.
    public var node: String
    /// Host application whose word is waited for; nil sends as soon as the broker is there.
    public var primaryHost: String?
    /// Folder of the spool; made where it is not there, its parent must be.
    public var spoolFolder: String
    /// Bytes that the spool may take; beyond, the oldest records are dropped and counted.
    public var spoolByteCountMax: Int
    /// Bytes of acknowledged records that are kept, to be sent again when the host asks for them.
    public var retainedByteCountMax: Int
    /// Results in one message.
    public var resultsPerMessageMax: Int
    /// Longest time that a record waits for others to be sent with.
    public var gatheringMillisecondsMax: Int
    /// Records that wait for the fleet's thread; beyond, they are refused and counted.
    public var queueCountMax: Int
    /// Longest wait between two attempts to connect.
    public var reconnectMillisecondsMax: Int

    /// Makes settings; what is not said is as on an ordinary station.
    public init(
        broker: BrokerAddress,
        loginPath: String? = nil,
        group: String,
        node: String,
        primaryHost: String? = nil,
        spoolFolder: String,
        spoolByteCountMax: Int = 1 << 30,
        retainedByteCountMax: Int = 1 << 26,
        resultsPerMessageMax: Int = 200,
        gatheringMillisecondsMax: Int = 1000,
        queueCountMax: Int = 20_000,
        reconnectMillisecondsMax: Int = 60_000
    ) {
        self.broker = broker
        self.loginPath = loginPath
        self.group = group
        self.node = node
        self.primaryHost = primaryHost
        self.spoolFolder = spoolFolder
        self.spoolByteCountMax = spoolByteCountMax
        self.retainedByteCountMax = retainedByteCountMax
        self.resultsPerMessageMax = resultsPerMessageMax
        self.gatheringMillisecondsMax = gatheringMillisecondsMax
        self.queueCountMax = queueCountMax
        self.reconnectMillisecondsMax = reconnectMillisecondsMax
    }

    /// Bytes of the smallest spool that is allowed.
    public static let spoolByteCountMin = 1 << 18

    /// What is wrong with these settings; nil when nothing is.
    public var refusal: FleetError? {
        for (key, name) in [("group", group), ("node", node), ("primary_host", primaryHost ?? "-")]
        where name.isEmpty || name.contains(where: { "/+#".contains($0) }) {
            return .setting(key: key, value: name, cure: "a name without / + #")
        }
        if broker.host.isEmpty {
            return .setting(key: "broker", value: "", cure: "a host's name or address")
        }
        let bounds: [(String, Int, ClosedRange<Int>)] = [
            ("port", broker.port, 1...65535),
            ("spool_mb", spoolByteCountMax, Self.spoolByteCountMin...(1 << 40)),
            ("retained_mb", retainedByteCountMax, 0...spoolByteCountMax / 2),
            ("results_per_message", resultsPerMessageMax, 1...5000),
            ("gather_ms", gatheringMillisecondsMax, 10...60_000),
            ("queue", queueCountMax, 1...10_000_000),
            ("reconnect_max_ms", reconnectMillisecondsMax, 100...3_600_000),
        ]
        for (key, value, range) in bounds where !range.contains(value) {
            return .setting(
                key: key,
                value: "\(value)",
                cure: "\(range.lowerBound) to \(range.upperBound)"
            )
        }
        return nil
    }
}
