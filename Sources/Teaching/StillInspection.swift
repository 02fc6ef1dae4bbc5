internal import Blister
internal import Imaging
internal import Inspection
public import Judging

extension ReplayInspection {
    /// Judges pictures of one blister each, in the order given; cycle is the picture's number.
    public func inspect(stills paths: [String], emit: (JudgedBlister) throws -> Void) throws {
        guard let stills = recipe.stills else {
            throw TeachingError.unusable(
                source: paths.first ?? "",
                reason: "the recipe was taught from a web, not from single pictures",
                cure: "use --replay, or teach with --images"
            )
        }
        for start in stride(from: 0, to: paths.count, by: Self.batchCount) {
            let cuts = try (start..<min(paths.count, start + Self.batchCount)).map { index in
                let image = try Image(path: paths[index])
                guard image.channels == recipe.channels else {
                    throw TeachingError.unusable(
                        source: paths[index],
                        reason: "has \(image.channels) channels, the recipe \(recipe.channels)",
                        cure: "use pictures from the camera that taught it"
                    )
                }
                return StillPictures.cut(
                    image,
                    index: index,
                    origin: Point(
                        x: stills.originAcrossMillimetres,
                        y: stills.originAlongMillimetres
                    ),
                    millimetresPerPixel: stills.millimetresPerPixel
                )
            }
            try emitJudged(cuts, emit)
        }
    }
}
