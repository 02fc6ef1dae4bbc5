/// Patches of good pictures that stand for all of them.
///
/// Thread-safe as a value.
struct PatchMemory: Sendable {
    /// Dimensions that distances are compared in while choosing.
    static let projectedCount = 32

    /// Standard deviation of every feature over all patches.
    let deviation: [Float]
    /// The patches chosen, one after the other, features divided by ``deviation``.
    let patches: [Float]
    /// How many.
    let count: Int

    /// Chooses `wanted` of the patches of `features`, patches of `channels` features one after the
    /// other, so that none lies far from all chosen (greedy k-centre, in a random projection).
    ///
    /// Source: O. Sener, S. Savarese, Active Learning for Convolutional Neural Networks (2018),
    /// algorithm 1. The same seed chooses the same patches.
    init(_ features: [Float], channels: Int, wanted: Int, seed: UInt64) {
        let total = features.count / channels
        var sums = [Double](repeating: 0, count: channels)
        var squares = sums
        for patch in 0..<total {
            for channel in 0..<channels {
                let value = Double(features[patch * channels + channel])
                sums[channel] += value
                squares[channel] += value * value
            }
        }
        let deviation = (0..<channels).map { channel -> Float in
            let mean = sums[channel] / Double(total)
            let variance = squares[channel] / Double(total) - mean * mean
            return Float(max(0, variance).squareRoot()) + 1e-3
        }
        let scaled = features.indices.map { features[$0] / deviation[$0 % channels] }
        let projected = Self.projected(scaled, channels: channels, seed: seed)
        let chosen = Self.centres(projected, total: total, wanted: min(wanted, total))
        self.deviation = deviation
        patches = chosen.flatMap { scaled[$0 * channels..<($0 + 1) * channels] }
        count = chosen.count
    }

    private static func projected(_ scaled: [Float], channels: Int, seed: UInt64) -> [Float] {
        var draw = seed
        // Sums of random signs keep distances as well as Gaussian numbers do (Achlioptas 2003).
        let signs = (0..<channels * projectedCount).map { _ -> Float in
            draw = draw &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return draw >> 63 == 0 ? 1 : -1
        }
        let total = scaled.count / channels
        var result = [Float](repeating: 0, count: total * projectedCount)
        for patch in 0..<total {
            let target = patch * projectedCount
            for channel in 0..<channels {
                let value = scaled[patch * channels + channel]
                for index in 0..<projectedCount {
                    result[target + index] += value * signs[channel * projectedCount + index]
                }
            }
        }
        return result
    }

    /// Indices of the centres: the first patch, then always the one farthest from all chosen.
    private static func centres(_ projected: [Float], total: Int, wanted: Int) -> [Int] {
        var nearest = [Float](repeating: .infinity, count: total)
        var chosen = [0]
        while chosen.count < wanted {
            let centre = chosen[chosen.count - 1] * projectedCount
            var farthest = (distance: Float(-1), patch: 0)
            for patch in 0..<total {
                var distance: Float = 0
                let start = patch * projectedCount
                for index in 0..<projectedCount {
                    let difference = projected[start + index] - projected[centre + index]
                    distance += difference * difference
                }
                nearest[patch] = min(nearest[patch], distance)
                if nearest[patch] > farthest.distance { farthest = (nearest[patch], patch) }
            }
            // Fewer different patches than wanted: the rest would be copies.
            guard farthest.distance > 0 else { break }
            chosen.append(farthest.patch)
        }
        return chosen
    }
}
