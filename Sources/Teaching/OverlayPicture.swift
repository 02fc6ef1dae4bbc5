internal import Blister
internal import Foundation
internal import Imaging
public import Inspection
public import Judging

/// A registered blister with its rejected pockets and texts framed and the places of failing checks marked.
public struct OverlayPicture {
    private static let mark: (UInt8, UInt8, UInt8) = (255, 40, 40)

    private var image: Image
    /// Its file's name, without folder.
    public let name: String

    /// Draws the faults of `judged`; nil when it was accepted or never aligned.
    public init?(_ judged: JudgedBlister, _ recipe: Recipe) {
        guard let registered = judged.registered, judged.result.verdict != .accept else {
            return nil
        }
        image = registered.image.converted(toChannels: 3)
        let identity = judged.result.identity
        let reasons = judged.result.verdict.reasons.map(\.rawValue).joined(separator: "+")
        name =
            String(format: "cycle-%06d-lane-%d-", identity.cycle, identity.lane) + reasons + ".png"
        let scale = 1 / recipe.millimetresPerPixel
        for pocket in judged.result.pockets where pocket.classification != "good" {
            let drawn = recipe.layout.pockets[pocket.index]
            let half = drawn.halfExtent
            frame(
                (drawn.centre.x - half.x - 0.6) * scale,
                (drawn.centre.y - half.y - 0.6) * scale,
                (drawn.centre.x + half.x + 0.6) * scale,
                (drawn.centre.y + half.y + 0.6) * scale
            )
        }
        let texts = [
            judged.result.print?.passes == false ? recipe.layout.print : nil,
            judged.result.braille?.passes == false ? recipe.layout.braille : nil,
            judged.result.code?.passes == false ? recipe.layout.code : nil,
        ]
        for region in texts.compactMap({ $0 }) {
            frame(
                (region.x - 0.6) * scale,
                (region.y - 0.6) * scale,
                (region.x + region.width + 0.6) * scale,
                (region.y + region.height + 0.6) * scale
            )
        }
        let failing =
            judged.result.checks.filter { !$0.passes }
            + judged.result.pockets.flatMap { $0.checks.filter { !$0.passes } }
        for place in failing.compactMap(\.place) {
            let (x, y) = (place.x * scale, place.y * scale)
            frame(x - 4, y - 4, x + 4, y + 4)
        }
    }

    private mutating func frame(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) {
        func clamped(_ value: Double, _ count: Int) -> Int { max(0, min(count - 1, Int(value))) }
        let columns = clamped(left, image.width)...clamped(max(left, right), image.width)
        let rows = clamped(top, image.height)...clamped(max(top, bottom), image.height)
        for x in columns {
            paint(x, rows.lowerBound)
            paint(x, rows.upperBound)
        }
        for y in rows {
            paint(columns.lowerBound, y)
            paint(columns.upperBound, y)
        }
    }

    private mutating func paint(_ x: Int, _ y: Int) {
        image[x, y, 0] = Self.mark.0
        image[x, y, 1] = Self.mark.1
        image[x, y, 2] = Self.mark.2
    }

    /// Writes the picture into `folder`, which is made when it is not there.
    public func write(folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try image.write(path: URL(filePath: folder).appending(path: name).path())
    }
}
