public import Blister
internal import Foundation
internal import Imaging
internal import Inspection
internal import Registration

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
            if !pictures.isEmpty { return pictures.sorted().map { place.appending(path: $0).path() } }
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

/// Teaches a product from pictures of good blisters, one each.
public struct StillTeaching {
    /// Folder of the pictures.
    public var folder: String
    /// Pockets as drawn; nil: found in the pictures.
    public var layout: Layout?
    /// Name of the product.
    public var name: String
    /// Share of good blisters that may be rejected.
    public var falseRejectTarget: Double
    /// Pixel of the pictures; nil: 0.1.
    public var millimetresPerPixel: Double?

    /// Makes a task.
    public init(
        folder: String,
        layout: Layout?,
        name: String,
        falseRejectTarget: Double,
        millimetresPerPixel: Double?
    ) {
        self.folder = folder
        self.layout = layout
        self.name = name
        self.falseRejectTarget = falseRejectTarget
        self.millimetresPerPixel = millimetresPerPixel
    }

    /// Reads the pictures and learns from them.
    public func teach() throws -> TaughtReport {
        let paths = ProductTeacher.thinned(
            try StillPictures.paths(folder: folder),
            to: TeachingSet.blistersMax
        )
        let images = try paths.map { try Image(path: $0) }
        let pixel = millimetresPerPixel ?? 0.1
        guard let first = images.first, images.allSatisfy({ $0.channels == first.channels }) else {
            throw TeachingError.unusable(
                source: folder,
                reason: "mixes mono and colour pictures",
                cure: "teach from one camera"
            )
        }
        let found = try SurveyedStills.survey(images, layout: layout, millimetresPerPixel: pixel)
        let layout = found.layout
        var origin = found.origin
        var outcome = try teach(images, layout, origin, pixel)
        if max(abs(outcome.offset.x), abs(outcome.offset.y)) > ReplayTeaching.offsetMax {
            origin.x += outcome.offset.x
            origin.y += outcome.offset.y
            outcome = try teach(images, layout, origin, pixel)
        }
        return outcome.report
    }

    private func teach(
        _ images: [Image],
        _ layout: Layout,
        _ origin: Point,
        _ pixel: Double
    ) throws -> ProductTeacher.Outcome {
        let cuts = images.enumerated().map { index, image in
            StillPictures.cut(image, index: index, origin: origin, millimetresPerPixel: pixel)
        }
        let teacher = ProductTeacher(
            name: name,
            layout: layout,
            millimetresPerPixel: max(0.1, pixel),
            falseRejectTarget: falseRejectTarget,
            search: .still(widthMillimetres: layout.width, lengthMillimetres: layout.length)
        )
        return try teacher.teach(
            cuts: cuts,
            web: nil,
            stills: Recipe.Stills(
                millimetresPerPixel: pixel,
                originAcrossMillimetres: origin.x,
                originAlongMillimetres: origin.y
            )
        )
    }
}

extension ReplayInspection {
    /// Judges pictures of one blister each, in the order given; cycle is the picture's number.
    public func inspect(stills paths: [String], emit: (Judged) throws -> Void) throws {
        let recipe = inspector.recipe
        guard let stills = recipe.stills else {
            throw TeachingError.unusable(
                source: paths.first ?? "",
                reason: "the recipe was taught from a web, not from single pictures",
                cure: "use --replay, or teach with --images"
            )
        }
        let aligner = Aligner(
            template: template,
            search: .still(
                widthMillimetres: recipe.layout.width,
                lengthMillimetres: recipe.layout.length
            )
        )
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
            try judge(cuts, aligner, emit)
        }
    }
}
