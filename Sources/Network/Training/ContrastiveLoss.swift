internal import Foundation
internal import Layers

/// Supervised contrastive loss of vectors of length 1 (`L_out` of its paper).
///
/// Right is a picture whose nearest other is of its own class.
struct ContrastiveLoss {
    let temperature: Float

    func evaluate(
        _ values: [Float],
        _ shape: PictureShape,
        _ labels: [Int],
        _ images: Int,
        _ gradient: inout [Float]
    ) -> LossValue {
        precondition(shape.pixels == 1 && labels.count >= images, "one vector and label a picture")
        let anchors = (0..<images).filter { labels[$0] >= 0 }
        let similar = similarities(values, shape.channels, anchors)
        let heat = Double(temperature)
        var result = LossValue()
        var slopes = [Double](repeating: 0, count: anchors.count * anchors.count)
        for (row, anchor) in anchors.enumerated() {
            let others = anchors.indices.filter { $0 != row }
            let friends = others.filter { labels[anchors[$0]] == labels[anchor] }
            guard !friends.isEmpty else { continue }
            func value(_ other: Int) -> Double { similar[row * anchors.count + other] / heat }
            let largest = others.map(value).max() ?? 0
            let sum = others.reduce(0) { $0 + exp(value($1) - largest) }
            let shift = largest + log(sum)
            result.count += 1
            if let nearest = others.max(by: { value($0) < value($1) }), friends.contains(nearest) {
                result.rightCount += 1
            }
            for friend in friends {
                result.loss -= (value(friend) - shift) / Double(friends.count)
                slopes[row * anchors.count + friend] -= 1 / Double(friends.count)
            }
            for other in others {
                slopes[row * anchors.count + other] += exp(value(other) - shift)
            }
        }
        guard result.count > 0 else { return result }
        let share = 1 / (Double(result.count) * heat)
        for (row, anchor) in anchors.enumerated() {
            for (column, other) in anchors.enumerated() {
                let slope = slopes[row * anchors.count + column] * share
                guard slope != 0 else { continue }
                for channel in 0..<shape.channels {
                    let (one, two) = (anchor * shape.channels, other * shape.channels)
                    gradient[one + channel] += Float(slope) * values[two + channel]
                    gradient[two + channel] += Float(slope) * values[one + channel]
                }
            }
        }
        result.loss /= Double(result.count)
        return result
    }

    private func similarities(_ values: [Float], _ channels: Int, _ anchors: [Int]) -> [Double] {
        var result = [Double](repeating: 0, count: anchors.count * anchors.count)
        for (row, anchor) in anchors.enumerated() {
            for (column, other) in anchors.enumerated() where column > row {
                var sum = 0.0
                for channel in 0..<channels {
                    sum +=
                        Double(values[anchor * channels + channel])
                        * Double(values[other * channels + channel])
                }
                result[row * anchors.count + column] = sum
                result[column * anchors.count + row] = sum
            }
        }
        return result
    }
}
