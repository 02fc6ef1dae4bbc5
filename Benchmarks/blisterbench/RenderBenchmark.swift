import Blister
import CMeters
import Simulation

/// How fast the twin renders on one core, counted in CPU time of the rendering thread.
struct RenderBenchmark {
    let settings: RunSettings

    func run(_ ledger: Ledger) throws {
        for (name, channels) in [("mono", 1), ("colour", 3)] {
            for preset in [TwinProduct.presets[0], TwinProduct.presets[6]] {
                let figure = try pocketsPerSecond(Product(preset: preset, channels: channels))
                ledger.add(
                    Figure(
                        group: "render",
                        name: "\(name), \(preset.name), one core",
                        value: figure,
                        unit: "pockets/s",
                        target: .atLeast(100)
                    )
                )
            }
        }
    }

    private func pocketsPerSecond(_ product: Product) throws -> Double {
        let cycles = settings.isFull ? 40 : 10
        var scenario = product.scenario(seed: settings.seed, cycles: cycles)
        scenario.defectRate = 0.05
        let web = try TwinWeb(scenario)
        let renderer = TwinRenderer(web)
        let start = meters_thread_cpu_nanoseconds()
        for cycle in 0..<cycles {
            _ = renderer.render(rows: web.triggerRow(cycle)..<web.triggerRow(cycle + 1))
        }
        let seconds = Double(meters_thread_cpu_nanoseconds() - start) / 1e9
        return Double(cycles * scenario.layout.lanes * scenario.layout.pockets.count) / seconds
    }
}
