/// Request line and headers by RFC 9112, read strictly: what two readers could understand
/// differently is refused.
struct RequestHead: Sendable {
    let method: String
    let path: [String]
    let query: [String: String]
    let headers: [String: String]
    /// Bytes of the body.
    let bodyByteCount: Int
    let keepsAlive: Bool

    /// Reads what stands before the empty line.
    ///
    /// - Parameters:
    ///   - bytes: without the empty line.
    ///   - limits: longest of each.
    /// - Throws: 400 and others, each with its sentence.
    init(_ bytes: some Collection<UInt8>, limits: PanelLimits) throws(PanelRefusal) {
        guard
            bytes.allSatisfy({ $0 == 0x0d || $0 == 0x0a || $0 == 0x09 || $0 >= 0x20 && $0 != 0x7f })
        else { throw PanelRefusal(400, "The request has control characters in it.") }
        let lines = String(decoding: bytes, as: UTF8.self).split(
            separator: "\r\n",
            omittingEmptySubsequences: false
        )
        guard let first = lines.first, !lines.contains(where: { $0.contains(where: \.isNewline) })
        else { throw PanelRefusal(400, "The request's lines must end in CR LF.") }
        let words = first.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[2].hasPrefix("HTTP/"), Self.isToken(words[0]) else {
            throw PanelRefusal(400, "The first line must be a method, a path and a version.")
        }
        guard words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0" else {
            throw PanelRefusal(505, "The panel speaks HTTP/1.1.")
        }
        method = String(words[0])
        (path, query) = try Self.target(words[1])
        headers = try Self.headers(lines.dropFirst(), countMax: limits.headerCountMax)
        guard headers["host"] != nil || words[2] == "HTTP/1.0" else {
            throw PanelRefusal(400, "The header Host is missing.")
        }
        guard headers["transfer-encoding"] == nil else {
            throw PanelRefusal(411, "A body must come with Content-Length, not in chunks.")
        }
        let length = headers["content-length"] ?? "0"
        guard !length.isEmpty, length.utf8.count <= 15,
            length.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
            let count = Int(length)
        else { throw PanelRefusal(400, "Content-Length must be a number.") }
        guard count <= limits.bodyByteCountMax else {
            throw PanelRefusal(413, "The body is over \(limits.bodyByteCountMax) bytes.")
        }
        bodyByteCount = count
        let connection = (headers["connection"] ?? "").lowercased()
        keepsAlive = words[2] == "HTTP/1.1" && !connection.contains("close")
    }

    private static func headers(
        _ lines: some Sequence<Substring>,
        countMax: Int
    ) throws(PanelRefusal) -> [String: String] {
        var headers: [String: String] = [:]
        var count = 0
        for line in lines {
            guard let colon = line.firstIndex(of: ":"), isToken(line[..<colon]) else {
                throw PanelRefusal(400, "A header must be a name, a colon and a value.")
            }
            count += 1
            guard count <= countMax else {
                throw PanelRefusal(431, "The request has over \(countMax) headers.")
            }
            let name = line[..<colon].lowercased()
            let value = line[line.index(after: colon)...].trimmed
            if let before = headers[name] {
                guard !["host", "content-length", "origin", "x-csrf-token"].contains(name) else {
                    throw PanelRefusal(400, "The header \(name) is there twice.")
                }
                headers[name] = before + (name == "cookie" ? "; " : ", ") + value
            } else {
                headers[name] = value
            }
        }
        return headers
    }

    private static func target(
        _ target: Substring
    ) throws(PanelRefusal) -> (path: [String], query: [String: String]) {
        guard target.utf8.count <= 2_048 else { throw PanelRefusal(414, "The path is too long.") }
        guard target.hasPrefix("/"), target.utf8.allSatisfy({ 0x21...0x7e ~= $0 }) else {
            throw PanelRefusal(400, "The path must begin with a slash and have no other signs.")
        }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var path: [String] = []
        for part in parts[0].dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let text = decoded(part), !text.isEmpty || parts[0] == "/", text != ".",
                text != "..",
                !text.contains("/"), !text.contains("\\")
            else { throw PanelRefusal(400, "The path leads out of the panel.") }
            if !text.isEmpty { path.append(text) }
        }
        var query: [String: String] = [:]
        for field in (parts.count > 1 ? parts[1] : "").split(separator: "&") {
            let pair = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(pair[0]), let value = decoded(pair.count > 1 ? pair[1] : "")
            else {
                throw PanelRefusal(400, "The query cannot be read.")
            }
            query[name] = value
        }
        return (path, query)
    }

    /// Percent signs resolved; nil where they are broken, or hide control characters.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == 0x25 else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            guard digits.count == 2,
                digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
                let value = UInt8(String(Substring(digits)), radix: 16)
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func isToken(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                switch $0 {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
                default: "!#$%&'*+-.^_`|~".utf8.contains($0)
                }
            }
    }
}
