#if Fleet
internal import CMosquitto
internal import Glibc
#endif

/// One connection to a broker, MQTT 3.1.1, by libmosquitto.
///
/// Serves once: after ``BrokerEvent/ended(_:)`` a new client is made, so that nothing of an old
/// session is sent in a new one. Thread-bound: only the thread that made it may use it. Only
/// ``init(identifier:address:will:)`` may wait, for a name server.
@safe public final class BrokerClient {
    /// Seconds without a word after which a connection is taken as lost.
    public static let keepAliveSeconds = 30
    /// Largest payload that is sent or taken, in bytes.
    public static let payloadByteCountMax = 1 << 22

    /// A message that the broker sends for us when we are gone without a word.
    public struct Will: Sendable, Equatable {
        /// Where to.
        public var topic: String
        /// What.
        public var payload: [UInt8]

        /// Makes a will; it is sent with QoS 1, not retained.
        public init(topic: String, payload: [UInt8]) {
            self.topic = topic
            self.payload = payload
        }
    }

    /// Whether this build has MQTT at all.
    public static var isBuiltIn: Bool {
        #if Fleet
        true
        #else
        false
        #endif
    }

    private let address: BrokerAddress
    #if Fleet
    private let raw: OpaquePointer
    private let inbox: BrokerInbox

    deinit { unsafe mosquitto_destroy(raw) }
    #endif

    /// Begins to connect; the outcome comes as an event.
    ///
    /// - Parameters:
    ///   - identifier: client id, unlike any other at the broker.
    ///   - address: where, and who we are.
    ///   - will: sent by the broker when the connection breaks.
    /// - Throws: ``BrokerRefusal`` for what is known at once.
    public init(
        identifier: String,
        address: BrokerAddress,
        will: Will? = nil
    ) throws(BrokerRefusal) {
        self.address = address
        #if Fleet
        blisterd_mosquitto_begin()
        blisterd_mosquitto_block_pipe_signal()
        inbox = BrokerInbox()
        let context = unsafe Unmanaged.passUnretained(inbox).toOpaque()
        guard let made = unsafe mosquitto_new(identifier, true, context) else {
            throw .refused(broker: "\(address)", reason: "client id \(identifier) cannot be used")
        }
        unsafe raw = made
        unsafe inbox.listen(to: raw)
        try prepare(will: will)
        let code = unsafe mosquitto_connect_async(
            raw,
            address.host,
            Int32(address.port),
            Int32(Self.keepAliveSeconds)
        )
        if code != 0 { throw refusal(code) }
        #else
        throw .leftOut
        #endif
    }

    /// Sends and takes what there is, at most `timeoutMilliseconds` long.
    ///
    /// - Parameter timeoutMilliseconds: how long to wait for something to come; 0 does not wait.
    /// - Returns: what came, in order; ``BrokerEvent/ended(_:)`` is the last.
    public func step(timeoutMilliseconds: Int) -> [BrokerEvent] {
        #if Fleet
        var code: Int32 = 0
        // The library waits for an answer before it has begun TLS: only reading goes on with that.
        if address.certificates != nil, !inbox.wasConnected {
            code = unsafe mosquitto_loop_read(raw, 1)
        }
        if code == 0 { code = unsafe mosquitto_loop(raw, Int32(timeoutMilliseconds), 1) }
        defer { inbox.events.removeAll() }
        if let refused = inbox.refusedCode {
            return inbox.events + [.ended(connectionRefusal(refused))]
        }
        return code == 0 ? inbox.events : inbox.events + [.ended(refusal(code))]
        #else
        return [.ended(.leftOut)]
        #endif
    }

    /// Hands a message to the connection.
    ///
    /// - Parameters:
    ///   - payload: what; ``payloadByteCountMax`` bytes at most.
    ///   - topic: where to.
    ///   - isAssured: QoS 1, acknowledged with the number; otherwise QoS 0.
    /// - Returns: the message's number in this connection.
    /// - Throws: ``BrokerRefusal`` when the connection does not take it.
    @discardableResult public func publish(
        _ payload: [UInt8],
        to topic: String,
        isAssured: Bool
    ) throws(BrokerRefusal) -> Int32 {
        #if Fleet
        var number: Int32 = 0
        let code = unsafe mosquitto_publish(
            raw,
            &number,
            topic,
            Int32(clamping: payload.count),
            payload,
            isAssured ? 1 : 0,
            false
        )
        guard code == 0 else { throw refusal(code) }
        return number
        #else
        throw .leftOut
        #endif
    }

    /// Asks for the messages of `topic`, which may have wild cards, with QoS 1.
    public func subscribe(to topic: String) throws(BrokerRefusal) {
        #if Fleet
        let code = unsafe mosquitto_subscribe(raw, nil, topic, 1)
        guard code == 0 else { throw refusal(code) }
        #else
        throw .leftOut
        #endif
    }

    /// Ends the connection in good order: the broker keeps the will to itself.
    ///
    /// Waits until what was handed over is sent, at most a second.
    public func close() {
        #if Fleet
        _ = unsafe mosquitto_disconnect(raw)
        for _ in 0..<100 where unsafe mosquitto_socket(raw) >= 0 {
            if unsafe mosquitto_loop(raw, 10, 1) != 0 { return }
        }
        #endif
    }
}

#if Fleet
extension BrokerClient {
    private func prepare(will: Will?) throws(BrokerRefusal) {
        if let will {
            let code = unsafe mosquitto_will_set(
                raw,
                will.topic,
                Int32(clamping: will.payload.count),
                will.payload,
                1,
                false
            )
            guard code == 0 else { throw refusal(code) }
        }
        _ = unsafe mosquitto_int_option(raw, MOSQ_OPT_TCP_NODELAY, 1)
        // How many are under way is the caller's to bound.
        _ = unsafe mosquitto_max_inflight_messages_set(raw, 0)
        if let user = address.user {
            let code = unsafe mosquitto_username_pw_set(raw, user, address.password)
            guard code == 0 else { throw refusal(code) }
        }
        guard let certificates = address.certificates else { return }
        let paths: [String?] = [
            certificates.authorityPath, certificates.certificatePath, certificates.keyPath,
        ]
        for path in paths.compactMap({ $0 }) where unsafe access(path, R_OK) != 0 {
            throw .certificate(broker: "\(address)", reason: "\(path) cannot be read")
        }
        let code = unsafe mosquitto_tls_set(
            raw,
            certificates.authorityPath,
            nil,
            certificates.certificatePath,
            certificates.keyPath,
            // A key with a pass phrase is refused instead of asked for at a terminal.
            { _, _, _, _ in 0 }
        )
        guard code == 0 else { throw refusal(code) }
    }

    private func refusal(_ code: Int32) -> BrokerRefusal {
        let broker = "\(address)"
        let system = unsafe String(cString: strerror(errno))
        let text = unsafe String(cString: mosquitto_strerror(code))
        switch mosq_err_t(rawValue: code) {
        case MOSQ_ERR_TLS, MOSQ_ERR_TLS_HANDSHAKE:
            return .certificate(broker: broker, reason: inbox.certificateReason)
        case MOSQ_ERR_EAI, MOSQ_ERR_LOOKUP:
            return .unknownHost(broker: broker)
        case MOSQ_ERR_ERRNO, MOSQ_ERR_CONN_LOST, MOSQ_ERR_NO_CONN, MOSQ_ERR_CONN_REFUSED:
            if let reason = inbox.tlsReason { return .certificate(broker: broker, reason: reason) }
            return inbox.wasConnected
                ? .lost(broker: broker, reason: "the connection broke")
                : .unreachable(
                    broker: broker,
                    reason: mosq_err_t(rawValue: code) == MOSQ_ERR_ERRNO ? system : "no answer"
                )
        case MOSQ_ERR_KEEPALIVE:
            return .lost(broker: broker, reason: "no word for \(Self.keepAliveSeconds) s")
        default:
            return inbox.wasConnected
                ? .lost(broker: broker, reason: text) : .refused(broker: broker, reason: text)
        }
    }

    /// By the codes of MQTT 3.1.1, section 3.2.2.3.
    private func connectionRefusal(_ code: Int32) -> BrokerRefusal {
        switch code {
        case 4, 5: .login(broker: "\(address)")
        default:
            .refused(
                broker: "\(address)",
                reason: unsafe String(cString: mosquitto_connack_string(code))
            )
        }
    }
}
#endif
