internal import Imaging

/// How deep the silhouette falls short of what good silhouettes cover, in millimetres.
///
/// Where a product's edge looks like the pocket's wall good silhouettes differ; depth counts from
/// the places that hardly any of them leaves out.
struct OutlineLackCheck: PocketCheck {
    let name = PocketCheckName.outlineLack

    func read(_ scene: PocketScene) -> Reading {
        OutlineDepth.read(
            scene,
            OutlineKernels.lack(of: scene.maskInFrame, in: scene.product.inner)
        )
    }
}

/// How far the silhouette reaches over what any good silhouette covers, in millimetres.
struct OutlineExcessCheck: PocketCheck {
    let name = PocketCheckName.outlineExcess

    func read(_ scene: PocketScene) -> Reading {
        OutlineDepth.read(
            scene,
            OutlineKernels.excess(of: scene.maskInFrame, in: scene.product.outer)
        )
    }
}

/// Depth of a disagreement with the outline that covers more than a speck.
private enum OutlineDepth {
    /// Area that must be at least so deep, in square millimetres.
    static let speckSquareMillimetres = 0.2
    static let binsPerMillimetre = 40.0

    static func read(_ scene: PocketScene, _ depths: [Float]) -> Reading {
        var counts = [Int](repeating: 0, count: 1024)
        var deepest: (depth: Float, place: Int) = (0, 0)
        for place in depths.indices where depths[place] > 0 {
            let value = depths[place]
            counts[min(1023, Int(Double(value) * binsPerMillimetre))] += 1
            if value > deepest.depth { deepest = (value, place) }
        }
        let speck = Int(speckSquareMillimetres / (scene.millimetres * scene.millimetres)) + 1
        var covered = 0
        for bin in counts.indices.reversed() {
            covered += counts[bin]
            if covered >= speck {
                return Reading(
                    (Double(bin) + 0.5) / binsPerMillimetre,
                    at: scene.framePoint(deepest.place)
                )
            }
        }
        return Reading(0)
    }
}
