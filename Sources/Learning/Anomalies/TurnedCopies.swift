internal import Foundation
internal import Imaging

/// Turned copies of square pictures, and which of their patches are kept.
///
/// The same pictures give the same patches.
struct TurnedCopies {
    private static let count = 12

    /// Patches along a side.
    let side: Int
    /// Of one copy, keep one patch of so many.
    private let every: Int

    /// Prepares for so many pictures of `side` by `side` patches, to keep about `patchesMax` of all.
    init(pictures: Int, side: Int, patchesMax: Int) {
        self.side = side
        every = max(1, pictures * (Self.count - 1) * side * side / patchesMax)
    }

    /// Steps of the turn, whole ones.
    var angles: [Int] { Array(1..<Self.count) }

    /// `image` turned about its middle by `angle` steps.
    func copy(of image: Image, _ angle: Int) -> Image {
        let turn = 2 * Double.pi * Double(angle) / Double(Self.count)
        let (cosine, sine) = (cos(turn), sin(turn))
        let (x, y) = (Double(image.width) / 2, Double(image.height) / 2)
        let map = AffineMap(
            xx: cosine,
            xy: -sine,
            x0: x - cosine * x + sine * y,
            yx: sine,
            yy: cosine,
            y0: y - sine * x - cosine * y
        )
        return image.resampled(by: map, width: image.width, height: image.height)
    }

    /// Some of the `patches` of a copy: those that show what the picture showed.
    func chosen(_ patches: [Float], channels: Int, angle: Int, picture: Int) -> [Float] {
        let turn = 2 * Double.pi * Double(angle) / Double(Self.count)
        let half = Double(side) / 2
        var kept: [Float] = []
        // Another patch of every so many in each copy.
        for place in stride(from: (angle * 7 + picture * 3) % every, to: side * side, by: every) {
            let x = Double(place % side) + 0.5 - half
            let y = Double(place / side) + 0.5 - half
            let u = cos(turn) * x - sin(turn) * y
            let v = sin(turn) * x + cos(turn) * y
            guard max(abs(u), abs(v)) <= half - 1 || angle * 4 % Self.count == 0 else { continue }
            kept += patches[place * channels..<(place + 1) * channels]
        }
        return kept
    }
}
