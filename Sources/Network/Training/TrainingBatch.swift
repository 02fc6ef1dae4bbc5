internal import Layers

/// Pictures with what a net should say of them.
public struct TrainingBatch: Sendable, Equatable {
    /// Rows of the pictures; a source may choose among several sizes.
    public var height: Int
    /// Columns of the pictures.
    public var width: Int
    /// How many of the pictures count; the others, at the end, only fill the batch.
    public var count: Int
    /// [image][channel][row][column].
    public var inputs: [Float] = []
    /// By output: the class of each picture, or of each pixel; negative ones do not count.
    public var labels: [String: [Int]] = [:]
    /// By output: the symbols of each picture, without blanks.
    public var texts: [String: [[Int]]] = [:]
    /// By output: what it should be, laid out as the output.
    public var values: [String: [Float]] = [:]

    /// Makes an empty batch.
    public init(height: Int, width: Int, count: Int) {
        self.height = height
        self.width = width
        self.count = count
    }
}

/// Where the batches come from.
///
/// Both functions must give the same batch for the same numbers, and may be called from several
/// threads at once: the next batch is made while one is learnt from.
public protocol BatchSource: Sendable {
    /// The batch of `size` pictures for `step`; random choices follow from `seed` and `step`.
    func batch(step: Int, seed: UInt64, size: Int) throws -> TrainingBatch

    /// Batch `index` of the pictures that are never learnt from; nil after the last.
    func validation(_ index: Int, size: Int) throws -> TrainingBatch?
}

/// A division into what is learnt from and what is only judged by.
///
/// Pictures of one group, such as a blister or a batch, stay together: neighbours are too alike
/// to judge by.
public struct GroupSplit: Sendable, Equatable {
    /// Places of what is learnt from.
    public let training: [Int]
    /// Places of what is judged by.
    public let validation: [Int]

    /// Divides pictures by the group of each.
    ///
    /// - Parameters:
    ///   - groups: For each picture; traps unless there are two different ones.
    ///   - share: How much is for validation, in 0...1; at least one group is on either side.
    ///   - seed: What the choice follows from.
    public init(_ groups: [String], share: Double, seed: UInt64) {
        var counts: [String: Int] = [:]
        for group in groups { counts[group, default: 0] += 1 }
        precondition(counts.count >= 2, "one group cannot be divided")
        let order = counts.keys.map { name in
            var random = SplitMix(seed: seed, name)
            return (key: random.next(), name: name)
        }
        .sorted { ($0.key, $0.name) < ($1.key, $1.name) }
        var chosen: Set<String> = []
        var taken = 0
        for (_, name) in order.dropLast() {
            let count = counts[name] ?? 0
            guard chosen.isEmpty || Double(taken + count) <= share * Double(groups.count) else {
                continue
            }
            chosen.insert(name)
            taken += count
        }
        training = groups.indices.filter { !chosen.contains(groups[$0]) }
        validation = groups.indices.filter { chosen.contains(groups[$0]) }
    }
}
