import Foundation
import Inspection
import PocketVision
import Simulation
import Teaching
import VisionModels

/// A product of the line twin, taught from good blisters, on the line that the targets name: two
/// lanes at 0.1 mm a pixel.
struct Product {
    static let lanes = 2
    static let taughtBlisters = 30
    /// Cycles of both lanes at 1,200 blisters a minute.
    static let cyclesPerMinute = 600.0

    let preset: TwinProduct
    let channels: Int
    /// Whether a product model and the classifier look at its pockets as well.
    var hasNetworks = false

    var name: String { "\(preset.name) \(kind)" }

    /// What tells its figures from those of the same product seen otherwise.
    var kind: String {
        (channels == 1 ? "mono" : "colour") + (hasNetworks ? " with networks" : "")
    }

    /// The line this product runs on.
    func scenario(seed: UInt64, cycles: Int) -> TwinScenario {
        var scenario = TwinScenario(
            seed: seed,
            product: preset,
            lanes: Self.lanes,
            cycles: cycles
        )
        scenario.channels = channels
        scenario.cyclesPerMinute = Self.cyclesPerMinute
        return scenario
    }

    /// Renders good blisters, teaches from them, writes the recipe and says where; once a run.
    func teach(_ settings: RunSettings) throws -> String {
        let name = "\(preset.name)-\(channels)" + (hasNetworks ? "-networks" : "")
        let path = settings.path("\(name).yaml")
        guard !FileManager.default.fileExists(atPath: path) else { return path }
        let folder = settings.path("good-\(name)")
        let good = scenario(seed: settings.seed, cycles: Self.taughtBlisters / Self.lanes)
        let web = try TwinWeb(good)
        try ReplaySetWriter(web: web, threads: 2).write(to: folder)
        var product = try ReplayTeaching(
            folder: folder,
            layout: good.layout,
            name: name,
            falseRejectTarget: 0.001,
            millimetresPerPixel: nil,
            networks: hasNetworks ? try Self.networks(settings) : nil
        ).teach().product
        try product.write(recipePath: path)
        try FileManager.default.removeItem(atPath: folder)
        return path
    }

    /// The shipped backbone, and the classifier where there is one.
    private static func networks(_ settings: RunSettings) throws -> NetworkTeaching {
        NetworkTeaching(
            backbonePath: try ShippedModel.path("backbone"),
            classifierPath: try ClassifierFile.path(folder: settings.modelsFolder)
        )
    }
}
