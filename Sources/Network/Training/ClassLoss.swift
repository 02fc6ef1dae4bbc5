internal import Foundation
internal import Layers

/// Cross-entropy of a softmax over channels, smoothed, weighted or focal.
struct ClassLoss {
    let smoothing: Float
    let gamma: Float
    let classWeights: [Float]

    func evaluate(
        _ values: [Float],
        _ shape: PictureShape,
        _ labels: [Int],
        _ images: Int,
        _ gradient: inout [Float]
    ) -> LossValue {
        let pixels = shape.pixels
        precondition(labels.count >= images * pixels, "labels are missing")
        precondition(classWeights.isEmpty || classWeights.count == shape.channels)
        var result = LossValue()
        var whole = 0.0
        for place in 0..<images * pixels where labels[place] >= 0 {
            whole += Double(weight(labels[place]))
            result.count += 1
        }
        guard whole > 0 else { return result }
        var shares = [Double](repeating: 0, count: shape.channels)
        for image in 0..<images {
            for pixel in 0..<pixels where labels[image * pixels + pixel] >= 0 {
                let label = labels[image * pixels + pixel]
                precondition(label < shape.channels, "class \(label) has no channel")
                let first = image * shape.count + pixel
                let best = softmax(values, first, stride: pixels, &shares)
                if best == label { result.rightCount += 1 }
                let share = Double(weight(label)) / whole
                result.loss += share * loss(label, shares)
                for channel in shares.indices {
                    let slope = share * slope(channel, label, shares)
                    gradient[first + channel * pixels] = Float(slope)
                }
            }
        }
        return result
    }

    private func weight(_ label: Int) -> Float { classWeights.isEmpty ? 1 : classWeights[label] }

    /// Writes logarithms of the shares; the channel with the largest.
    private func softmax(
        _ values: [Float],
        _ first: Int,
        stride: Int,
        _ shares: inout [Double]
    ) -> Int {
        var best = 0
        for channel in shares.indices {
            shares[channel] = Double(values[first + channel * stride])
            if shares[channel] > shares[best] { best = channel }
        }
        let largest = shares[best]
        var sum = 0.0
        for channel in shares.indices { sum += exp(shares[channel] - largest) }
        let shift = largest + log(sum)
        for channel in shares.indices { shares[channel] -= shift }
        return best
    }

    private func loss(_ label: Int, _ logs: [Double]) -> Double {
        if gamma > 0 { return -pow(1 - exp(logs[label]), Double(gamma)) * logs[label] }
        let smooth = Double(smoothing)
        let others = logs.reduce(0, +) / Double(logs.count)
        return -(1 - smooth) * logs[label] - smooth * others
    }

    /// By the logit of `channel`.
    private func slope(_ channel: Int, _ label: Int, _ logs: [Double]) -> Double {
        let share = exp(logs[channel])
        let isWanted: Double = channel == label ? 1 : 0
        guard gamma > 0 else {
            let wanted =
                (1 - Double(smoothing)) * isWanted + Double(smoothing) / Double(logs.count)
            return share - wanted
        }
        // With p the wanted share: d/dp of -(1-p)^g ln p, times p(δ - share).
        let wanted = exp(logs[label])
        let rest = max(1 - wanted, 1e-12)
        let power = Double(gamma)
        let outer = power * pow(rest, power - 1) * wanted * logs[label] - pow(rest, power)
        return outer * (isWanted - share)
    }
}
