import Graphs
import Tensors

/// Chooses boxes by their scores, without those that overlap a better one of their class.
enum NonMaxSuppression: Operator {
    static let name = "NonMaxSuppression"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 2...5)
        _ = try given.required(0, [.float32])
        _ = try given.required(1, [.float32])
        _ = try given.optional(2, [.int64])
        for index in 3...4 { _ = try given.optional(index, [.float32]) }
        _ = try node.int("center_point_box")
        for index in 2...4 {
            guard try given.optionalTensor(index)?.count ?? 1 == 1 else {
                throw node.error(.inputs("input \(index) must be one number"))
            }
        }
        let boxes = try given.shape(0, ranks: 3...3)
        let scores = try given.shape(1, ranks: 3...3)
        if let boxes, let scores {
            guard boxes[0].mayBe(scores[0]), boxes[1].mayBe(scores[2]), boxes[2].mayBe(.known(4))
            else {
                throw node.error(.inputs("boxes of shape \(boxes), scores of shape \(scores)"))
            }
        }
        return [try given.output(.int64, [.unknown, .known(3)])]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 2...5)
        _ = try infer(node, InputFacts.facts(inputs))
        let (boxes, scores) = (try given.tensor(0), try given.tensor(1))
        let most = try given.optionalTensor(2)?.integers?.first ?? 0
        let overlapMax = try given.optionalTensor(3).map(Reals.of)?.first ?? 0
        let scoreMin = try given.optionalTensor(4).map(Reals.of)?.first
        let isCentred = try node.int("center_point_box") ?? 0 != 0
        let count = boxes.shape[1]
        let corners = Reals.of(boxes)
        let places = (0..<boxes.shape[0] * count).map {
            Box(corners[$0 * 4..<$0 * 4 + 4], isCentred: isCentred)
        }
        let values = Reals.of(scores)
        let classes = scores.shape[1]
        var chosen: [Int64] = []
        for row in 0..<scores.shape[0] * classes {
            let (item, label) = row.quotientAndRemainder(dividingBy: classes)
            let own = values[row * count..<(row + 1) * count].enumerated()
            let candidates = own.filter { scoreMin ?? -.infinity < $0.element }.sorted {
                $0.element == $1.element ? $0.offset < $1.offset : $0.element > $1.element
            }
            var kept: [Int] = []
            for box in candidates.map(\.offset) where kept.count < most {
                let place = places[item * count + box]
                guard kept.allSatisfy({ places[item * count + $0].overlap(place) <= overlapMax })
                else { continue }
                kept.append(box)
            }
            chosen += kept.flatMap { [Int64(item), Int64(label), Int64($0)] }
        }
        return [Tensor(chosen, shape: [chosen.count / 3, 3])]
    }
}

/// A box along the axes.
private struct Box {
    private let low: (Double, Double)
    private let high: (Double, Double)

    /// Takes two opposite corners, or the centre with the extents; x comes first for a centre only.
    init(_ numbers: ArraySlice<Double>, isCentred: Bool) {
        let values = Array(numbers)
        if isCentred {
            low = (values[0] - values[2] / 2, values[1] - values[3] / 2)
            high = (values[0] + values[2] / 2, values[1] + values[3] / 2)
        } else {
            low = (min(values[0], values[2]), min(values[1], values[3]))
            high = (max(values[0], values[2]), max(values[1], values[3]))
        }
    }

    private var area: Double { (high.0 - low.0) * (high.1 - low.1) }

    /// Common area over joint area; 0 for boxes without area.
    func overlap(_ other: Box) -> Double {
        let height = min(high.0, other.high.0) - max(low.0, other.low.0)
        let width = min(high.1, other.high.1) - max(low.1, other.low.1)
        guard height > 0, width > 0 else { return 0 }
        let common = height * width
        return common / (area + other.area - common)
    }
}
