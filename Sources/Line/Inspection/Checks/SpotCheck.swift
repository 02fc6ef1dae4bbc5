package import Imaging

/// Largest connected patch of the product's face that is off the taught brightness or colour, in
/// square millimetres.
///
/// An even shift of the whole face or of wide places does not count: light and sheen wander.
package struct SpotCheck: PocketCheck {
    package let name = PocketCheckName.spot
    /// Least width of a spot in places.
    static let widthMin = 2
    /// Radius in places of the surroundings that a place of the face is measured against.
    static let surroundingsRadius = 6
    /// Change over a wide place that is sheen and not a spot, in grey levels.
    static let sheenLevels: Float = 12

    package func read(_ scene: PocketScene) -> Reading {
        // The edge of a print, a score or a capsule's joint that lies a little off is a line.
        let regions = Self.oddPlaces(scene).mask.opened(side: Self.widthMin).labelled().regions
        guard let largest = regions.max(by: { $0.count < $1.count }) else { return Reading(0) }
        let x = largest.sumX / largest.count
        let y = largest.sumY / largest.count
        return Reading(
            Double(largest.count) * scene.millimetres * scene.millimetres,
            at: scene.framePoint(y * scene.frame.width + x)
        )
    }

    /// Odd places of the face, and whether they are dark on the whole.
    package static func oddPlaces(_ scene: PocketScene) -> (mask: RegionMask, isDark: Bool) {
        let product = scene.product
        var cells = [UInt8](repeating: 0, count: product.face.count)
        var darkness: Float = 0
        for plane in 0..<scene.channels {
            let contrast = Self.contrast(
                scene.residual[plane],
                product,
                plane: plane,
                isClear: scene.isClear
            )
            for place in cells.indices where abs(contrast[place]) > product.oddness {
                cells[place] = 1
                if plane == 0 { darkness -= contrast[place] }
            }
        }
        return (
            RegionMask(width: scene.frame.width, height: scene.frame.height, cells: cells),
            darkness > 0
        )
    }

    /// Deviations of the face from its surroundings, in standard deviations; 0 off the face.
    package static func contrast(
        _ residual: [Float],
        _ product: ProductClass,
        plane: Int,
        isClear: [Float]
    ) -> [Float] {
        let deviation = product.deviation[plane]
        let levels = DeviationKernels.products(residual, deviation)
        var contrast = LocalContrast.of(
            levels,
            places: product.face,
            windowCounts: product.faceCounts,
            width: 2 * product.halfWidth + 1,
            radius: surroundingsRadius,
            bound: sheenLevels
        )
        for place in contrast.indices where product.face[place] != 0 {
            // Near saturation a change of light does not show, so none is taken off there.
            if isClear[place] == 0 {
                contrast[place] = residual[place]
            } else {
                contrast[place] /= deviation[place]
            }
        }
        return contrast
    }
}
