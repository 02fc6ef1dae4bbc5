public import Imaging

/// Asks networks about the pockets of a blister, whatever they are and wherever they run.
///
/// Inspection knows networks by this only. One caller at a time; the same picture gives the same
/// bits whoever examines it.
public protocol PocketExaminer: AnyObject, Sendable {
    /// Looks at every pocket of `image`; never throws: what a network cannot tell is not a number.
    ///
    /// - Parameters:
    ///   - image: A registered blister.
    ///   - light: Per channel of `image`, its light over the taught light, above 0.
    /// - Returns: One opinion for each pocket of the layout.
    func opinions(on image: Image, light: [Float]) -> PocketOpinions
}
