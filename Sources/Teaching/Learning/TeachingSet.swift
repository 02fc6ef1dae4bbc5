internal import Blister
internal import Imaging
internal import Inspection

/// Registered good blisters, and their light-corrected features.
struct TeachingSet: Sendable {
    /// Fewest good blisters that teach a product.
    static let blistersMin = 20
    /// Most blisters that are used; more are thinned evenly.
    static let blistersMax = 160

    let grid: WorkGrid
    let channels: Int
    let light: LightReference
    let maps: [FeatureMaps]

    /// Corrects all of `images` (same size, same channels, not empty) to their common light.
    init(images: [Image], grid: WorkGrid) {
        self.grid = grid
        channels = images[0].channels
        var light = Self.reference(images, grid: grid, lights: nil)
        let lights = Self.lights(images, grid: grid, reference: light)
        light = Self.reference(images, grid: grid, lights: lights)
        self.light = light
        let reference = light
        maps = ParallelMap.map(count: images.count) { index in
            let sums = BlockSums(images[index], factor: grid.factor)
            return FeatureMaps(sums, light: reference.light(on: sums))
        }
    }

    private static func lights(
        _ images: [Image],
        grid: WorkGrid,
        reference: LightReference
    ) -> [LightField] {
        ParallelMap.map(count: images.count) { index in
            reference.light(on: BlockSums(images[index], factor: grid.factor))
        }
    }

    /// Mean brightness per place, each blister corrected by its light where known.
    private static func reference(
        _ images: [Image],
        grid: WorkGrid,
        lights: [LightField]?
    ) -> LightReference {
        let channels = images[0].channels
        let scale = 1 / Float(grid.factor * grid.factor * images.count)
        var mean = [[Float]](
            repeating: Array(repeating: 0, count: grid.width * grid.height),
            count: channels
        )
        for (index, image) in images.enumerated() {
            let sums = BlockSums(image, factor: grid.factor)
            for channel in 0..<channels {
                let gain = scale / (lights?[index].channels[channel].middle ?? 1)
                for place in mean[channel].indices {
                    mean[channel][place] += Float(sums.channels[channel][place]) * gain
                }
            }
        }
        let foil = LightReference(mean: mean, places: grid.foil, width: grid.width)
        guard foil.tellingCells < LightReference.cellsMin else { return foil }
        // Foil too dark, too bright or too small to tell the light: products and pockets help.
        let everywhere = [UInt8](repeating: 1, count: grid.foil.count)
        return LightReference(mean: mean, places: everywhere, width: grid.width)
    }
}
