internal import Imaging

/// Strongest local deviation from the taught product, in the product's own frame: what dents,
/// cracks, chips and wrong faces have in common.
struct ProductAnomalyCheck: PocketCheck {
    let name = PocketCheckName.productAnomaly

    func read(_ scene: PocketScene) -> Reading {
        var squares = [Float](repeating: 0, count: scene.product.outline.count)
        for plane in scene.residual { DeviationKernels.addSquares(of: plane, to: &squares) }
        let means = BoxMeans.means(of: squares, width: scene.frame.width, radius: 2)
        let worst = MaskedSums.highest(of: means, where: scene.product.outline)
        let value = (Double(worst.value) / Double(scene.residual.count)).squareRoot()
        return Reading(value, at: scene.framePoint(worst.place))
    }
}

/// Strongest local deviation from the taught pocket, product in place: holds when the product
/// cannot be told from its background by single places.
struct PocketAnomalyCheck: PocketCheck {
    let name = PocketCheckName.pocketAnomaly

    func read(_ scene: PocketScene) -> Reading {
        let window = scene.window
        var squares = [Float](repeating: 0, count: window.distance.count)
        let isClear = FeatureMaps.unsaturated(
            taught: scene.model.pocketMean,
            peaks: scene.model.pocketPeaks,
            isSeenClear: FeatureMaps.unsaturated(planes: scene.planes, ceilings: scene.ceilings),
            ceilings: scene.ceilings
        )
        let expected = scene.expectedPlanes
        for plane in scene.planes.indices {
            DeviationKernels.addSquares(
                of: scene.planes[plane],
                mean: expected[plane],
                isClear: isClear,
                deviation: scene.model.pocketDeviation[plane],
                kind: FeatureMaps.kind(ofPlane: plane),
                to: &squares
            )
        }
        let means = BoxMeans.means(of: squares, width: window.width, radius: 2)
        let worst = MaskedSums.highest(of: means, where: window.distance)
        let value = (Double(worst.value) / Double(scene.planes.count)).squareRoot()
        let x = Double(worst.place % window.width)
        let y = Double(worst.place / window.width)
        return Reading(value, at: scene.point(x, y))
    }
}
