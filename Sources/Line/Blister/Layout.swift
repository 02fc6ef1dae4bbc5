internal import Foundation

/// Outline of a pocket in the tool drawing.
public enum PocketShape: Sendable, Equatable {
    /// A circle.
    case circle(diameterMillimetres: Double)
    /// A stadium: `length` along `angle`, `width` across it; angle in degrees from x towards y.
    case oblong(lengthMillimetres: Double, widthMillimetres: Double, angleDegrees: Double)
}

/// One cavity.
public struct Pocket: Sendable, Equatable {
    /// Centre, from the blister's first corner.
    public var centre: Point
    /// Outline.
    public var shape: PocketShape

    /// Makes a pocket.
    public init(centre: Point, shape: PocketShape) {
        self.centre = centre
        self.shape = shape
    }

    /// Signed distance from the outline in millimetres at `point`, negative inside.
    public func signedDistance(to point: Point) -> Double {
        let x = point.x - centre.x
        let y = point.y - centre.y
        switch shape {
        case .circle(let diameter):
            return (x * x + y * y).squareRoot() - diameter / 2
        case .oblong(let length, let width, let angle):
            let radians = angle * .pi / 180
            let along = x * cos(radians) + y * sin(radians)
            let across = y * cos(radians) - x * sin(radians)
            let beyond = max(0, abs(along) - (length - width) / 2)
            return (beyond * beyond + across * across).squareRoot() - width / 2
        }
    }

    /// Half of the pocket's extent along x and along y, in millimetres.
    public var halfExtent: Point {
        switch shape {
        case .circle(let diameter):
            return Point(x: diameter / 2, y: diameter / 2)
        case .oblong(let length, let width, let angle):
            let radians = angle * .pi / 180
            let straight = (length - width) / 2
            return Point(
                x: straight * abs(cos(radians)) + width / 2,
                y: straight * abs(sin(radians)) + width / 2
            )
        }
    }
}

/// An upright rectangle on the blister, in millimetres.
public struct Region: Sendable, Equatable {
    /// Left edge.
    public var x: Double
    /// First row.
    public var y: Double
    /// Extent across the web.
    public var width: Double
    /// Extent along travel.
    public var height: Double

    /// Makes a region.
    public init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }
}

/// What the packaging engineer knows from the tool drawing: `layout.yaml`.
///
/// x across the web, y along travel, origin at the blister's first corner, millimetres.
public struct Layout: Sendable, Equatable {
    /// Extent of one blister across the web.
    public var width: Double
    /// Extent of one blister along travel.
    public var length: Double
    /// Blisters side by side.
    public var lanes: Int
    /// Distance between lane origins.
    public var lanePitch: Double
    /// Distance between cycle origins along travel.
    public var pitch: Double
    /// Pockets; their position in this list is their index.
    public var pockets: [Pocket]
    /// Where the batch number is printed.
    public var print: Region?
    /// Where Braille is embossed.
    public var braille: Region?
    /// Where the machine-readable code stands.
    public var code: Region?

    /// Makes a layout.
    public init(
        width: Double,
        length: Double,
        lanes: Int,
        lanePitch: Double,
        pitch: Double,
        pockets: [Pocket],
        print: Region? = nil,
        braille: Region? = nil,
        code: Region? = nil
    ) {
        self.width = width
        self.length = length
        self.lanes = lanes
        self.lanePitch = lanePitch
        self.pitch = pitch
        self.pockets = pockets
        self.print = print
        self.braille = braille
        self.code = code
    }

    /// Where something is to be read; no plain foil.
    public var textRegions: [Region] { [print, braille, code].compactMap { $0 } }
}
