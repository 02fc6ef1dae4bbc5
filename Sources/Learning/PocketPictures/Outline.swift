internal import Foundation

/// The edge of a product or pocket around its middle, millimetres.
struct Outline {
    enum Form {
        /// A box of these half extents, grown by the radius: round, oblong and rectangular ones.
        case box(Vector)
        /// Half axes before growing.
        case ellipse(Vector)
        /// As many sides, and the distance from middle to side before growing.
        case polygon([Vector], Float)
    }

    var form: Form
    /// By how much the form is grown, which rounds its corners.
    var radius: Float

    /// The same form at a distance.
    func grown(_ by: Float) -> Outline {
        var made = self
        switch form {
        case .ellipse(let axes): made.form = .ellipse(axes + by)
        case .box, .polygon: made.radius += by
        }
        return made
    }

    static func polygon(sides: Int, radius: Float, corner: Float, turn: Float = 0) -> Outline {
        let ways = (0..<sides).map { side in
            let angle = 2 * Float.pi * (Float(side) + 0.5) / Float(sides) + turn
            return Vector(cos(angle), sin(angle))
        }
        return Outline(form: .polygon(ways, radius - corner), radius: corner)
    }

    /// Half of its size along its own axes.
    var half: Vector {
        switch form {
        case .box(let box): box + radius
        case .ellipse(let axes): axes + radius
        case .polygon(let ways, let inner):
            Vector(repeating: inner / cos(.pi / Float(ways.count)) * 0.9 + radius)
        }
    }

    /// Distance from the edge, negative inside; of ellipses, near the edge only.
    @inline(__always) func distance(_ p: Vector) -> Float {
        switch form {
        case .box(let box):
            let qx = abs(p.x) - box.x
            let qy = abs(p.y) - box.y
            let outside = Vector(max(0, qx), max(0, qy)).length
            return outside + min(0, max(qx, qy)) - radius
        case .ellipse(let axes):
            let a = p / axes
            let first = a.length
            let second = (a / axes).length
            guard second > 1e-6 else { return -min(axes.x, axes.y) - radius }
            return first * (first - 1) / second - radius
        case .polygon(let ways, let inner):
            var far = -Float.infinity
            for way in ways {
                let side = p.dot(way) - inner
                // A soft largest: corners of products are round.
                let soft = max(0, radius - abs(far - side)) / max(radius, 0.01)
                far = max(far, side) + soft * soft * radius * 0.25
            }
            return far - radius
        }
    }

    /// Which way the distance grows, about 1 long.
    @inline(__always) func outward(_ p: Vector, _ here: Float) -> Vector {
        let step: Float = 0.03
        return Vector(
            (distance(Vector(p.x + step, p.y)) - here) / step,
            (distance(Vector(p.x, p.y + step)) - here) / step
        )
    }
}
