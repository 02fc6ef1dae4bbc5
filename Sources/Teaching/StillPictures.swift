internal import Blister
internal import Foundation
internal import Imaging

/// Still pictures of single blisters as cuts.
enum StillPictures {
    private static let endings = ["png", "jpg", "jpeg", "pgm", "ppm", "pnm"]

    /// The pictures in `folder`, or in its `train/good` or `good`, sorted by name.
    static func paths(folder: String) throws -> [String] {
        let files = FileManager.default
        let base = URL(filePath: folder)
        for place in [base.appending(path: "train/good"), base.appending(path: "good"), base] {
            let names = (try? files.contentsOfDirectory(atPath: place.path())) ?? []
            let pictures = names.filter { name in
                endings.contains((name as NSString).pathExtension.lowercased())
            }
            if !pictures.isEmpty {
                return pictures.sorted().map { place.appending(path: $0).path() }
            }
        }
        throw TeachingError.unusable(
            source: folder,
            reason: "holds no PNG, JPEG or PNM pictures",
            cure: "give the folder of the good blisters"
        )
    }

    /// The cut that `image` is, its blister expected at `origin` (millimetres).
    static func cut(
        _ image: Image,
        index: Int,
        origin: Point,
        millimetresPerPixel: Double
    ) -> BlisterCut {
        BlisterCut(
            identity: BlisterIdentity(cycle: index, lane: 0),
            image: image,
            expectedOrigin: Point(
                x: origin.x / millimetresPerPixel,
                y: origin.y / millimetresPerPixel
            ),
            millimetresPerColumn: millimetresPerPixel,
            millimetresPerRow: millimetresPerPixel,
            capturedNanoseconds: 0,
            encoderTicks: nil,
            firstRow: 0,
            isIncomplete: false
        )
    }
}
