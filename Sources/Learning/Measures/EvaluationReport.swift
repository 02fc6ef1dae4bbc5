internal import Foundation
internal import Statistics

/// The figures of an evaluation; its JSON keys are part of the outside contract.
public struct EvaluationReport: Sendable, Equatable, Encodable {
    /// One kind of defect.
    public struct Kind: Sendable, Equatable, Encodable {
        /// Samples of it.
        public let count: Int
        /// How many were accepted.
        public let escapes: Int
        /// 95 % interval of the share that escapes.
        public let interval: [Double]
        /// Against all good samples; nil when there are none.
        public let auroc: Double?

        enum CodingKeys: String, CodingKey {
            case count = "n"
            case escapes
            case interval = "escapes_interval_95"
            case auroc
        }
    }

    /// Time to judge one sample.
    public struct Latency: Sendable, Equatable, Encodable {
        /// Median in milliseconds.
        public let median: Double
        /// 99.9th percentile in milliseconds; the highest of fewer than 1,000 samples.
        public let p999: Double

        enum CodingKeys: String, CodingKey {
            case median = "median_ms"
            case p999 = "p999_ms"
        }
    }

    /// Nil when all samples are good, or none.
    public let auroc: Double?
    /// Bad samples that were accepted.
    public let escapes: Int
    /// Good samples that were rejected.
    public let falseRejects: Int
    /// Good samples.
    public let goodCount: Int
    /// Bad samples.
    public let badCount: Int
    /// 95 % interval of the share that escapes; nil without bad samples.
    public let escapeInterval: [Double]?
    /// 95 % interval of the share that is falsely rejected; nil without good samples.
    public let falseRejectInterval: [Double]?
    /// By kind of defect.
    public let kinds: [String: Kind]
    /// Samples by label, then by answer.
    public let confusion: [String: [String: Int]]
    /// Nil without samples.
    public let latency: Latency?

    enum CodingKeys: String, CodingKey {
        case auroc
        case escapes
        case falseRejects = "false_rejects"
        case goodCount = "n_good"
        case badCount = "n_bad"
        case escapeInterval = "escapes_interval_95"
        case falseRejectInterval = "false_rejects_interval_95"
        case kinds = "by_kind"
        case confusion
        case latency
    }

    /// Writes every key, null where there is no figure.
    public func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(auroc, forKey: .auroc)
        try keys.encode(escapes, forKey: .escapes)
        try keys.encode(falseRejects, forKey: .falseRejects)
        try keys.encode(goodCount, forKey: .goodCount)
        try keys.encode(badCount, forKey: .badCount)
        try keys.encode(escapeInterval, forKey: .escapeInterval)
        try keys.encode(falseRejectInterval, forKey: .falseRejectInterval)
        try keys.encode(kinds, forKey: .kinds)
        try keys.encode(confusion, forKey: .confusion)
        try keys.encode(latency, forKey: .latency)
    }

    /// Clopper–Pearson, lower and upper end.
    static func interval(_ count: Int, _ total: Int) -> [Double]? {
        guard total > 0 else { return nil }
        let interval = BinomialInterval.clopperPearson(count: count, total: total)
        return [interval.lower, interval.upper]
    }

    /// One line of JSON.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// For people.
    public var lines: [String] {
        func share(_ count: Int, _ total: Int) -> String {
            guard total > 0 else { return "none to judge" }
            return "\(count) of \(total), 95 % "
                + BinomialInterval.clopperPearson(count: count, total: total).text
        }
        var lines = [
            "escapes        \(share(escapes, badCount))",
            "false rejects  \(share(falseRejects, goodCount))",
        ]
        if let auroc { lines.append("AUROC          " + String(format: "%.4f", auroc)) }
        for (name, kind) in kinds.sorted(by: { $0.key < $1.key }) {
            let rank = kind.auroc.map { String(format: ", AUROC %.4f", $0) } ?? ""
            lines.append("  \(name): \(share(kind.escapes, kind.count)) escape\(rank)")
        }
        if let latency {
            lines.append(
                String(
                    format: "latency        median %.2f ms, p99.9 %.2f ms",
                    latency.median,
                    latency.p999
                )
            )
        }
        return lines
    }
}
