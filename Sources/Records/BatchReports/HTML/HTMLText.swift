/// Text and bytes as HTML takes them.
enum HTMLText {
    /// `text` such that it stays text, inside an element or a quoted attribute.
    static func escaped(_ text: String) -> String {
        let clean = ReportText.clean(text)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(clean.utf8.count + 16)
        for byte in clean.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += Array("&amp;".utf8)
            case UInt8(ascii: "<"): bytes += Array("&lt;".utf8)
            case UInt8(ascii: ">"): bytes += Array("&gt;".utf8)
            case UInt8(ascii: "\""): bytes += Array("&quot;".utf8)
            case UInt8(ascii: "'"): bytes += Array("&#39;".utf8)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A number of points with at most two digits behind the point.
    static func number(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let sign = hundredths < 0 ? "-" : ""
        let (whole, part) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
        guard part > 0 else { return "\(sign)\(whole)" }
        let digits = part % 10 == 0 ? "\(part / 10)" : (part < 10 ? "0\(part)" : "\(part)")
        return "\(sign)\(whole).\(digits)"
    }
}
