/// One request, read whole.
struct PanelRequest: Sendable {
    /// As sent, for example `GET`.
    var method: String
    /// Decoded parts of the path between its slashes; never `.`, `..`, empty, or with a slash inside.
    var path: [String]
    /// Decoded fields of the query.
    var query: [String: String]
    /// By lower-case name; repeated ones joined by commas.
    var headers: [String: String]
    var body: [UInt8] = []
    /// Of the client, without its port.
    var address: String
    /// Whether the connection goes on afterwards.
    var keepsAlive: Bool

    /// The cookie `name`; nil where it was not sent.
    func cookie(_ name: String) -> String? {
        for part in (headers["cookie"] ?? "").split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1)
            if pair.count == 2, pair[0].trimmed == name { return pair[1].trimmed }
        }
        return nil
    }
}

extension Substring {
    /// Without blanks and tabs at both ends.
    var trimmed: String {
        var text = self
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return String(text.drop { $0 == " " || $0 == "\t" })
    }
}

/// An answer.
struct PanelResponse: Sendable {
    enum Body: Sendable {
        case bytes([UInt8])
        /// A stream of events, as long as the session lasts.
        case events(token: String)
    }

    var status: Int
    var headers: [(name: String, value: String)] = []
    var body: Body

    /// JSON text.
    static func json(_ bytes: [UInt8], status: Int = 200) -> Self {
        PanelResponse(
            status: status,
            headers: [("Content-Type", "application/json"), ("Cache-Control", "no-store")],
            body: .bytes(bytes)
        )
    }

    /// Reason phrases of RFC 9110.
    static func phrase(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 304: "Not Modified"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 411: "Length Required"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 415: "Unsupported Media Type"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 503: "Service Unavailable"
        case 505: "HTTP Version Not Supported"
        default: "Internal Server Error"
        }
    }
}

/// Why a request is refused: a status of HTTP and one sentence for a person.
struct PanelRefusal: Error, Equatable, Sendable {
    let status: Int
    let sentence: String
    /// For 405 and 429: the header that goes with it.
    var header: Header?

    struct Header: Equatable, Sendable {
        let name: String
        let value: String
    }

    init(_ status: Int, _ sentence: String, header: Header? = nil) {
        self.status = status
        self.sentence = sentence
        self.header = header
    }
}
