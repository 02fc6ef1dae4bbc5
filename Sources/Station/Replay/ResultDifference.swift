internal import Foundation

/// The first place where two results' lines differ.
///
/// Thread-safe as a value.
public struct ResultDifference: Sendable, Equatable {
    /// Where, as `pockets[3].checks[0].value`; `bytes` where the values are equal and their text is not.
    public var key: String
    /// What stood there; `absent` for nothing.
    public var then: String
    /// What stands there now.
    public var now: String

    /// Keys of a result in the order of the outside contract.
    private static let order = [
        "cycle", "lane", "blister_id", "verdict", "reasons", "pockets", "checks", "print",
        "braille", "code", "latency_ms", "model", "recipe", "index", "class", "confidence",
        "anomaly",
        "name", "value", "limit", "unit", "pass",
    ]

    private init(key: String, then: String, now: String) {
        self.key = key
        self.then = then
        self.now = now
    }

    /// Compares two lines; nil where they are the same bytes.
    ///
    /// - Parameters:
    ///   - then: the line that was kept.
    ///   - now: the line of judging again.
    ///   - onlyKey: the one key at the top that counts; nil: all, but what names model and recipe last.
    public init?(then: String, now: String, onlyKey: String? = nil) {
        guard then != now else { return nil }
        let old = try? JSONSerialization.jsonObject(with: Data(then.utf8)) as? [String: Any]
        let new = try? JSONSerialization.jsonObject(with: Data(now.utf8)) as? [String: Any]
        if let onlyKey {
            guard let found = Self.first(old?[onlyKey], new?[onlyKey], onlyKey) else { return nil }
            self = found
        } else {
            self =
                Self.first(old, new, "")
                ?? ResultDifference(key: "bytes", then: then, now: now)
        }
    }

    private static func first(_ then: Any?, _ now: Any?, _ key: String) -> ResultDifference? {
        switch (then, now) {
        case (let then as [String: Any], let now as [String: Any]):
            let keys = Set(then.keys).union(now.keys).sorted { left, right in
                let (first, second) = (order.firstIndex(of: left), order.firstIndex(of: right))
                return (first ?? order.count, left) < (second ?? order.count, right)
            }
            for name in keys {
                let place = key.isEmpty ? name : "\(key).\(name)"
                if let found = first(then[name], now[name], place) { return found }
            }
            return nil
        case (let then as [Any], let now as [Any]):
            for index in 0..<max(then.count, now.count) {
                let found = first(
                    index < then.count ? then[index] : nil,
                    index < now.count ? now[index] : nil,
                    "\(key)[\(index)]"
                )
                if let found { return found }
            }
            return nil
        default:
            let (old, new) = (text(then), text(now))
            return old == new ? nil : ResultDifference(key: key, then: old, now: new)
        }
    }

    private static func text(_ value: Any?) -> String {
        guard let value else { return "absent" }
        if value is NSNull { return "null" }
        return "\(value)"
    }
}
