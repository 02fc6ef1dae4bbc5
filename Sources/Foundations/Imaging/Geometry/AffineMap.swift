/// A map of the plane: `(x, y)` goes to `(xx * x + xy * y + x0, yx * x + yy * y + y0)`.
///
/// Coordinates are continuous: pixel `i` covers `i ..< i + 1`, its centre lies at `i + 0.5`.
/// Thread-safe as a value.
public struct AffineMap: Sendable, Equatable {
    /// Change of the target's x with the source's x.
    public var xx: Double
    /// Change of the target's x with the source's y.
    public var xy: Double
    /// Target x of the origin.
    public var x0: Double
    /// Change of the target's y with the source's x.
    public var yx: Double
    /// Change of the target's y with the source's y.
    public var yy: Double
    /// Target y of the origin.
    public var y0: Double

    /// Makes a map from its six numbers.
    public init(xx: Double, xy: Double, x0: Double, yx: Double, yy: Double, y0: Double) {
        self.xx = xx
        self.xy = xy
        self.x0 = x0
        self.yx = yx
        self.yy = yy
        self.y0 = y0
    }

    /// Scales both axes about the origin, then shifts.
    public init(scaleX: Double, scaleY: Double, shiftX: Double, shiftY: Double) {
        self.init(xx: scaleX, xy: 0, x0: shiftX, yx: 0, yy: scaleY, y0: shiftY)
    }

    /// Where `(x, y)` goes.
    public func callAsFunction(x: Double, y: Double) -> (x: Double, y: Double) {
        (xx * x + xy * y + x0, yx * x + yy * y + y0)
    }

    /// The map that applies `first` and then this one.
    public func after(_ first: AffineMap) -> AffineMap {
        AffineMap(
            xx: xx * first.xx + xy * first.yx,
            xy: xx * first.xy + xy * first.yy,
            x0: xx * first.x0 + xy * first.y0 + x0,
            yx: yx * first.xx + yy * first.yx,
            yy: yx * first.xy + yy * first.yy,
            y0: yx * first.x0 + yy * first.y0 + y0
        )
    }

    /// The map back; traps when this one squeezes the plane onto a line.
    public var inverted: AffineMap {
        let determinant = xx * yy - xy * yx
        precondition(determinant != 0)
        return AffineMap(
            xx: yy / determinant,
            xy: -xy / determinant,
            x0: (xy * y0 - yy * x0) / determinant,
            yx: -yx / determinant,
            yy: xx / determinant,
            y0: (yx * x0 - xx * y0) / determinant
        )
    }
}
