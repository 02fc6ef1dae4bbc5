public import Blister
internal import Foundation
internal import Imaging
internal import Inspection
internal import Registration

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
    /// Networks that are taught as well; nil: none.
    public var networks: NetworkTeaching?

    /// Makes a task.
    public init(
        folder: String,
        layout: Layout?,
        name: String,
        falseRejectTarget: Double,
        millimetresPerPixel: Double?,
        networks: NetworkTeaching? = nil
    ) {
        self.folder = folder
        self.layout = layout
        self.name = name
        self.falseRejectTarget = falseRejectTarget
        self.millimetresPerPixel = millimetresPerPixel
        self.networks = networks
    }

    /// Reads the pictures, finds the blister in them and learns from them.
    public func teach() throws -> TaughtReport {
        let paths = ProductTeacher.thinned(
            try StillPictures.paths(folder: folder),
            to: TeachingSet.blistersMax
        )
        guard paths.count >= TeachingSet.blistersMin else {
            throw TeachingError.tooFewGood(
                count: paths.count,
                leftOut: 0,
                needed: TeachingSet.blistersMin
            )
        }
        let images = try paths.map { try Image(path: $0) }
        let pixel = millimetresPerPixel ?? 0.1
        guard let first = images.first, images.allSatisfy({ $0.channels == first.channels }) else {
            throw TeachingError.unusable(
                source: folder,
                reason: "mixes mono and colour pictures",
                cure: "teach from one camera"
            )
        }
        do {
            var found = try SurveyedStills.survey(
                images,
                layout: layout,
                millimetresPerPixel: pixel
            )
            var outcome = try teach(images, found, pixel)
            if max(abs(outcome.offset.x), abs(outcome.offset.y)) > ReplayTeaching.offsetMax {
                found.origin.x += outcome.offset.x
                found.origin.y += outcome.offset.y
                outcome = try teach(images, found, pixel)
            }
            outcome.report.lines.insert(contentsOf: lines(found), at: 0)
            try networks?.teach(&outcome)
            return outcome.report
        } catch let fault as RegistrationError {
            throw TeachingError.notFound(fault)
        }
    }

    private func lines(_ found: SurveyedStills) -> [String] {
        let place = String(
            format: "pictures: blister at %.2f, %.2f mm, separation %.2f",
            found.origin.x,
            found.origin.y,
            found.separation
        )
        return [place] + (layout == nil ? LayoutSummary(layout: found.layout).lines() : [])
    }

    private func teach(
        _ images: [Image],
        _ found: SurveyedStills,
        _ pixel: Double
    ) throws -> ProductTeacher.Outcome {
        let (layout, origin) = (found.layout, found.origin)
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
            template: try teacher.template(of: cuts),
            web: nil,
            stills: Recipe.Stills(
                millimetresPerPixel: pixel,
                originAcrossMillimetres: origin.x,
                originAlongMillimetres: origin.y
            )
        )
    }
}
