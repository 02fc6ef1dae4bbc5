internal import Blister
internal import Foundation

/// A blob of cells with the circle or stadium that fits it.
struct PocketBlob: Equatable {
    var centre: Point
    /// Square millimetres.
    var area: Double
    var shape: PocketShape
    /// Share of blob and shape together that both cover, 0...1.
    var agreement: Double

    /// Largest extent of the fitted shape, millimetres.
    var extent: Double {
        switch shape {
        case .circle(let diameter): diameter
        case .oblong(let length, _, _): length
        }
    }

    /// Moves the outline outwards by `distance` millimetres.
    mutating func grow(by distance: Double) {
        switch shape {
        case .circle(let diameter):
            let grown = max(1, diameter + 2 * distance)
            shape = .circle(diameterMillimetres: grown)
            area = grown * grown * .pi / 4
        case .oblong(let length, let width, let angle):
            let wider = max(1, width + 2 * distance)
            shape = .oblong(
                lengthMillimetres: length - width + wider,
                widthMillimetres: wider,
                angleDegrees: angle
            )
            area = wider * (length - width) + wider * wider * .pi / 4
        }
    }

    /// Longest over shortest extent.
    var elongation: Double {
        switch shape {
        case .circle: 1
        case .oblong(let length, let width, _): length / width
        }
    }
}

/// Fits a circle or a stadium to cells by their area and second moments.
struct PocketShapeFit {
    /// Below this ratio of lengths a blob counts as a circle.
    private static let elongationMin = 1.2

    /// Fits the cells at `places` (centres, millimetres), each `cellArea` large; nil for under 9.
    static func fit(_ places: [Point], cellX: Double, cellY: Double) -> PocketBlob? {
        guard places.count >= 9 else { return nil }
        let count = Double(places.count)
        let x = places.reduce(0) { $0 + $1.x } / count
        let y = places.reduce(0) { $0 + $1.y } / count
        var (xx, xy, yy) = (cellX * cellX / 12, 0.0, cellY * cellY / 12)
        for place in places {
            xx += (place.x - x) * (place.x - x) / count
            xy += (place.x - x) * (place.y - y) / count
            yy += (place.y - y) * (place.y - y) / count
        }
        let middle = (xx + yy) / 2
        let half = ((xx - yy) * (xx - yy) / 4 + xy * xy).squareRoot()
        let (major, minor) = (middle + half, max(middle - half, 1e-6))
        let area = count * cellX * cellY
        let shape = shape(
            area: area,
            ratio: (major / minor).squareRoot(),
            angle: 0.5 * atan2(2 * xy, xx - yy) * 180 / .pi
        )
        let centre = Point(x: x, y: y)
        let pocket = Pocket(centre: centre, shape: shape)
        let inside = places.filter { pocket.signedDistance(to: $0) <= 0 }.count
        // The shape has the blob's area, so what lies inside tells both intersection and union.
        let shared = Double(inside)
        let agreement = shared / (2 * count - shared)
        return PocketBlob(centre: centre, area: area, shape: shape, agreement: agreement)
    }

    private static func shape(area: Double, ratio: Double, angle: Double) -> PocketShape {
        // Straight part over width whose second moments have the blob's ratio, by bisection.
        var (low, high) = (0.0, 12.0)
        for _ in 0..<40 {
            let straight = (low + high) / 2
            if momentRatio(straight: straight) < ratio { low = straight } else { high = straight }
        }
        let width = (area / (low + .pi / 4)).squareRoot()
        guard 1 + low >= elongationMin else {
            return .circle(diameterMillimetres: 2 * (area / .pi).squareRoot())
        }
        return .oblong(
            lengthMillimetres: width * (1 + low),
            widthMillimetres: width,
            angleDegrees: angle
        )
    }

    /// Root of the ratio of second moments of a stadium of width 1 with a straight part.
    private static func momentRatio(straight s: Double) -> Double {
        let radius = 0.5
        let disc = Double.pi * radius * radius
        let across = s / 12 + disc * radius * radius / 4
        // Two half discs, each with its own centre 4r/3π beyond the end of the straight part.
        let cap = 4 * radius / (3 * Double.pi)
        let own = disc * (radius * radius / 4 - cap * cap)
        let away = s / 2 + cap
        let along = s * s * s / 12 + own + disc * away * away
        return (along / across).squareRoot()
    }
}
