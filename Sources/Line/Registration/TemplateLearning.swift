public import Blister
internal import Foundation
internal import Imaging

/// A template learnt from cuts, and what was learnt on the way.
public struct LearnedTemplate: Sendable {
    /// The template on the canonical grid.
    public var template: AlignmentTemplate
    /// Indices of the cuts that went into it, ascending.
    public var used: [Int]
    /// Agreement of every cut with the template; nil where it could not be aligned.
    public var agreements: [Double?]

    /// Learns from `cuts` by aligning and averaging in turns, from the most typical picture on.
    ///
    /// The cuts' expected places are taken to be right on average (median): the template's first
    /// corner lies there.
    ///
    /// - Parameters:
    ///   - cuts: at least 5 cuts of blisters most of which are good, same channels.
    ///   - layout: gives the size of the canonical grid.
    ///   - millimetresPerPixel: pitch of the canonical grid, positive.
    ///   - search: how far blisters lie from their expected places.
    /// - Returns: the template, which cuts it is made of, and how well each agrees with it.
    /// - Throws: `fewAlignable` when under 5 or under half of the cuts look alike.
    public static func learn(
        cuts: [BlisterCut],
        layout: Layout,
        millimetresPerPixel: Double,
        search: AlignmentSearch
    ) throws(RegistrationError) -> LearnedTemplate {
        let size = AlignmentTemplate.gridSize(of: layout, millimetresPerPixel: millimetresPerPixel)
        let whole = cuts.indices.filter { !cuts[$0].isIncomplete }
        guard whole.count >= usedMin else {
            throw .fewAlignable(alignable: whole.count, given: cuts.count, needed: usedMin)
        }
        let averaging = Averaging(
            cuts: cuts,
            width: size.width,
            height: size.height,
            millimetresPerPixel: millimetresPerPixel,
            search: search,
            layout: layout
        )
        var template = averaging.mostTypical(among: whole)
        var result: LearnedTemplate?
        for depth in depths {
            let aligner = Aligner(template: template, search: search)
            var outcomes = [PoseRefinement.Outcome?](repeating: nil, count: cuts.count)
            for index in whole {
                outcomes[index] = aligner.locateCoarsely(cuts[index], depth: depth)
            }
            let kept = trusted(outcomes)
            guard kept.count >= usedMin, kept.count * 2 >= whole.count else {
                throw .fewAlignable(
                    alignable: kept.count,
                    given: cuts.count,
                    needed: max(usedMin, (whole.count + 1) / 2)
                )
            }
            let poses = kept.compactMap { outcomes[$0]?.pose }
            let typical = typicalPose(poses)
            template = averaging.mean(of: kept, poses: poses, typical: typical)
            result = LearnedTemplate(
                template: template,
                used: kept,
                agreements: outcomes.map { $0?.agreement }
            )
        }
        guard let result else {
            throw .fewAlignable(alignable: 0, given: cuts.count, needed: usedMin)
        }
        return result
    }

    /// Resolutions used turn by turn.
    ///
    /// Fine ones come late: in a single picture the pattern of the foil is as sharp as the pockets, and only averaging tells which of them belongs to the
    /// blister.
    private static let depths = [1, 1, 2, 3, 3]

    /// Fewest blisters a template is made of.
    public static let usedMin = 5

    /// Indices whose agreement is not an outlier below the bulk.
    private static func trusted(_ outcomes: [PoseRefinement.Outcome?]) -> [Int] {
        let agreements = outcomes.compactMap { $0?.agreement }.sorted()
        guard !agreements.isEmpty else { return [] }
        let middle = agreements[agreements.count / 2]
        let spread = agreements.map { abs($0 - middle) }.sorted()[agreements.count / 2]
        let floor = middle - max(6 * spread, 0.05)
        return outcomes.indices.filter { (outcomes[$0]?.agreement ?? -2) >= floor }
    }

    private static func typicalPose(_ poses: [AlignmentPose]) -> AlignmentPose {
        func median(_ value: (AlignmentPose) -> Double) -> Double {
            Median.of(poses.map(value))
        }
        return AlignmentPose(
            shiftX: median(\.shiftX),
            shiftY: median(\.shiftY),
            rotation: median(\.rotation),
            stretch: median(\.stretch)
        )
    }
}

/// Averages cuts on the canonical grid.
private struct Averaging {
    let cuts: [BlisterCut]
    let width: Int
    let height: Int
    let millimetresPerPixel: Double
    let search: AlignmentSearch
    let layout: Layout

    /// Deviation assumed of a template that is one picture.
    private static let singleDeviation: UInt8 = 10
    /// Pictures tried as the most typical one, and pictures each is compared with.
    private static let candidatesMax = 8
    private static let comparedMax = 12

    func mostTypical(among whole: [Int]) -> AlignmentTemplate {
        func spread(_ count: Int) -> [Int] {
            let taken = min(count, whole.count)
            return (0..<taken).map { whole[$0 * whole.count / taken] }
        }
        var best: (template: AlignmentTemplate, score: Double)?
        for candidate in spread(Self.candidatesMax) {
            let mean = resampled(candidate, pose: AlignmentPose())
            let template = AlignmentTemplate(
                mean: mean,
                deviation: Image(
                    width: width,
                    height: height,
                    channels: mean.channels,
                    filledWith: Self.singleDeviation
                ),
                millimetresPerPixel: millimetresPerPixel
            )
            let aligner = Aligner(template: template, search: search)
            let score = spread(Self.comparedMax).filter { $0 != candidate }
                .map { max(aligner.locateCoarsely(cuts[$0], depth: 1)?.agreement ?? 0, 0) }.reduce(
                    0,
                    +
                )
            if score > (best?.score ?? -1) { best = (template, score) }
        }
        guard let best else { preconditionFailure("no whole cut") }
        return best.template
    }

    func mean(of kept: [Int], poses: [AlignmentPose], typical: AlignmentPose) -> AlignmentTemplate {
        let channels = cuts[kept[0]].image.channels
        var sums = [UInt32](repeating: 0, count: width * height * channels)
        var squares = sums
        for (index, pose) in zip(kept, poses) {
            var settled = pose
            settled.shiftX -= typical.shiftX
            settled.shiftY -= typical.shiftY
            settled.rotation -= typical.rotation
            settled.stretch /= typical.stretch
            let image = resampled(index, pose: settled)
            for i in image.pixels.indices {
                let value = UInt32(image.pixels[i])
                sums[i] += value
                squares[i] += value * value
            }
        }
        let count = Double(kept.count)
        var mean = Image(width: width, height: height, channels: channels, filledWith: 0)
        var deviation = mean
        for i in sums.indices {
            let average = Double(sums[i]) / count
            mean.pixels[i] = UInt8(average.rounded())
            let variance = max(0, Double(squares[i]) / count - average * average)
            deviation.pixels[i] = UInt8(min(variance.squareRoot(), 255).rounded())
        }
        return AlignmentTemplate(
            mean: mean,
            deviation: deviation,
            millimetresPerPixel: millimetresPerPixel,
            layout: layout
        )
    }

    private func resampled(_ index: Int, pose: AlignmentPose) -> Image {
        let cut = cuts[index]
        let frame = AlignmentFrame(
            centreX: Double(width) * millimetresPerPixel / 2,
            centreY: Double(height) * millimetresPerPixel / 2,
            originColumn: cut.expectedOrigin.x,
            originRow: cut.expectedOrigin.y,
            millimetresPerColumn: cut.millimetresPerColumn,
            millimetresPerRow: cut.millimetresPerRow
        )
        let pixels = AffineMap(
            scaleX: millimetresPerPixel,
            scaleY: millimetresPerPixel,
            shiftX: 0,
            shiftY: 0
        )
        return cut.image.resampled(
            by: pose.map(in: frame).after(pixels),
            width: width,
            height: height
        )
    }
}
