public import Imaging

/// How much of the light of all pictures together each one has, pixel by pixel, against what is around.
///
/// In shares there is no print: it is as dark under one light as under the others. Nor is there how
/// strong a light is, or how near: both are the same for all that is around a place. What is left
/// rises and falls with the slopes of the surface, where that is nearly flat on the whole, as a board
/// is. The share under light k is (1 − h·aₖ) ÷ (1 − h·a), h the slope, aₖ = (x, y) ÷ z of the light,
/// a that of all lights together.
public struct LightShares: Sendable {
    /// Radius of what is around a place: share of the picture's shorter side, and least, in pixels.
    private static let surroundingsShare = 8
    private static let surroundingsMin = 12
    /// More than this much of the usual share is a highlight, however much.
    private static let most: Float = 2
    /// Mean grey level up to which a pixel says nothing.
    private static let darkest: Float = 4

    /// Change of each picture's share at every pixel: −1 in full shadow, 0 where all is flat, at
    /// most 1.
    let changes: [Plane]

    /// The shares of `pictures`, one per light, equal in size; traps otherwise.
    ///
    /// Grey levels 0...255, linear in light; of others, the slopes are smaller or larger all over. Any
    /// thread.
    public init(_ pictures: [Plane]) {
        let (width, height) = (pictures[0].width, pictures[0].height)
        var total = Plane(width: width, height: height, filledWith: 0)
        for picture in pictures { total.add(picture) }
        let least = Self.darkest * Float(pictures.count)
        var weights = total
        var seen = Plane(width: width, height: height, filledWith: 1)
        var isAllSeen = true
        for i in total.values.indices {
            let isSeen = total.values[i] > least
            weights.values[i] = isSeen ? 1 / total.values[i] : 0
            if !isSeen { (seen.values[i], isAllSeen) = (0, false) }
        }
        let radius = max(Self.surroundingsMin, min(width, height) / Self.surroundingsShare)
        let cover = isAllSeen ? nil : Surroundings(seen, radius: radius)
        var usual = [Float](repeating: 1, count: width)
        var covered = usual
        changes = pictures.map { picture in
            var share = picture
            for i in share.values.indices { share.values[i] *= weights.values[i] }
            let around = Surroundings(share, radius: radius)
            for y in 0..<height {
                around.fill(&usual, y: y)
                cover?.fill(&covered, y: y)
                for x in 0..<width {
                    let i = y * width + x
                    let ratio = share.values[i] * covered[x] / max(usual[x], 1e-6)
                    share.values[i] = (min(ratio, Self.most) - 1) * seen.values[i]
                }
            }
            return share
        }
    }

    /// The planes, each times its number.
    static func sum(_ planes: [Plane], _ numbers: [Double]) -> Plane {
        var sum = Plane(width: planes[0].width, height: planes[0].height, filledWith: 0)
        for (plane, number) in zip(planes, numbers) { sum.add(plane, times: Float(number)) }
        return sum
    }
}
