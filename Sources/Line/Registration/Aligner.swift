public import Blister
internal import Foundation
internal import Imaging

/// Finds the sub-pixel place of a blister in its cut and resamples it onto the canonical grid.
///
/// Coarse correlation search, then robust least squares at three resolutions. Reentrant: any
/// number of threads may align with one aligner; the answer depends on the cut alone.
public struct Aligner: Sendable {
    /// What blisters look like.
    public let template: AlignmentTemplate
    /// How far they may lie from where they are expected.
    public let search: AlignmentSearch

    /// Makes an aligner.
    public init(template: AlignmentTemplate, search: AlignmentSearch) {
        self.template = template
        self.search = search
    }

    /// The blister on the canonical grid, or nil when it is incomplete or cannot be found.
    public func align(_ cut: BlisterCut) -> RegisteredBlister? {
        guard !cut.isIncomplete, cut.image.channels == template.mean.channels else { return nil }
        guard let outcome = locate(cut), outcome.agreement >= search.agreementMin else {
            return nil
        }
        return registered(cut, outcome: outcome)
    }

    /// The blister taken from where it is expected, not aligned; agreement is 0.
    public func assumingExpectedPlace(_ cut: BlisterCut) -> RegisteredBlister {
        registered(
            cut,
            outcome: PoseRefinement.Outcome(pose: AlignmentPose(), agreement: 0, coverage: 1)
        )
    }

    /// The pose at the first `depth` resolutions only.
    func locateCoarsely(_ cut: BlisterCut, depth: Int) -> PoseRefinement.Outcome? {
        let levels = Array(template.levels.prefix(depth))
        return locate(cut, levels: levels, alsoFromExpectedPlace: false)
    }

    func locate(_ cut: BlisterCut) -> PoseRefinement.Outcome? {
        let outcome = locate(cut, levels: template.levels, alsoFromExpectedPlace: false)
        guard (outcome?.agreement ?? -1) < Self.agreementOfProducts, !template.frameLevels.isEmpty
        else { return outcome }
        let frame = locate(cut, levels: template.frameLevels, alsoFromExpectedPlace: true)
        guard let frame, frame.agreement >= Self.agreementOfFrame,
            frame.agreement > (outcome?.agreement ?? -1)
        else { return outcome }
        return frame
    }

    private func locate(
        _ cut: BlisterCut,
        levels: [TemplateLevel],
        alsoFromExpectedPlace: Bool
    ) -> PoseRefinement.Outcome? {
        let frame = frame(of: cut)
        let pictures = LevelPicture.all(of: cut, levels: levels, mix: template.mix)
        let searching = CoarseSearch(level: levels[0], frame: frame, search: search)
        func refined(_ rotations: [Double]) -> PoseRefinement.Outcome? {
            guard let plane = pictures[0].plane else { return nil }
            let found = searching.candidates(
                in: plane,
                columns: pictures[0].columns,
                rows: pictures[0].rows,
                rotations: rotations
            )
            var starts = found.prefix(3).map(\.pose)
            if alsoFromExpectedPlace { starts.append(AlignmentPose()) }
            var best: PoseRefinement.Outcome?
            for start in starts {
                let outcome = PoseRefinement(level: levels[0], frame: frame, search: search)
                    .refined(from: start, iterations: 8, read: pictures[0].read)
                guard let outcome, outcome.coverage >= 0.6 else { continue }
                if outcome.agreement > (best?.agreement ?? -2) { best = outcome }
            }
            return best
        }
        var best = refined([0])
        if (best?.agreement ?? -1) < Self.agreementAtOnce {
            let turned = refined(furtherRotations)
            if (turned?.agreement ?? -2) > (best?.agreement ?? -2) { best = turned }
        }
        guard var outcome = best else { return nil }
        var agreementMax = outcome.agreement
        for index in 1..<levels.count {
            let next = PoseRefinement(level: levels[index], frame: frame, search: search)
                .refined(from: outcome.pose, iterations: 8, read: pictures[index].read)
            guard let next, next.agreement >= outcome.agreement * Self.agreementKept else { break }
            let moved = displacement(outcome.pose, next.pose, frame)
            guard
                moved <= levels[index - 1].cellMillimetres / 2
                    || next.agreement >= agreementMax * Self.agreementKeptMoving
            else { break }
            outcome = next
            agreementMax = max(agreementMax, next.agreement)
        }
        return outcome.coverage >= 0.6 ? outcome : nil
    }

    /// A finer resolution that agrees by less than this share of the coarser one has locked onto
    /// the foil's own pattern.
    private static let agreementKept = 0.75
    /// One that also moves the blister by more than half a coarse cell has to agree this well.
    private static let agreementKeptMoving = 0.93

    /// Largest movement of a corner between two poses, millimetres.
    private func displacement(
        _ first: AlignmentPose,
        _ second: AlignmentPose,
        _ frame: AlignmentFrame
    ) -> Double {
        let turn = abs(second.rotation - first.rotation)
        let stretch = abs(second.stretch - first.stretch) * frame.centreY
        let x = abs(second.shiftX - first.shiftX) + turn * frame.centreY
        let y = abs(second.shiftY - first.shiftY) + turn * frame.centreX + stretch
        return (x * x + y * y).squareRoot()
    }

    /// Below this agreement the products may be gone, and rims and foil are tried alone.
    private static let agreementOfProducts = 0.5
    /// Least agreement of rims and foil alone.
    private static let agreementOfFrame = 0.35
    /// Above this agreement at coarse resolution no rotation is tried beside 0.
    private static let agreementAtOnce = 0.75

    private var furtherRotations: [Double] {
        let step = 2.0
        let count = Int((search.rotationDegrees / step).rounded(.up))
        return (1...max(count, 1)).flatMap { index -> [Double] in
            let degrees = min(Double(index) * step, search.rotationDegrees)
            return [degrees * .pi / 180, -degrees * .pi / 180]
        }
    }

    private func frame(of cut: BlisterCut) -> AlignmentFrame {
        AlignmentFrame(
            centreX: template.widthMillimetres / 2,
            centreY: template.lengthMillimetres / 2,
            originColumn: cut.expectedOrigin.x,
            originRow: cut.expectedOrigin.y,
            millimetresPerColumn: cut.millimetresPerColumn,
            millimetresPerRow: cut.millimetresPerRow
        )
    }

    private func registered(
        _ cut: BlisterCut,
        outcome: PoseRefinement.Outcome
    ) -> RegisteredBlister {
        let pixels = AffineMap(
            scaleX: template.millimetresPerPixel,
            scaleY: template.millimetresPerPixel,
            shiftX: 0,
            shiftY: 0
        )
        let map = outcome.pose.map(in: frame(of: cut)).after(pixels)
        return RegisteredBlister(
            identity: cut.identity,
            image: cut.image.resampled(
                by: map,
                width: template.mean.width,
                height: template.mean.height
            ),
            millimetresPerPixel: template.millimetresPerPixel,
            shift: Point(x: outcome.pose.shiftX, y: outcome.pose.shiftY),
            rotationDegrees: outcome.pose.rotation * 180 / .pi,
            stretch: outcome.pose.stretch,
            agreement: outcome.agreement,
            stepErrorMillimetres: cut.stepOffsetMillimetres + outcome.pose.shiftY,
            capturedNanoseconds: cut.capturedNanoseconds,
            encoderTicks: cut.encoderTicks
        )
    }
}

/// A cut at the resolution of one template level.
private struct LevelPicture {
    let columns: Int
    let rows: Int
    /// Block means; nil when the level is as fine as the cut, which is then read itself.
    ///
    /// Never nil for the coarsest level of a cut that is larger than one cell.
    let plane: Plane?
    let read: (_ map: AffineMap, _ outside: Float, _ results: inout [Float]) -> Void

    /// One per level; the second lends its blocks to the first where they fit.
    static func all(
        of cut: BlisterCut,
        levels: [TemplateLevel],
        mix: ChannelMix
    ) -> [LevelPicture] {
        let sizes = levels.prefix(2).map { cellSize(of: $0, in: cut) }
        var planes = [Plane?](repeating: nil, count: levels.count)
        if sizes.count == 2, sizes[0] == sizes[1] &* 2, sizes[1] != SIMD2(1, 1),
            sizes[0].x <= cut.image.width, sizes[0].y <= cut.image.height
        {
            let means = cut.image.reducedTwice(columns: sizes[1].x, rows: sizes[1].y, mix: mix)
            planes[0] = means.coarse.binomiallySmoothed()
            planes[1] = means.fine.binomiallySmoothed()
        }
        return levels.indices.map { index in
            LevelPicture(
                cut,
                level: levels[index],
                mix: mix,
                isCoarsest: index == 0,
                resolved: planes[index]
            )
        }
    }

    /// Columns and rows of the cut in one cell of `level`.
    private static func cellSize(of level: TemplateLevel, in cut: BlisterCut) -> SIMD2<Int> {
        SIMD2(
            max(1, Int((level.cellMillimetres / cut.millimetresPerColumn).rounded())),
            max(1, Int((level.cellMillimetres / cut.millimetresPerRow).rounded()))
        )
    }

    /// `resolved` is the plane where it is known already.
    private init(
        _ cut: BlisterCut,
        level: TemplateLevel,
        mix: ChannelMix,
        isCoarsest: Bool,
        resolved: Plane?
    ) {
        let size = Self.cellSize(of: level, in: cut)
        let (columns, rows) = (size.x, size.y)
        self.columns = columns
        self.rows = rows
        let (xs, ys) = (level.xs, level.ys)
        let image = cut.image
        guard isCoarsest || columns > 1 || rows > 1, columns <= image.width, rows <= image.height
        else {
            plane = nil
            read = { map, outside, results in
                image.sample(
                    xs: xs,
                    ys: ys,
                    through: map,
                    mix: mix,
                    outside: outside,
                    into: &results
                )
            }
            return
        }
        let reduced =
            resolved ?? TemplateLevel.resolved(image, columns: columns, rows: rows, mix: mix)
        plane = reduced
        let toCells = AffineMap(
            scaleX: 1 / Double(columns),
            scaleY: 1 / Double(rows),
            shiftX: 0,
            shiftY: 0
        )
        read = { map, outside, results in
            reduced.sample(
                xs: xs,
                ys: ys,
                through: toCells.after(map),
                outside: outside,
                into: &results
            )
        }
    }
}
