/// A response as bytes.
enum ResponseText {
    /// Goes with every response: nothing from outside, nothing inline, no frames.
    static let safetyHeaders: [(name: String, value: String)] = [
        (
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ]

    /// Head and body; of a stream only the head, which says that the connection ends it.
    static func bytes(
        _ response: PanelResponse,
        keepsAlive: Bool,
        isBodyLeftOut: Bool
    ) -> [UInt8] {
        var head = "HTTP/1.1 \(response.status) \(PanelResponse.phrase(response.status))\r\n"
        for header in response.headers + safetyHeaders {
            head += "\(header.name): \(header.value)\r\n"
        }
        switch response.body {
        case .bytes(let bytes):
            if response.status != 304 { head += "Content-Length: \(bytes.count)\r\n" }
            head += keepsAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n"
            return Array(head.utf8) + (isBodyLeftOut || response.status == 304 ? [] : bytes)
        case .events:
            return Array((head + "Connection: close\r\n\r\n").utf8)
        }
    }
}
