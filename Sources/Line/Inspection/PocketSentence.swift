internal import Blister
internal import Foundation

/// Says in words what a network rejects a pocket for, and where.
struct PocketSentence {
    /// Share of the way from the pocket's middle to its edge up to which a place is in the middle.
    static let middleShare = 0.2

    let pocket: Pocket
    let index: Int
    let reason: RejectReason
    /// The probability of the class that gave the reason its name; nil where none did.
    let probability: Double?
    let opinion: PocketOpinion
    /// The product model's limit.
    let limit: Double?
    /// Where a measured check failed, which is finer than a map; nil where none says so.
    let place: Point?
    /// Whether the outline was measured to lack something there.
    let lacksEdge: Bool

    /// For example `pocket 7: broken, 0.993; edge missing lower left`.
    var text: String {
        var text = "pocket \(index): \(reason.rawValue)"
        if let probability {
            text += String(format: ", %.3f", probability)
        } else if reason == .undecided, let classes = opinion.classes {
            text += ", " + Self.doubts(classes)
        } else if let score = opinion.product?.score {
            text += ", distance " + Self.number(score)
            if let limit { text += " over " + Self.number(limit) }
        }
        if let finding { text += "; " + finding }
        return text
    }

    private static func doubts(_ classes: ClassOpinion) -> String {
        guard let worst = classes.worst, let good = classes.names.firstIndex(of: ClassOpinion.good)
        else { return "the classifier gave no answer" }
        return String(
            format: "good %.3f, %@ %.3f",
            Double(classes.probabilities[good]),
            worst.name,
            worst.probability
        )
    }

    private static func number(_ value: Double) -> String {
        value.isFinite ? String(format: "%.3g", value) : "unknown"
    }

    /// What is where, as far as a map tells.
    private var finding: String? {
        if reason == .missing { return "nothing in the pocket" }
        guard let place = place ?? opinion.product?.map?.middle else { return nil }
        let across = (place.x - pocket.centre.x) / max(1e-6, pocket.halfExtent.x)
        let along = (place.y - pocket.centre.y) / max(1e-6, pocket.halfExtent.y)
        let distance = (across * across + along * along).squareRoot()
        // A deep break reaches the middle from one side.
        let side = Self.side(across, along, lacksEdge ? .infinity : distance)
        return switch reason {
        case .broken:
            lacksEdge || distance > Self.middleShare
                ? "edge missing \(side)" : "crack or hole \(side)"
        case .dented: "dent \(side)"
        case .double: "something over or beside the product \(side)"
        case .foreign, .blackSpot, .hair: "foreign matter \(side)"
        case .fragments, .powder: "loose matter \(side)"
        default: "unlike the taught product \(side)"
        }
    }

    /// In words of the picture: up is towards the first row.
    private static func side(_ across: Double, _ along: Double, _ distance: Double) -> String {
        guard distance > middleShare else { return "in the middle" }
        // Eight directions of 45 degrees.
        let slant = 0.414
        var words: [String] = []
        if abs(along) > slant * abs(across) { words.append(along < 0 ? "upper" : "lower") }
        if abs(across) > slant * abs(along) { words.append(across < 0 ? "left" : "right") }
        if words == ["upper"] { return "at the top" }
        if words == ["lower"] { return "at the bottom" }
        return words.joined(separator: " ")
    }
}
