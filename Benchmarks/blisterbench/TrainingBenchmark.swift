import Engine
import Gradients
import Layers
import Linux
import Tensors
import Training

/// Time of a training step beside the engine's time for the same pictures and net.
struct TrainingBenchmark {
    let settings: RunSettings

    func run(_ ledger: Ledger) throws {
        for (name, net, batch, loss) in TrainedNets.all {
            let times = try Times(net, batch: batch, loss: loss, rounds: settings.isFull ? 60 : 15)
            ledger.add(
                Figure(
                    group: "training",
                    name: "step over forward, \(name)",
                    value: times.step / times.forward,
                    unit: "times",
                    target: .atMost(4),
                    note: "step \(Figure.plain(times.step)) ms, forward "
                        + "\(Figure.plain(times.forward)) ms, batch \(batch), 2 threads, "
                        + "\(net.layout.count) weights"
                )
            )
        }
        try countAllocations(ledger)
    }

    /// Everything of a step but the loss, whose memory is the objective's.
    private func countAllocations(_ ledger: Ledger) throws {
        let (_, net, _, _) = TrainedNets.all[0]
        let pool = try ThreadPool(threadCount: 2)
        let runner = NetRunner(net, batch: 8, trained: [net.outputs[0].name], pool: pool)
        let optimiser = Optimiser.adamW()
        let layout = net.layout
        var weights = net.initialParameters(seed: 1)
        var state = OptimiserState(optimiser, count: weights.count)
        var gradients = weights
        let pictures = [Float](repeating: 0.5, count: 8 * net.inputShape.count)
        let slopes = [Float](repeating: 0.01, count: 8 * net.shapes[net.outputs[0].value].count)
        func step() {
            runner.load(weights)
            runner.forward(pictures, isTraining: true)
            runner.setOutputGradient(0, slopes)
            runner.backward()
            runner.copyGradients(to: &gradients)
            optimiser.step(&weights, gradients, &state, rate: 1e-4, layout: layout)
        }
        for _ in 0..<3 { step() }
        let count = try NetworkAllocations.count { for _ in 0..<20 { step() } }
        ledger.add(
            Figure(
                group: "training",
                name: "allocations of a step",
                value: Double(count),
                unit: "allocations",
                target: .atMost(0),
                note: "over 20 steps, without the loss"
            )
        )
    }

    /// Medians in milliseconds, both measured in turn.
    private struct Times {
        let step: Double
        let forward: Double

        init(_ net: Net, batch: Int, loss: Objective.Loss, rounds: Int) throws {
            let pool = try ThreadPool(threadCount: 2)
            var weights = net.initialParameters(seed: 1)
            var random = SplitMix(seed: 3)
            let shape = net.inputShape
            let pictures = (0..<batch * shape.count).map { _ in Float(random.nextUnit()) }
            let plan = try Plan(NetModel.model(net, parameters: weights), batch: batch)
            let session = try Session(plan, pool: pool)
            let extents = [batch, shape.channels, shape.height, shape.width]
            try session.setInput(0, Tensor(pictures, shape: extents))

            let output = net.outputs[0]
            let objective = Objective(output.name, loss)
            let made = net.shapes[output.value]
            var wanted = TrainingBatch(height: shape.height, width: shape.width, count: batch)
            wanted.labels[output.name] = (0..<batch).map { $0 % made.channels }
            wanted.texts[output.name] = (0..<batch).map { image in
                (0..<12).map { 1 + (image + $0) % (made.channels - 1) }
            }
            let runner = NetRunner(net, batch: batch, trained: [output.name], pool: pool)
            let optimiser = Optimiser.adamW()
            var state = OptimiserState(optimiser, count: weights.count)
            var gradients = weights
            var values = [Float](repeating: 0, count: batch * made.count)
            var slopes = values
            var steps: [Double] = []
            var forwards: [Double] = []
            for _ in 0..<rounds {
                forwards.append(try Self.milliseconds { try session.run() })
                steps.append(
                    Self.milliseconds {
                        runner.load(weights)
                        runner.forward(pictures, isTraining: true)
                        runner.copyOutput(0, to: &values)
                        _ = objective.evaluate(
                            values,
                            shape: made,
                            batch: wanted,
                            gradient: &slopes
                        )
                        runner.setOutputGradient(0, slopes)
                        runner.backward()
                        runner.copyGradients(to: &gradients)
                        optimiser.step(
                            &weights,
                            gradients,
                            &state,
                            rate: 1e-3,
                            layout: net.layout
                        )
                    }
                )
            }
            step = steps.sorted()[rounds / 2]
            forward = forwards.sorted()[rounds / 2]
        }

        private static func milliseconds(_ body: () throws -> Void) rethrows -> Double {
            let start = MonotonicClock.nowNanoseconds
            try body()
            return Double(MonotonicClock.nowNanoseconds - start) / 1e6
        }
    }
}
