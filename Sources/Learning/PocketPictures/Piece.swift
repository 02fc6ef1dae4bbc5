internal import Foundation

/// A fracture: what has a positive distance is still there.
enum Fracture {
    case line(way: Vector, offset: Float, key: UInt32)
    /// What the line of the same numbers takes away.
    case crackOther(way: Vector, offset: Float, key: UInt32)
    case bite(centre: Vector, radius: Float, key: UInt32)
    /// Cells around the places; those of `gone` are lost, the others stand `gap` apart.
    case crumble(places: [Vector], gone: Set<Int>, gap: Float, key: UInt32)

    @inline(__always) func distance(_ p: Vector) -> Float {
        switch self {
        case .line(let way, let offset, let key):
            let along = p.dot(way.across)
            let rough =
                Grain.value(Vector(along * 1.1, 0.5), key) * 0.35
                + Grain.value(Vector(along * 3.1, 1.5), key) * 0.15
            return p.dot(way) - offset + rough
        case .crackOther(let way, let offset, let key):
            return -Fracture.line(way: way, offset: offset, key: key).distance(p)
        case .bite(let centre, let radius, let key):
            let far = p - centre
            return far.length - radius + Grain.value(p * 1.3, key) * 0.3
        case .crumble(let places, let gone, let gap, let key):
            let q = p + Vector(Grain.value(p * 0.9, key), Grain.value(p * 0.9 + 5, key)) * 0.4
            var (first, second, index) = (Float.infinity, Float.infinity, 0)
            for (place, centre) in places.enumerated() {
                let far = (q - centre).length
                if far < first {
                    (first, second, index) = (far, first, place)
                } else {
                    second = min(second, far)
                }
            }
            let edge = (second - first) / 2 - gap / 2
            return gone.contains(index) ? -max(0.2, edge) : edge
        }
    }

    /// The share of `outline` that is lost, on a grid.
    func lostShare(_ outline: Outline) -> Float {
        let half = outline.half
        var (all, lost) = (0, 0)
        for row in 0..<20 {
            for column in 0..<20 {
                let p = Vector(
                    (Float(column) - 9.5) / 10 * half.x,
                    (Float(row) - 9.5) / 10 * half.y
                )
                guard outline.distance(p) < 0 else { continue }
                all += 1
                if distance(p) < 0 { lost += 1 }
            }
        }
        return Float(lost) / Float(max(1, all))
    }
}

/// A hollow in a product's surface.
struct Hollow {
    var centre: Vector
    var radius: Float
    var slope: Float
    /// How much darker it is within.
    var shade: Float
    /// A part of the upper layer is gone: rough ground within a ragged edge.
    var isCapped: Bool
}

/// One product lying in a pocket.
struct Piece {
    let tablet: Tablet
    var place: Vector
    var way: Vector
    var scale: Float
    var tilt: Vector
    var brightness: Float = 1
    var fractures: [Fracture] = []
    var hollow: Hollow?
    var shadow: Float
    /// Half a pixel, the width of its edge.
    let edge: Float

    /// Whether anything of it or its shadow is near `p`.
    @inline(__always) func isNear(_ p: Vector) -> Bool {
        let half = tablet.half
        let reach = (half.x * half.x + half.y * half.y).squareRoot() * scale + 1.2
        let q = p - place
        return q.dot(q) < reach * reach
    }

    /// Paints over `colour`, which is seen at `p`.
    func paint(_ colour: inout Colour, _ p: Vector, _ lamps: Lamps, shade: Vector) {
        let q = (p - place).unturned(way) / scale
        let d = tablet.outline.distance(q)
        if d > 1.3 { return }
        if d > -edge, shadow > 0 {
            // A shadow leans away from the light; a little lies all around.
            let moved = tablet.outline.distance(q + shade.unturned(way))
            let near = max(1 - max(0, d) / 0.7, 1 - max(0, moved) / 0.5)
            if near > 0 { colour *= 1 - shadow * near * near }
        }
        var cover = clipped(0.5 - d / (2 * edge))
        if cover <= 0 { return }
        var fresh: Float = 0
        for fracture in fractures {
            let left = fracture.distance(q)
            cover = min(cover, clipped(0.5 + left / (2 * edge)))
            fresh = max(fresh, 1 - max(0, left) / 0.5)
            if left < 0 { colour *= 1 - 0.35 * clipped(1 + left / 0.4) }
        }
        if cover <= 0 { return }
        let paint = light(q, d, fresh: fresh, lamps, below: colour)
        colour += (paint - colour) * cover
    }

    private func light(
        _ q: Vector,
        _ d: Float,
        fresh: Float,
        _ lamps: Lamps,
        below: Colour
    ) -> Colour {
        let outward = tablet.outline.outward(q, d)
        var ink: Colour?
        var slope = tablet.surface(q, depth: -d, outward: outward, ink: &ink)
        var own = ink ?? tablet.colour(q)
        var rough = fresh
        if let hollow { press(hollow, q, &slope, &own, &rough) }
        slope = slope.turned(way) + tilt
        let fine = Grain.white(
            Int32((q.x * 9).rounded(.down)),
            Int32((q.y * 9).rounded(.down)),
            tablet.key
        )
        if rough > 0 {
            own += (tablet.core - own) * min(1, rough)
            slope +=
                Vector(
                    Grain.value(q * 3.5, tablet.key ^ 3),
                    Grain.value(q * 3.5 + 4, tablet.key ^ 3)
                ) * (0.7 * rough)
        }
        if tablet.clearness > 0 { own += (below - own) * tablet.clearness }
        let matt = lamps.irradiance(slope) * (1 + tablet.grain * fine)
        let grazing = min(1, slope.length / 2)
        let fresnel = tablet.gloss * (1 + 2 * grazing * grazing) * (1 - min(1, rough))
        let shine = fresnel * lamps.radiance(slope, softness: tablet.softness)
        return (own * matt + shine) * brightness
    }

    private func press(
        _ hollow: Hollow,
        _ q: Vector,
        _ slope: inout Vector,
        _ own: inout Colour,
        _ rough: inout Float
    ) {
        let far = q - hollow.centre
        let ragged = Grain.value(q * 1.2, tablet.key ^ 6) * 0.22 * hollow.radius
        let radial = far.length / (hollow.radius + ragged)
        guard radial < 1.2 else { return }
        let out = far / max(far.length, 0.01)
        if hollow.isCapped {
            rough = max(rough, smooth((1 - radial) / 0.08))
            slope -= out * (hollow.slope * 1.6 * max(0, 1 - abs(radial - 1) / 0.2))
            own *= 1 - 0.3 * max(0, 1 - abs(radial - 0.97) / 0.1)
        } else {
            slope -= out * (hollow.slope * radial * smooth((1.1 - radial) / 0.2))
            own *= 1 - hollow.shade * smooth((1 - radial) / 0.6)
        }
    }
}
