internal import Digests
internal import Foundation
internal import Graphs
internal import Tensors

/// What a model must compute, as it stands in the model's own file.
///
/// JSON under ``key`` in `metadata_props`: the seed of the input, the digest of the weights, the
/// digest of all outputs for every way of computing that was tried, and numbers for every other.
struct SelfTestSeal: Codable, Equatable {
    /// One output: its extents, and numbers that hold on every processor.
    struct Output: Codable, Equatable {
        var shape: [Int]
        /// The largest magnitude.
        var largest: Double
        var mean: Double
        /// Elements at even distances, see ``places(of:)``.
        var samples: [Double]
    }

    static let key = "blisterd.selftest"
    /// Longest text that is read.
    static let byteCountMax = 1 << 20
    static let sampleCountMax = 64
    /// Share of an output's largest by which other processors may differ.
    static let tolerance = 1e-4

    var version = 1
    var seed: UInt64
    /// SHA-256 of the constants.
    var weights: String
    /// SHA-256 of the outputs by way of computing: the processor's level, and the library of
    /// matrix products where the plan uses it.
    var digests: [String: String]
    var outputs: [Output]

    /// Reads the seal of a model's metadata; nil where there is none or it is damaged.
    init?(_ text: String) {
        guard text.utf8.count <= Self.byteCountMax,
            let seal = try? JSONDecoder().decode(SelfTestSeal.self, from: Data(text.utf8)),
            seal.version == 1
        else { return nil }
        self = seal
    }

    init(seed: UInt64, weights: String, digests: [String: String], outputs: [Output]) {
        self.seed = seed
        self.weights = weights
        self.digests = digests
        self.outputs = outputs
    }

    /// One line; nil where an output is not finite.
    var text: String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Which elements of an output of `count` are kept.
    static func places(of count: Int) -> [Int] {
        guard count > sampleCountMax else { return Array(0..<count) }
        return (0..<sampleCountMax).map { $0 * (count - 1) / (sampleCountMax - 1) }
    }
}

extension SelfTestSeal.Output {
    /// The numbers of an output; nil for text.
    init?(_ tensor: Tensor) {
        guard let values = tensor.numbers else { return nil }
        shape = tensor.shape
        largest = values.lazy.map(\.magnitude).max() ?? 0
        mean = values.reduce(0, +) / Double(max(1, values.count))
        samples = SelfTestSeal.places(of: values.count).map { values[$0] }
    }

    /// Whether `other` is the same but for rounding; whole numbers exactly.
    func isNear(_ other: SelfTestSeal.Output, isExact: Bool) -> Bool {
        guard shape == other.shape, samples.count == other.samples.count else { return false }
        let margin = isExact ? 0 : largest * SelfTestSeal.tolerance
        return zip([largest, mean] + samples, [other.largest, other.mean] + other.samples)
            .allSatisfy { ($0 - $1).magnitude <= margin }
    }
}

extension Tensor {
    fileprivate var numbers: [Double]? {
        switch elements {
        case .float32(let values): values.map { Double($0) }
        case .float64(let values): values
        case .string: nil
        default: integers?.map { Double($0) }
        }
    }

    /// SHA-256 of type, shape and elements; nil for text.
    private var digest: SHA256Digest? {
        guard let bytes = littleEndianBytes else { return nil }
        return SHA256Digest(of: Array("\(elementType.rawValue) \(shape)\n".utf8) + bytes)
    }

    /// SHA-256 of `tensors` in order; text counts by its length alone.
    static func digest(of tensors: [(name: String, tensor: Tensor)]) -> String {
        let lines = tensors.map { "\($0.name) \($0.tensor.digest?.description ?? "text")\n" }
        return SHA256Digest(of: Array(lines.joined().utf8)).description
    }
}

extension Graph {
    /// SHA-256 of the constants, those of nodes included.
    var weightDigest: String {
        var tensors = constants.sorted { $0.key < $1.key }.map { (name: $0.key, tensor: $0.value) }
        for (index, node) in nodes.enumerated() {
            for (name, attribute) in node.attributes.sorted(by: { $0.key < $1.key }) {
                if case .tensor(let tensor) = attribute {
                    tensors.append((name: "\(index) \(name)", tensor: tensor))
                }
            }
        }
        return Tensor.digest(of: tensors)
    }
}
