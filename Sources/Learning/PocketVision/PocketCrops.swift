public import Blister
public import Imaging
internal import VisionModels

/// Cuts the pockets of a registered blister out for a network: one window around each, margin
/// included, at the network's size and in the taught light.
///
/// Thread-safe as a value.
public struct PocketCrops: Sendable {
    /// Side of a window over the longer extent of its pocket, as in the pictures that the shipped
    /// classifier learnt from: there a pocket takes 55 to 95 % of the side.
    public static let marginFactor = 1.333

    /// Where a pocket's window lies on the registered blister, in pixels.
    struct Window: Sendable {
        var left: Int
        var top: Int
        var scaling: WindowScaling
    }

    let windows: [Window]
    private let millimetresPerPixel: Double

    /// Prepares for the pockets of `layout` on blisters of `millimetresPerPixel`, for pictures of
    /// `width` by `height` pixels.
    public init(layout: Layout, millimetresPerPixel: Double, width: Int, height: Int) {
        self.millimetresPerPixel = millimetresPerPixel
        windows = layout.pockets.map { pocket in
            let half = max(pocket.halfExtent.x, pocket.halfExtent.y) * Self.marginFactor
            // The shorter side holds the pocket; the longer one follows the network's shape.
            let short = Double(min(width, height))
            func pixels(_ extent: Int) -> Int {
                let millimetres = 2 * half * Double(extent) / short
                return max(1, Int((millimetres / millimetresPerPixel).rounded()))
            }
            let (across, along) = (pixels(width), pixels(height))
            func first(_ centre: Double, _ count: Int) -> Int {
                Int((centre / millimetresPerPixel - Double(count) / 2).rounded())
            }
            return Window(
                left: first(pocket.centre.x, across),
                top: first(pocket.centre.y, along),
                scaling: WindowScaling(
                    windowWidth: across,
                    windowHeight: along,
                    width: width,
                    height: height
                )
            )
        }
    }

    /// The windows of `image`, in the layout's order.
    ///
    /// - Parameters:
    ///   - image: A registered blister.
    ///   - light: Per channel, the light on the blister over the taught light, above 0.
    /// - Returns: One picture for each pocket.
    public func crops(of image: Image, light: [Float]) -> [Image] {
        crops(of: image, light: light, pockets: windows.indices)
    }

    /// The windows of `pockets` alone.
    func crops(of image: Image, light: [Float], pockets: Range<Int>) -> [Image] {
        let gains = light.map { 1 / max(0.05, $0) }
        return windows[pockets].map { window in
            window.scaling.cut(image, left: window.left, top: window.top, gains: gains)
        }
    }

    /// First corner and extent of a pocket's window in millimetres.
    public func place(ofPocket index: Int) -> (origin: Point, extent: Point) {
        let window = windows[index]
        func point(_ x: Int, _ y: Int) -> Point {
            Point(x: Double(x) * millimetresPerPixel, y: Double(y) * millimetresPerPixel)
        }
        return (
            point(window.left, window.top),
            point(window.scaling.windowWidth, window.scaling.windowHeight)
        )
    }

    /// 1 for the places of a map of `side` by `side` over the windows that lie in any of the pockets
    /// or within `reach` millimetres of one, else 0; row-major.
    public func mask(side: Int, layout: Layout, reach: Double) -> [Float] {
        var mask = [Float](repeating: 0, count: side * side)
        for (index, pocket) in layout.pockets.enumerated() {
            let (origin, extent) = place(ofPocket: index)
            for y in 0..<side {
                for x in 0..<side {
                    let point = Point(
                        x: origin.x + (Double(x) + 0.5) * extent.x / Double(side),
                        y: origin.y + (Double(y) + 0.5) * extent.y / Double(side)
                    )
                    if pocket.signedDistance(to: point) < reach { mask[y * side + x] = 1 }
                }
            }
        }
        return mask
    }
}
