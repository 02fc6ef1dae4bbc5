/// What a tablet or capsule looks like: form, relief, colours and surface.
public struct TwinProduct: Sendable, Equatable {
    /// Outline seen from above, millimetres.
    public enum Outline: Sendable, Equatable {
        /// A disc.
        case round(diameter: Double)
        /// A stadium with its length along the product's own x axis.
        case oblong(length: Double, width: Double)
    }

    /// Form of the upper side.
    public enum Relief: Sendable, Equatable {
        /// Flat with a bevelled edge of `bevel` millimetres.
        case flat(bevel: Double)
        /// Domed by `height` millimetres over a short land.
        case biconvex(height: Double)
        /// A cylinder with round ends; colour changes at `split` millimetres from the middle.
        case capsule(split: Double)
    }

    /// A mark pressed into the upper side.
    public enum Mark: Sendable, Equatable {
        /// A groove across the whole product along its own y axis.
        case score(depth: Double)
        /// Characters of height `height` millimetres, pressed in `depth` deep.
        case deboss(text: String, height: Double, depth: Double)
    }

    /// Linear reflectance in red, green and blue.
    public typealias Colour = SIMD3<Float>

    /// Name on the command line, kebab-case.
    public var name: String
    /// One line for people.
    public var summary: String
    /// Outline from above.
    public var outline: Outline
    /// Form of the upper side.
    public var relief: Relief
    /// Marks on the face side; the other side is plain.
    public var marks: [Mark]
    /// Main colour.
    public var colour: Colour
    /// Colour beyond the capsule's split; equal to `colour` for tablets.
    public var secondColour: Colour
    /// Colour of a fracture.
    public var coreColour: Colour
    /// Reflectance of the skin at normal incidence: 0.01 matt to 0.06 sugar-coated.
    public var gloss: Float
    /// Blur of reflections, radians: 0.08 polished to 0.6 matt.
    public var softness: Float
    /// Relative brightness of the surface grain.
    public var grain: Float
    /// Which layout fits.
    public var arrangement: TwinLayout.Arrangement

    /// Extent along and across, millimetres.
    public var size: (length: Double, width: Double) {
        switch outline {
        case .round(let diameter): (diameter, diameter)
        case .oblong(let length, let width): (length, width)
        }
    }

    /// Area of the outline in square millimetres.
    public var area: Double {
        let (length, width) = size
        return (length - width) * width + .pi / 4 * width * width
    }

    /// Whether the product cannot turn freely in its pocket.
    public var isOblong: Bool { size.length > size.width }

    /// Signed distance from the outline, negative inside, in the product's own millimetres.
    func signedDistance(_ x: Double, _ y: Double) -> Double {
        let (length, width) = size
        let beyond = max(0, abs(x) - (length - width) / 2)
        return (beyond * beyond + y * y).squareRoot() - width / 2
    }
}
