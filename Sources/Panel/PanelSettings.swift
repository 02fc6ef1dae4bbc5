/// How the panel is served.
public struct PanelSettings: Sendable, Equatable {
    /// An address of this machine, IPv4 or IPv6; loopback keeps other machines out.
    public var address: String
    /// TCP port; 0 takes any that is free.
    public var port: UInt16
    /// File of users and hashes, mode 0600.
    public var usersFile: String
    /// Whether a proxy on this machine ends TLS (nginx): cookies are sent by TLS only, and
    /// `X-Real-IP` names the client.
    public var isBehindProxy: Bool
    /// A session without a request ends after so many seconds.
    public var idleSeconds: Int

    /// Makes settings.
    public init(
        address: String = "127.0.0.1",
        port: UInt16 = 8480,
        usersFile: String,
        isBehindProxy: Bool = false,
        idleSeconds: Int = 900
    ) {
        self.address = address
        self.port = port
        self.usersFile = usersFile
        self.isBehindProxy = isBehindProxy
        self.idleSeconds = idleSeconds
    }
}

/// What one client, or all of them, may take; tests give smaller ones.
struct PanelLimits: Sendable {
    /// Connections at a time; more are answered 503 and closed.
    var connectionCountMax = 256
    /// Event streams at a time.
    var streamCountMax = 64
    /// Request line and headers together.
    var headByteCountMax = 16_384
    /// Headers of a request.
    var headerCountMax = 64
    /// Body of a request.
    var bodyByteCountMax = 1 << 20
    /// Bodies that are being read, together.
    var bodiesByteCountMax = 16 << 20
    /// From the first byte of a request to the last of its headers, and again to that of its body.
    var requestSeconds = 10.0
    /// Between requests of a connection.
    var keepAliveSeconds = 30.0
    /// For a client to take one answer, or one part of an event stream.
    var writeSeconds = 10.0
    /// Between updates of an event stream.
    var updateSeconds = 0.25
    /// Between beats on a stream that has nothing to say; the page calls twelve seconds of silence a
    /// lost connection.
    var streamSilenceSeconds = 4.0
}
