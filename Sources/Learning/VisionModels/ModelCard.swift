internal import Foundation

/// What a model file says of itself in its `metadata_props`, under `blisterd.*`.
///
/// Thread-safe as a value.
public struct ModelCard: Sendable, Equatable {
    /// What a model is for.
    public enum Task: String, Sendable, CaseIterable {
        /// Names what is in one pocket; output: probabilities of the classes.
        case pocket
        /// Tells how far a picture is from good ones; outputs: score, and its map.
        case anomaly
        /// Reads a line of print.
        case print
        /// Gives the features that an anomaly model is taught on.
        case backbone
    }

    /// Why the metadata cannot be used: key and reason.
    public struct Flaw: Error, Equatable, CustomStringConvertible {
        /// The key.
        public let key: String
        /// What is wrong with it.
        public let reason: String
        /// One line without the file's name.
        public var description: String { "metadata \(key) \(reason)" }
    }

    static let prefix = "blisterd."

    /// What it is for.
    public var task: Task
    /// Its classes in the order of the output; empty for tasks without.
    public var classes: [String]
    /// Columns of the input.
    public var width: Int
    /// Rows of the input.
    public var height: Int
    /// 1 or 3.
    public var channels: Int
    /// Per channel, the sample (0...1) that becomes 0.
    public var mean: [Float]
    /// Per channel, the difference from ``mean`` (0...1) that becomes 1.
    public var deviation: [Float]
    /// A score above it rejects (anomaly); a probability below it is undecided (pocket).
    public var threshold: Double
    /// Further facts: data, seed, metrics; by key without prefix.
    public var facts: [String: String]

    /// Makes a card.
    public init(
        task: Task,
        classes: [String] = [],
        width: Int,
        height: Int,
        channels: Int,
        mean: [Float],
        deviation: [Float],
        threshold: Double,
        facts: [String: String] = [:]
    ) {
        self.task = task
        self.classes = classes
        self.width = width
        self.height = height
        self.channels = channels
        self.mean = mean
        self.deviation = deviation
        self.threshold = threshold
        self.facts = facts
    }

    /// Reads a model file's metadata.
    public init(metadata: [String: String]) throws(Flaw) {
        func text(_ key: String) throws(Flaw) -> String {
            guard let text = metadata[Self.prefix + key] else {
                throw Flaw(key: Self.prefix + key, reason: "is missing")
            }
            return text
        }
        func numbers(_ key: String, count: Int) throws(Flaw) -> [Double] {
            let parts = try text(key).split(separator: ",", omittingEmptySubsequences: false)
            let numbers = parts.compactMap { Double($0) }.filter(\.isFinite)
            guard numbers.count == parts.count, numbers.count == count else {
                throw Flaw(
                    key: Self.prefix + key,
                    reason: "is not \(count) numbers with commas between"
                )
            }
            return numbers
        }
        let taskText = try text("task")
        guard let task = Task(rawValue: taskText) else {
            let known = Task.allCases.map(\.rawValue).joined(separator: ", ")
            throw Flaw(key: "blisterd.task", reason: "is \(taskText), not one of \(known)")
        }
        let extents = try text("input").split(separator: "x").compactMap { Int($0) }
        guard extents.count == 3, extents[0...1].allSatisfy({ (8...4096).contains($0) }),
            [1, 3].contains(extents[2])
        else {
            throw Flaw(
                key: "blisterd.input",
                reason: "is not COLUMNSxROWSxCHANNELS with 8 to 4096 and 1 or 3 channels"
            )
        }
        self.task = task
        (width, height, channels) = (extents[0], extents[1], extents[2])
        mean = try numbers("mean", count: channels).map { Float($0) }
        deviation = try numbers("deviation", count: channels).map { Float($0) }
        guard deviation.allSatisfy({ $0 > 0 }) else {
            throw Flaw(key: "blisterd.deviation", reason: "is not above 0")
        }
        threshold = try numbers("threshold", count: 1)[0]
        classes = task == .pocket ? try text("classes").components(separatedBy: ",") : []
        guard Set(classes).count == classes.count,
            task != .pocket || classes.contains("good") && classes.count > 1
        else {
            throw Flaw(key: "blisterd.classes", reason: "are not several names, good among them")
        }
        let used = ["task", "input", "mean", "deviation", "threshold", "classes"]
        facts = [:]
        for (key, value) in metadata where key.hasPrefix(Self.prefix) {
            let short = String(key.dropFirst(Self.prefix.count))
            if !used.contains(short) { facts[short] = value }
        }
    }

    /// The card as a model file's metadata.
    public var metadata: [String: String] {
        var result: [String: String] = [:]
        for (key, value) in facts { result[Self.prefix + key] = value }
        result["blisterd.task"] = task.rawValue
        result["blisterd.input"] = "\(width)x\(height)x\(channels)"
        result["blisterd.mean"] = mean.map { "\($0)" }.joined(separator: ",")
        result["blisterd.deviation"] = deviation.map { "\($0)" }.joined(separator: ",")
        result["blisterd.threshold"] = "\(threshold)"
        if !classes.isEmpty { result["blisterd.classes"] = classes.joined(separator: ",") }
        return result
    }
}
