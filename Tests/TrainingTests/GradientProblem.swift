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

    private func loss(_ parameters: [Double]) -> Double {
        zip(twin(parameters, isTraining: true).output(0), slopes)
            .reduce(0) { $0 + $1.0 * Double($1.1) }
    }

    /// Compares output and gradients with the twin and its finite differences, at up to `samples`
    /// places of every group of weights, on every processor level.
    func check(samples: Int = 12, location: SourceLocation = #_sourceLocation) throws {
        let doubles = parameters.map(Double.init)
        let layout = net.layout
        var random = SplitMix(seed: seed, number: 5)
        var wanted: [(name: String, place: Int, slope: Double)] = []
        for entry in layout.entries where !entry.role.isStatistic {
            for _ in 0..<min(samples, entry.count) {
                let place = entry.offset + random.nextIndex(entry.count)
                wanted.append((entry.name, place, slope(doubles, place)))
            }
        }
        let largest = wanted.map { abs($0.slope) }.max() ?? 0
        for level in ProcessorLevel.allCases where level <= .detected {
            let runner = try runner(level: level)
            for isTraining in [false, true] {
                let found = output(runner, isTraining: isTraining)
                let values = twin(doubles, isTraining: isTraining).output(0)
                let size = values.map(abs).max() ?? 0
                let isNear = zip(found, values)
                    .allSatisfy { abs(Double($0) - $1) <= 2e-5 * max(size, 1e-3) }
                #expect(isNear, "\(level), training \(isTraining)", sourceLocation: location)
            }
            let found = gradients(runner)
            for (name, place, slope) in wanted {
                let far = abs(Double(found[place]) - slope)
                #expect(
                    far <= 1e-4 * abs(slope) + 1e-4 * largest,
                    "\(level): \(name)[\(place)] is \(found[place]), not \(slope)",
                    sourceLocation: location
                )
            }
        }
    }

    /// Central differences of two steps, extrapolated.
    private func slope(_ parameters: [Double], _ place: Int) -> Double {
        func difference(_ step: Double) -> Double {
            var changed = parameters
            changed[place] = parameters[place] + step
            let above = loss(changed)
            changed[place] = parameters[place] - step
            return (above - loss(changed)) / (2 * step)
        }
        return (4 * difference(5e-6) - difference(1e-5)) / 3
    }
}
