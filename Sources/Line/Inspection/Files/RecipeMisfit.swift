internal import Blister

/// Why a recipe cannot judge what a camera or a recording sees, in one line with the cure.
public enum RecipeMisfit: Error, Equatable, Sendable, CustomStringConvertible {
    /// The recipe knows pictures of single blisters only.
    case taughtFromStills
    /// It was taught at another size of a column, millimetres.
    case scale(recipe: Double, source: Double)
    /// Its lanes reach beyond the picture, millimetres across the web.
    case lanes(reach: Double, width: Double)
    /// It was taught on another kind of picture.
    case channels(recipe: Int, source: Int)
    /// It asks for Braille under lights that take turns.
    case brailleLights(count: Int)

    /// One line: what is wrong; cure.
    public var description: String {
        func kind(_ channels: Int) -> String { channels == 1 ? "mono" : "colour" }
        return switch self {
        case .taughtFromStills:
            "was taught from still pictures and does not know the web; teach it with --replay"
        case .scale(let recipe, let source):
            "was taught at \(recipe) mm per column, the source has \(source); "
                + "correct mm_per_column, or teach with this camera"
        case .lanes(let reach, let width):
            "is for a wider web: its lanes reach \(Self.tenths(reach)) mm, the source sees "
                + "\(Self.tenths(width)) mm; name the recipe of this line, or teach with this camera"
        case .channels(let recipe, let source):
            "is \(kind(recipe)), the source is \(kind(source)); "
                + "teach a recipe with this camera, or set the camera's format"
        case .brailleLights(let count):
            "asks for Braille, which the mean of the source's \(count) lights hides; "
                + "use a source with one light, or remove braille from the recipe"
        }
    }

    private static func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}

extension Recipe {
    /// Checks that the recipe was taught for such a web.
    ///
    /// - Parameters:
    ///   - width: columns of the source.
    ///   - channels: 1 or 3; nil when the source is made to fit.
    ///   - millimetresPerColumn: extent of a column across the web.
    ///   - lights: lights of the source that take turns.
    /// - Returns: the web's geometry.
    /// - Throws: what does not fit.
    @discardableResult
    public func checkFit(
        width: Int,
        channels: Int?,
        millimetresPerColumn: Double,
        lights: Int
    ) throws(RecipeMisfit) -> Web {
        guard let web else { throw .taughtFromStills }
        guard braille == nil || lights == 1 else { throw .brailleLights(count: lights) }
        if let channels, channels != self.channels {
            throw .channels(recipe: self.channels, source: channels)
        }
        guard (0.8...1.25).contains(millimetresPerColumn / web.millimetresPerColumn) else {
            throw .scale(recipe: web.millimetresPerColumn, source: millimetresPerColumn)
        }
        // A blister at the edge may be cut off a little; half of one out of sight is another web.
        let reach =
            web.laneOriginMillimetres + Double(layout.lanes - 1) * layout.lanePitch + layout.width
        let extent = Double(width) * millimetresPerColumn
        guard reach <= extent + layout.width / 2 else { throw .lanes(reach: reach, width: extent) }
        return web
    }
}
