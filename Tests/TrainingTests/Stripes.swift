import Layers
import Training

/// Noisy pictures of stripes along one of three directions, made as they are asked for.
struct Stripes: BatchSource {
    static let side = 16
    static let classCount = 3
    var validationCount = 4
    /// Rows and columns of each second step, where they differ.
    var otherWidth: Int?

    func batch(step: Int, seed: UInt64, size: Int) -> TrainingBatch {
        let width = step % 2 == 1 ? otherWidth ?? Self.side : Self.side
        return Self.batch(SplitMix(seed: seed, number: UInt64(step)), size, width: width)
    }

    func validation(_ index: Int, size: Int) -> TrainingBatch? {
        guard index < validationCount else { return nil }
        return Self.batch(SplitMix(seed: 0x7e57, number: UInt64(index)), size, width: Self.side)
    }

    private static func batch(_ random: SplitMix, _ size: Int, width: Int) -> TrainingBatch {
        var random = random
        var batch = TrainingBatch(height: side, width: width, count: size)
        var labels: [Int] = []
        for _ in 0..<size {
            let label = random.nextIndex(classCount)
            let phase = random.nextUnit() * 8
            let contrast = 0.3 + random.nextUnit()
            labels.append(label)
            for y in 0..<side {
                for x in 0..<width {
                    let along = [Double(x), Double(y), Double(x + y)][label] + phase
                    let stripe = along.truncatingRemainder(dividingBy: 8) < 4 ? 1.0 : -1
                    let noise = 2 * random.nextUnit() - 1
                    batch.inputs.append(Float(stripe * contrast + noise))
                }
            }
        }
        batch.labels["class"] = labels
        return batch
    }

    static func net(dropout: Float = 0) -> Net {
        var net = Net(channels: 1, height: side, width: side)
        var value = net.convolution(net.input, to: 12, named: "stem")
        value = net.normalised(value, .relu, named: "stemNorm")
        let side = value
        value = net.normalised(net.depthwise(value, named: "wide"), .hardSwish, named: "wideNorm")
        value = net.normalised(net.convolution(value, to: 12, kernel: 1), nil)
        value = net.bent(net.add(.add, [value, side]), .relu)
        value = net.normalised(net.convolution(value, to: 24, stride: 2), .silu)
        value = net.add(.globalMean, [value])
        if dropout > 0 { value = net.add(.dropout(rate: dropout), [value]) }
        net.output(net.linear(value, to: classCount, named: "head"), named: "class")
        return net
    }

    static func settings(steps: Int, seed: UInt64 = 5) -> TrainingSettings {
        var settings = TrainingSettings(
            batch: 16,
            steps: steps,
            schedule: Schedule(peak: 5e-3, warmUpSteps: 5),
            seed: seed
        )
        settings.averageDecay = 0.95
        settings.validationInterval = 20
        settings.checkpointInterval = 7
        return settings
    }
}
