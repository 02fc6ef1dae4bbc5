public import Blister
internal import Foundation

/// What networks make of one pocket; nil: that network was not asked.
///
/// Thread-safe as a value.
public struct PocketOpinion: Sendable, Equatable {
    /// Which class it belongs to.
    public var classes: ClassOpinion?
    /// How far it is from the taught product.
    public var product: ProductOpinion?

    /// Makes an opinion.
    public init(classes: ClassOpinion? = nil, product: ProductOpinion? = nil) {
        self.classes = classes
        self.product = product
    }
}

/// How probable a classifier finds each of its classes.
public struct ClassOpinion: Sendable, Equatable {
    /// Name of the class that passes.
    public static let good = "good"
    /// Farthest ``unlikeness`` from 0.
    public static let unlikenessMax = 16.0

    /// Names of the classes, ``good`` among them.
    public var names: [String]
    /// One for each name, 0...1; empty where the classifier failed.
    public var probabilities: [Float]
    /// Probability from which on a class counts as sure.
    public var sureness: Double

    /// Makes an opinion.
    public init(names: [String], probabilities: [Float], sureness: Double) {
        self.names = names
        self.probabilities = probabilities
        self.sureness = sureness
    }

    /// The natural logarithm of how much likelier it is not good than good, within
    /// ``unlikenessMax`` of 0; not a number where the classifier failed.
    public var unlikeness: Double {
        guard probabilities.count == names.count, let good = names.firstIndex(of: Self.good),
            probabilities.allSatisfy(\.isFinite)
        else { return .nan }
        var others = 0.0
        for index in names.indices where index != good { others += Double(probabilities[index]) }
        let least = 1e-12
        let ratio = log(max(least, others) / max(least, Double(probabilities[good])))
        return max(-Self.unlikenessMax, min(Self.unlikenessMax, ratio))
    }

    /// The ``unlikeness`` of a pocket that the classifier is just sure enough to find good.
    public var surelyGood: Double { log((1 - sureness) / sureness) }

    /// The most probable class that is not ``good``, with its probability; nil where none is.
    public var worst: (name: String, probability: Double)? {
        guard probabilities.count == names.count, probabilities.allSatisfy(\.isFinite) else {
            return nil
        }
        let place = names.indices.filter { names[$0] != Self.good }
            .max { probabilities[$0] < probabilities[$1] }
        return place.map { (names[$0], Double(probabilities[$0])) }
    }

    /// The defect that the classifier is sure of; what it calls by a word of its own is an anomaly.
    var sureDefect: (reason: RejectReason, probability: Double)? {
        guard let worst, worst.probability >= sureness else { return nil }
        return (RejectReason(rawValue: worst.name) ?? .anomaly, worst.probability)
    }
}

/// How far a pocket is from the taught product in the features of a network.
public struct ProductOpinion: Sendable, Equatable {
    /// Largest distance, at least 0; not a number where the network failed.
    public var score: Double
    /// Where; nil where the network failed.
    public var map: ScoreMap?

    /// Makes an opinion.
    public init(score: Double, map: ScoreMap?) {
        self.score = score
        self.map = map
    }
}

/// What networks make of the pockets of one blister.
public struct PocketOpinions: Sendable, Equatable {
    /// One for each pocket of the layout.
    public var pockets: [PocketOpinion]
    /// The networks, and the first digits of their digests, as ``InspectionResult/networks``.
    public var networks: String
    /// Why a network could not be asked, in one line; nil where all went well.
    public var fault: String?

    /// Makes opinions.
    public init(pockets: [PocketOpinion], networks: String, fault: String?) {
        self.pockets = pockets
        self.networks = networks
        self.fault = fault
    }
}
