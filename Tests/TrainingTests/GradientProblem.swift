import Engine
import Gradients
import KernelShapes
import Kernels
import Layers
import Testing

/// A net with random weights and pictures, whose loss is its output times random numbers.
struct GradientProblem {
    let net: Net
    let batch: Int
    let seed: UInt64
    let parameters: [Float]
    let inputs: [Float]
    /// The gradient of the output.
    let slopes: [Float]

    init(_ net: Net, batch: Int = 3, seed: UInt64 = 11) {
        self.net = net
        self.batch = batch
        self.seed = seed
        var random = SplitMix(seed: seed)
        func numbers(_ count: Int) -> [Float] {
            (0..<count).map { _ in Float(2 * random.nextUnit() - 1) }
        }
        var parameters = net.initialParameters(seed: seed)
        for entry in net.layout.entries {
            for place in entry.range {
                switch entry.role {
                case .weight: break
                case .scale, .variance: parameters[place] = Float(0.5 + random.nextUnit())
                case .bias, .shift, .mean: parameters[place] = Float(random.nextUnit() - 0.5)
                }
            }
        }
        self.parameters = parameters
        inputs = numbers(batch * net.inputShape.count)
        slopes = numbers(batch * net.shapes[net.outputs[0].value].count)
    }

    func runner(
        threads: Int = 2,
        frozen: Set<String> = [],
        level: ProcessorLevel = .detected
    ) throws -> NetRunner {
        let runner = NetRunner(
            net,
            batch: batch,
            frozen: frozen,
            trained: [net.outputs[0].name],
            pool: try ThreadPool(threadCount: threads),
            level: level
        )
        runner.load(parameters)
        return runner
    }

    func output(_ runner: NetRunner, isTraining: Bool) -> [Float] {
        runner.forward(inputs, isTraining: isTraining)
        var values = [Float](repeating: .nan, count: slopes.count)
        runner.copyOutput(0, to: &values)
        return values
    }

    func gradients(_ runner: NetRunner) -> [Float] {
        runner.forward(inputs, isTraining: true)
        runner.setOutputGradient(0, slopes)
        runner.backward()
        var values = [Float](repeating: .nan, count: parameters.count)
        runner.copyGradients(to: &values)
        return values
    }

    func twin(_ parameters: [Double], isTraining: Bool) -> NetTwin {
        NetTwin(
            net,
            parameters: parameters,
            inputs: inputs.map(Double.init),
            batch: batch,
            isTraining: isTraining
        )
    }

    /// Compares output and gradients with the twin and its finite differences, on every processor
    /// level: for every group of weights along a random direction and at `samples` places.
    func check(samples: Int = 2, location: SourceLocation = #_sourceLocation) throws {
        let doubles = parameters.map(Double.init)
        var twins = [twin(doubles, isTraining: false), twin(doubles, isTraining: true)]
        let values = twins.map { $0.output(0) }
        var random = SplitMix(seed: seed, number: 5)
        var wanted: [(name: String, direction: [Int: Double], slope: Double)] = []
        for entry in net.layout.entries where !entry.role.isStatistic {
            var directions = [
                [Int: Double](
                    uniqueKeysWithValues: entry.range.map {
                        ($0, random.nextUnit() < 0.5 ? -1 : 1)
                    }
                )
            ]
            for _ in 0..<samples {
                directions.append([entry.range.randomElement(using: &random)!: 1])
            }
            for direction in directions {
                let slope = slope(&twins[1], doubles, direction, from: entry.layer)
                wanted.append((entry.name, direction, slope))
            }
        }
        for level in ProcessorLevel.allCases where level <= .detected {
            let runner = try runner(level: level)
            for (isTraining, values) in zip([false, true], values) {
                let found = output(runner, isTraining: isTraining)
                let size = values.map(abs).max() ?? 0
                let isNear = zip(found, values)
                    .allSatisfy { abs(Double($0) - $1) <= 2e-5 * max(size, 1e-3) }
                #expect(isNear, "\(level), training \(isTraining)", sourceLocation: location)
            }
            let found = gradients(runner)
            let largest = found.map { abs(Double($0)) }.max() ?? 0
            for (name, direction, slope) in wanted {
                var sum = 0.0
                var squares = 0.0
                for (place, step) in direction {
                    sum += step * Double(found[place])
                    squares += Double(found[place]) * Double(found[place])
                }
                #expect(
                    abs(sum - slope) <= 1e-4 * (squares.squareRoot() + largest),
                    "\(level): \(name), \(direction.count) places: \(sum), not \(slope)",
                    sourceLocation: location
                )
            }
        }
    }

    /// Central differences of two steps, extrapolated.
    private func slope(
        _ twin: inout NetTwin,
        _ parameters: [Double],
        _ direction: [Int: Double],
        from layer: Int
    ) -> Double {
        func loss(_ step: Double) -> Double {
            var changed = parameters
            for (place, factor) in direction { changed[place] += factor * step }
            twin.run(from: layer, changed)
            return zip(twin.output(0), slopes).reduce(0) { $0 + $1.0 * Double($1.1) }
        }
        func difference(_ step: Double) -> Double { (loss(step) - loss(-step)) / (2 * step) }
        let step = 1e-5 / Double(direction.count).squareRoot()
        defer { twin.run(from: layer, parameters) }
        return (4 * difference(step / 2) - difference(step)) / 3
    }
}
