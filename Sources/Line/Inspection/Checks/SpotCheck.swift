internal import Imaging

/// Largest connected patch of the product's face that is off the taught brightness or colour, in
/// square millimetres; an even shift of the whole face does not count.
struct SpotCheck: PocketCheck {
    let name = PocketCheckName.spot

    func read(_ scene: PocketScene) -> Reading {
        let (mask, _) = Self.oddPlaces(scene)
        let regions = mask.labelled().regions
        guard let largest = regions.max(by: { $0.count < $1.count }) else { return Reading(0) }
        let x = largest.sumX / largest.count
        let y = largest.sumY / largest.count
        return Reading(
            Double(largest.count) * scene.millimetres * scene.millimetres,
            at: scene.framePoint(y * scene.frame.width + x)
        )
    }

    /// Odd places of the face, and whether they are dark on the whole.
    static func oddPlaces(_ scene: PocketScene) -> (mask: RegionMask, isDark: Bool) {
        let outline = scene.product.outline
        var cells = [UInt8](repeating: 0, count: outline.count)
        var darkness: Float = 0
        for plane in 0..<scene.channels {
            let residual = scene.residual[plane]
            let offset = Self.middle(residual, outline, scene.isClear)
            for place in outline.indices where outline[place] < -ProductClass.coreDepthMillimetres {
                // Near saturation an even shift does not show, so none is taken off there.
                let value = residual[place] - offset * scene.isClear[place]
                guard abs(value) > scene.product.oddness else { continue }
                cells[place] = 1
                if plane == 0 { darkness -= value }
            }
        }
        return (
            RegionMask(width: scene.frame.width, height: scene.frame.height, cells: cells),
            darkness > 0
        )
    }

    /// Mean of the face's deviations, each bounded, so that a spot hardly moves it.
    private static func middle(
        _ residual: [Float],
        _ outline: [Float],
        _ isClear: [Float]
    ) -> Float {
        var sum: Float = 0
        var count: Float = 0
        for place in outline.indices where outline[place] < -ProductClass.coreDepthMillimetres {
            sum += max(-3, min(3, residual[place])) * isClear[place]
            count += isClear[place]
        }
        return count > 0 ? sum / count : 0
    }
}
