internal import Imaging

/// Strongest local deviation from the taught product, in the product's own frame: what dents,
/// cracks, chips and wrong faces have in common.
struct ProductAnomalyCheck: PocketCheck {
    let name = PocketCheckName.productAnomaly

    func read(_ scene: PocketScene) -> Reading {
        var squares = [Float](repeating: 0, count: scene.product.outline.count)
        for plane in scene.residual {
            for place in squares.indices { squares[place] += plane[place] * plane[place] }
        }
        let means = BoxMeans.means(of: squares, width: scene.frame.width, radius: 2)
        var worst: (value: Float, place: Int) = (0, 0)
        for place in means.indices
        where scene.product.outline[place] < 0 && means[place] > worst.value {
            worst = (means[place], place)
        }
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
        var isClear = FeatureMaps.unsaturated(
            planes: scene.model.pocketMean,
            ceilings: scene.ceilings
        )
        let isSeenClear = FeatureMaps.unsaturated(planes: scene.planes, ceilings: scene.ceilings)
        for place in isClear.indices { isClear[place] *= isSeenClear[place] }
        for plane in scene.planes.indices {
            let isBrightness = plane == 0
            let (values, mean, deviation) = (
                scene.planes[plane], scene.expectedPlanes[plane],
                scene.model.pocketDeviation[plane]
            )
            for place in squares.indices {
                let difference = values[place] - mean[place]
                let counted =
                    isBrightness
                    ? FeatureMaps.counted(difference, isClear: isClear[place])
                    : difference * isClear[place]
                let z = counted / deviation[place]
                squares[place] += z * z
            }
        }
        let means = BoxMeans.means(of: squares, width: window.width, radius: 2)
        var worst: (value: Float, place: Int) = (0, 0)
        for place in means.indices
        where window.distance[place] < 0 && means[place] > worst.value {
            worst = (means[place], place)
        }
        let value = (Double(worst.value) / Double(scene.planes.count)).squareRoot()
        let x = Double(worst.place % window.width)
        let y = Double(worst.place / window.width)
        return Reading(value, at: scene.point(x, y))
    }
}
