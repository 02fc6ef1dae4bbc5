#if Fleet
internal import CMosquitto

/// What the library called back since it was last asked; touched by the client's thread alone.
final class BrokerInbox {
    var events: [BrokerEvent] = []
    /// The broker's answer, when it was a no.
    private(set) var refusedCode: Int32?
    /// Whether the broker ever took us in.
    private(set) var wasConnected = false
    /// What OpenSSL said last; nil when nothing.
    private(set) var tlsReason: String?

    /// What is wrong with certificates, in words.
    var certificateReason: String { tlsReason ?? "TLS failed" }

    /// Sets the callbacks of `client`, whose user data this is.
    func listen(to client: OpaquePointer) {
        unsafe mosquitto_connect_callback_set(client) { _, context, code in
            let inbox = unsafe BrokerInbox.of(context)
            if code == 0 {
                inbox?.wasConnected = true
                inbox?.events.append(.connected)
            } else {
                inbox?.refusedCode = code
            }
        }
        unsafe mosquitto_publish_callback_set(client) { _, context, number in
            unsafe BrokerInbox.of(context)?.events.append(.acknowledged(number))
        }
        unsafe mosquitto_message_callback_set(client) { _, context, message in
            guard let message = unsafe message?.pointee, let topic = unsafe message.topic,
                unsafe message.payloadlen <= BrokerClient.payloadByteCountMax
            else { return }
            let payload = unsafe UnsafeRawBufferPointer(
                start: message.payload,
                count: Int(unsafe message.payloadlen)
            )
            let name = unsafe String(cString: topic)
            let bytes = unsafe Array(payload)
            let isRetained = unsafe message.retain
            unsafe BrokerInbox.of(context)?.events.append(
                .message(
                    topic: name,
                    payload: bytes,
                    isRetained: isRetained
                )
            )
        }
        unsafe mosquitto_log_callback_set(client) { _, context, level, text in
            guard level & MOSQ_LOG_ERR != 0, let text = unsafe text else { return }
            unsafe BrokerInbox.of(context)?.note(String(cString: text))
        }
    }

    /// Keeps what OpenSSL says: the return code of the library alone does not name the cause.
    private func note(_ line: String) {
        let lower = line.lowercased()
        guard tlsReason == nil || lower.contains("verify failed"),
            lower.contains("ssl") || lower.contains("tls") || lower.contains("certificate")
        else { return }
        if lower.contains("verify failed") || lower.contains("host name mismatch") {
            tlsReason = "its certificate is not trusted"
        } else if lower.contains("wrong version number") {
            tlsReason = "it does not speak TLS on this port"
        } else {
            tlsReason =
                String(line.split(separator: ":").last ?? "TLS failed")
                .trimmed
        }
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> BrokerInbox? {
        guard let context = unsafe context else { return nil }
        return unsafe Unmanaged<BrokerInbox>.fromOpaque(context).takeUnretainedValue()
    }
}

extension String {
    fileprivate var trimmed: String {
        let kept = drop { $0.isWhitespace }
        return String(kept.reversed().drop { $0.isWhitespace }.reversed())
    }
}
#endif
