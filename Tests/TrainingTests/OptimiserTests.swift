import Foundation
import Layers
import Testing
import Training

/// Steps computed by hand, in double precision.
struct OptimiserTests {
    /// 37 weights, a bias and BatchNorm's four vectors.
    private static let net: Net = {
        var net = Net(channels: 37, height: 1, width: 1)
        let value = net.linear(net.input, to: 1, named: "linear")
        net.output(net.normalised(value, nil, named: "norm"), named: "out")
        return net
    }()

    private func numbers(_ seed: UInt64, _ count: Int) -> [Float] {
        var random = SplitMix(seed: seed)
        return (0..<count).map { _ in Float(2 * random.nextUnit() - 1) }
    }

    /// Whether decay pulls at the place, and whether anything does.
    private func kind(_ place: Int, _ layout: ParameterLayout) -> (decays: Bool, moves: Bool) {
        let entry = layout.entries.first { $0.range.contains(place) }
        return (entry?.role == .weight, entry?.role.isStatistic == false)
    }

    @Test func `AdamW`() {
        let layout = Self.net.layout
        let optimiser = Optimiser.adamW(beta1: 0.8, beta2: 0.95, epsilon: 1e-6, decay: 0.1)
        var weights = numbers(1, layout.count)
        var wanted = weights.map(Double.init)
        var state = OptimiserState(optimiser, count: layout.count)
        var first = [Double](repeating: 0, count: layout.count)
        var second = first
        for step in 1...4 {
            let gradients = numbers(UInt64(step) + 7, layout.count)
            optimiser.step(
                &weights,
                gradients,
                &state,
                rate: 0.03,
                scale: 0.5,
                layout: layout
            )
            for place in wanted.indices {
                let (decays, moves) = kind(place, layout)
                guard moves else { continue }
                let gradient = Double(gradients[place]) * 0.5
                first[place] = 0.8 * first[place] + 0.2 * gradient
                second[place] = 0.95 * second[place] + 0.05 * gradient * gradient
                let mean = first[place] / (1 - pow(0.8, Double(step)))
                let square = second[place] / (1 - pow(0.95, Double(step)))
                if decays { wanted[place] *= 1 - 0.03 * 0.1 }
                wanted[place] -= 0.03 * mean / (square.squareRoot() + 1e-6)
            }
        }
        for place in wanted.indices { #expect(abs(Double(weights[place]) - wanted[place]) < 2e-6) }
    }

    @Test(arguments: [false, true])
    func `momentum`(isNesterov: Bool) {
        let layout = Self.net.layout
        let optimiser = Optimiser.momentum(0.9, isNesterov: isNesterov, decay: 0.05)
        var weights = numbers(2, layout.count)
        var wanted = weights.map(Double.init)
        var state = OptimiserState(optimiser, count: layout.count)
        var velocity = [Double](repeating: 0, count: layout.count)
        for step in 1...4 {
            let gradients = numbers(UInt64(step) + 70, layout.count)
            optimiser.step(&weights, gradients, &state, rate: 0.1, layout: layout)
            for place in wanted.indices {
                let (decays, moves) = kind(place, layout)
                guard moves else { continue }
                let gradient = Double(gradients[place]) + (decays ? 0.05 * wanted[place] : 0)
                velocity[place] = 0.9 * velocity[place] + gradient
                let move = isNesterov ? gradient + 0.9 * velocity[place] : velocity[place]
                wanted[place] -= 0.1 * move
            }
        }
        for place in wanted.indices { #expect(abs(Double(weights[place]) - wanted[place]) < 2e-6) }
    }

    @Test func `frozen layers stay`() {
        let layout = Self.net.layout
        let optimiser = Optimiser.adamW(decay: 0.5)
        let before = numbers(3, layout.count)
        var weights = before
        var state = OptimiserState(optimiser, count: layout.count)
        optimiser.step(
            &weights,
            numbers(4, layout.count),
            &state,
            rate: 0.1,
            layout: layout,
            frozen: [0]
        )
        for entry in layout.entries {
            let isStill = entry.layer == 0 || entry.role.isStatistic
            for place in entry.range { #expect((weights[place] == before[place]) == isStill) }
        }
    }

    @Test func `rates go up a line and down half a cosine`() {
        let schedule = Schedule(peak: 2, warmUpSteps: 4, finalShare: 0.1)
        let rates = (0..<13).map { schedule.rate(step: $0, of: 13) }
        #expect(rates[..<4] == [0.5, 1, 1.5, 2])
        #expect(rates[4] == 2)
        #expect(abs(rates[8] - (0.2 + 1.8 / 2)) < 1e-6)
        #expect(abs(rates[12] - 0.2) < 1e-6)
        #expect(rates[4...] == rates[4...].sorted(by: >)[...])
    }
}
