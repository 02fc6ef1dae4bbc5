import Foundation
import Layers
import Testing
import Training

/// Losses against finite differences and against sums over everything.
struct LossTests {
    static let seed: UInt64 = 29

    private func numbers(_ count: Int, seed: UInt64 = seed) -> [Float] {
        var random = SplitMix(seed: seed)
        return (0..<count).map { _ in Float(4 * random.nextUnit() - 2) }
    }

    /// Every slope against differences of the loss.
    private func check(
        _ objective: Objective,
        _ shape: PictureShape,
        _ batch: TrainingBatch,
        values: [Float]? = nil,
        location: SourceLocation = #_sourceLocation
    ) {
        var values = values ?? numbers(batch.count * shape.count)
        var gradient = [Float](repeating: .nan, count: values.count)
        var ignored = gradient
        _ = objective.evaluate(values, shape: shape, batch: batch, gradient: &gradient)
        for place in values.indices {
            let value = values[place]
            func loss(_ step: Float) -> (Double, Double) {
                values[place] = value + step
                let loss = objective.evaluate(
                    values,
                    shape: shape,
                    batch: batch,
                    gradient: &ignored
                )
                return (Double(values[place]), loss.loss)
            }
            let (high, above) = loss(0x1p-9)
            let (low, below) = loss(-0x1p-9)
            values[place] = value
            let slope = (above - below) / (high - low)
            #expect(
                abs(Double(gradient[place]) - slope) < 3e-5 + 1e-4 * abs(slope),
                "\(place): \(gradient[place]), not \(slope)",
                sourceLocation: location
            )
        }
    }

    private func batch(_ labels: [Int], count: Int) -> TrainingBatch {
        var batch = TrainingBatch(height: 1, width: 1, count: count)
        batch.labels["out"] = labels
        return batch
    }

    @Test func `cross-entropy with smoothing and weights`() {
        let shape = PictureShape(channels: 4, height: 1, width: 1)
        let batch = batch([2, 0, 3, -1, 1], count: 5)
        check(Objective("out", .crossEntropy()), shape, batch)
        check(Objective("out", .crossEntropy(smoothing: 0.1)), shape, batch)
        let weights: [Float] = [1, 0.5, 3, 0]
        check(
            Objective("out", .crossEntropy(smoothing: 0.2, classWeights: weights), weight: 0.7),
            shape,
            batch
        )
    }

    @Test func `cross-entropy by hand`() {
        let shape = PictureShape(channels: 2, height: 1, width: 1)
        var gradient = [Float](repeating: 0, count: 4)
        let value = Objective("out", .crossEntropy()).evaluate(
            [0, 1.0986123, 0, 0],
            shape: shape,
            batch: batch([1, 0], count: 2),
            gradient: &gradient
        )
        #expect(abs(value.loss - 0.49041462650586315) < 1e-6)
        #expect(value.rightCount == 2 && value.count == 2)
        let wanted: [Float] = [0.125, -0.125, -0.25, 0.25]
        #expect(zip(gradient, wanted).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    @Test func `cross-entropy of every pixel`() {
        let shape = PictureShape(channels: 3, height: 2, width: 2)
        check(
            Objective("out", .crossEntropy(smoothing: 0.05)),
            shape,
            batch([0, 1, 2, -1, 2, 2, 1, 0], count: 2)
        )
    }

    @Test func `what only fills the batch does not count`() {
        let shape = PictureShape(channels: 3, height: 1, width: 1)
        let values = numbers(9)
        var whole = [Float](repeating: 0, count: 9)
        var part = [Float](repeating: 0, count: 6)
        let objective = Objective("out", .crossEntropy())
        let first = objective.evaluate(
            values,
            shape: shape,
            batch: batch([0, 1, 2], count: 2),
            gradient: &whole
        )
        let second = objective.evaluate(
            Array(values[..<6]),
            shape: shape,
            batch: batch([0, 1], count: 2),
            gradient: &part
        )
        #expect(first == second)
        #expect(whole == part + [0, 0, 0])
    }

    @Test(arguments: [0.5, 1, 2, 3.5])
    func `focal loss`(gamma: Float) {
        let shape = PictureShape(channels: 4, height: 1, width: 1)
        let batch = batch([2, 0, 3, 1], count: 4)
        check(Objective("out", .focal(gamma: gamma)), shape, batch)
        check(Objective("out", .focal(gamma: gamma, classWeights: [1, 2, 3, 4])), shape, batch)
    }

    @Test func `distance to given values`() {
        let shape = PictureShape(channels: 2, height: 2, width: 3)
        var batch = TrainingBatch(height: 2, width: 3, count: 2)
        batch.values["out"] = numbers(24, seed: 3)
        check(Objective("out", .meanSquares), shape, batch)
    }

    @Test func `contrastive loss`() {
        let shape = PictureShape(channels: 5, height: 1, width: 1)
        let batch = batch([0, 1, 0, 2, 1, 0, -1], count: 7)
        check(Objective("out", .contrastive(temperature: 0.5)), shape, batch)
    }

    @Test func `contrastive loss falls when likes come together`() {
        let shape = PictureShape(channels: 2, height: 1, width: 1)
        let objective = Objective("out", .contrastive(temperature: 0.1))
        var gradient = [Float](repeating: 0, count: 8)
        func value(_ values: [Float]) -> LossValue {
            objective.evaluate(
                values,
                shape: shape,
                batch: batch([0, 0, 1, 1], count: 4),
                gradient: &gradient
            )
        }
        let apart = value([1, 0, 0, 1, 1, 0, 0, 1])
        let together = value([1, 0, 1, 0, 0, 1, 0, 1])
        #expect(together.loss < 1e-3 && apart.loss > 1)
        #expect(together.rightCount == 4 && apart.rightCount == 0)
    }

    /// Sums the probabilities of every way to write `text` in `columns`.
    private func bruteForce(_ logits: [Float], _ shape: PictureShape, _ text: [Int]) -> Double {
        let columns = shape.width
        let shares = (0..<columns).map { column in
            let powers = (0..<shape.channels).map { exp(Double(logits[$0 * columns + column])) }
            return powers.map { $0 / powers.reduce(0, +) }
        }
        var sum = 0.0
        var ways = 1
        for _ in 0..<columns { ways *= shape.channels }
        for way in 0..<ways {
            var left = way
            var share = 1.0
            var written: [Int] = []
            var last = 0
            for column in 0..<columns {
                let symbol = left % shape.channels
                left /= shape.channels
                share *= shares[column][symbol]
                if symbol != 0, symbol != last { written.append(symbol) }
                last = symbol
            }
            if written == text { sum += share }
        }
        return -log(sum)
    }

    @Test(arguments: [[], [1], [2, 1], [1, 1], [2, 2, 1], [1, 2, 1], [2, 2, 2]])
    func `CTC is the sum over all alignments`(text: [Int]) {
        let shape = PictureShape(channels: 3, height: 1, width: 5)
        let values = numbers(15, seed: 91)
        var batch = TrainingBatch(height: 1, width: 5, count: 1)
        batch.texts["out"] = [text]
        var gradient = values
        let value = Objective("out", .ctc).evaluate(
            values,
            shape: shape,
            batch: batch,
            gradient: &gradient
        )
        #expect(abs(value.loss - bruteForce(values, shape, text)) < 1e-6)
        check(Objective("out", .ctc), shape, batch, values: values)
    }

    @Test func `CTC of long sequences neither vanishes nor takes texts that do not fit`() {
        let shape = PictureShape(channels: 45, height: 1, width: 400)
        var batch = TrainingBatch(height: 1, width: 400, count: 2)
        batch.texts["out"] = [(0..<60).map { 1 + $0 % 44 }, [Int](repeating: 7, count: 201)]
        let values = numbers(2 * shape.count).map { $0 * 8 }
        var gradient = values
        let value = Objective("out", .ctc).evaluate(
            values,
            shape: shape,
            batch: batch,
            gradient: &gradient
        )
        #expect(value.loss.isFinite && value.loss > 100)
        #expect(gradient[..<shape.count].allSatisfy { $0.isFinite })
        // The share of every column is given away whole.
        for column in 0..<400 {
            let sum = (0..<45).reduce(Float(0)) { $0 + gradient[$1 * 400 + column] }
            #expect(abs(sum) < 1e-4)
        }
        #expect(gradient[shape.count...].allSatisfy { $0 == 0 })
    }

    @Test func `reading takes the likeliest symbols, once each`() {
        let shape = PictureShape(channels: 3, height: 1, width: 7)
        let path = [1, 1, 0, 1, 2, 2, 0]
        var values = [Float](repeating: 0, count: 21)
        for (column, symbol) in path.enumerated() { values[symbol * 7 + column] = 1 }
        #expect(SequenceLoss.text(of: values[...], shape: shape) == [1, 1, 2])
    }
}
