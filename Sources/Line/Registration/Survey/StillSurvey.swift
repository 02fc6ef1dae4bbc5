public import Blister
public import Imaging

/// Where the blister lies in still pictures of one blister each.
public struct SurveyedStills: Sendable, Equatable {
    /// As given, or as found.
    public var layout: Layout
    /// The blister's first corner from the picture's, typical place, millimetres.
    public var origin: Point
    /// Distance of pocket insides from what lies between, in standard deviations.
    public var separation: Double
    /// Pictures that look alike and were used.
    public var used: [Int]
}

extension SurveyedStills {
    /// Side of a cell, about, millimetres.
    private static let cellMillimetres = 0.4
    /// Pictures that are averaged.
    private static let picturesMax = 24

    /// Aligns the pictures to each other, and finds the blister in their mean.
    ///
    /// - Parameters:
    ///   - images: at least 5 of one size and channel count, each one blister in about one place.
    ///   - layout: as drawn; nil: found.
    ///   - millimetresPerPixel: of the pictures.
    /// - Returns: layout, typical place and the pictures used.
    /// - Throws: `fewAlignable`, `layoutTooWide`, `layoutTooLong`, `layoutNotFound`,
    ///   `pocketsNotFound`.
    public static func survey(
        _ images: [Image],
        layout: Layout?,
        millimetresPerPixel: Double
    ) throws(RegistrationError) -> SurveyedStills {
        guard let first = images.first else {
            throw .fewAlignable(alignable: 0, given: 0, needed: LearnedTemplate.usedMin)
        }
        let width = Double(first.width) * millimetresPerPixel
        let height = Double(first.height) * millimetresPerPixel
        let taken = min(picturesMax, images.count)
        let chosen = (0..<taken).map { $0 * images.count / taken }
        let (map, used) = try averaged(
            chosen.map { images[$0] },
            width: width,
            height: height,
            millimetresPerPixel: millimetresPerPixel
        )
        let indices = used.map { chosen[$0] }
        guard let layout else {
            return try searched(map, width: width, height: height, used: indices)
        }
        guard layout.width <= width * 1.1 else {
            throw .layoutTooWide(layoutMillimetres: layout.width, pictureMillimetres: width)
        }
        guard layout.length <= height * 1.1 else {
            throw .layoutTooLong(layoutMillimetres: layout.length, pictureMillimetres: height)
        }
        var single = layout
        single.lanes = 1
        let (slackX, slackY) = (width - layout.width, height - layout.length)
        let placed = LayoutPlacement(map: map, layout: single).best(
            xs: min(slackX, 0)...max(slackX, 0),
            ys: min(slackY, 0)...max(slackY, 0)
        )
        guard let placed, placed.separation >= WebSurvey.separationMin else {
            throw .layoutNotFound(
                separation: placed?.separation ?? 0,
                needed: WebSurvey.separationMin
            )
        }
        return SurveyedStills(
            layout: single,
            origin: Point(x: placed.x, y: placed.y),
            separation: placed.separation,
            used: indices
        )
    }

    private static func searched(
        _ map: FeatureMap,
        width: Double,
        height: Double,
        used: [Int]
    ) throws(RegistrationError) -> SurveyedStills {
        let finding = PocketSearch(map: map, wraps: false).best()
        guard let finding, finding.consistency >= PocketSearch.consistencyMin else {
            throw .pocketsNotFound(
                found: finding?.pockets.count ?? 0,
                consistency: finding?.consistency ?? 0,
                needed: PocketSearch.consistencyMin
            )
        }
        let assembled = LayoutAssembly(pockets: finding.pockets)
            .still(width: width, height: height)
        let separation = LayoutPlacement(map: map, layout: assembled.layout)
            .separation(x: assembled.origin.x, y: assembled.origin.y)
        return SurveyedStills(
            layout: assembled.layout,
            origin: assembled.origin,
            separation: separation,
            used: used
        )
    }

    /// The mean of the pictures' features, each aligned to the others.
    private static func averaged(
        _ images: [Image],
        width: Double,
        height: Double,
        millimetresPerPixel: Double
    ) throws(RegistrationError) -> (map: FeatureMap, used: [Int]) {
        let frame = Layout(
            width: width,
            length: height,
            lanes: 1,
            lanePitch: width,
            pitch: height,
            pockets: []
        )
        let cuts = images.enumerated().map { index, image in
            BlisterCut(
                identity: BlisterIdentity(cycle: index, lane: 0),
                image: image,
                expectedOrigin: Point(x: 0, y: 0),
                millimetresPerColumn: millimetresPerPixel,
                millimetresPerRow: millimetresPerPixel,
                capturedNanoseconds: 0,
                encoderTicks: nil,
                firstRow: 0,
                isIncomplete: false
            )
        }
        let search = AlignmentSearch.still(widthMillimetres: width, lengthMillimetres: height)
        let learned = try LearnedTemplate.learn(
            cuts: cuts,
            layout: frame,
            millimetresPerPixel: millimetresPerPixel,
            search: search
        )
        let aligner = Aligner(template: learned.template, search: search)
        let cell = max(1, Int((cellMillimetres / millimetresPerPixel).rounded()))
        var sum: FeatureMap?
        var count: Float = 0
        for index in learned.used {
            guard let registered = aligner.align(cuts[index]) else { continue }
            let map = FeatureMap(
                registered.image,
                columns: cell,
                rows: cell,
                millimetresPerColumn: millimetresPerPixel,
                millimetresPerRow: millimetresPerPixel
            )
            count += 1
            guard var total = sum else {
                sum = map
                continue
            }
            for k in total.planes.indices {
                for i in total.planes[k].values.indices {
                    total.planes[k].values[i] += map.planes[k].values[i]
                }
            }
            sum = total
        }
        guard var map = sum else {
            throw .fewAlignable(alignable: 0, given: images.count, needed: LearnedTemplate.usedMin)
        }
        for k in map.planes.indices {
            for i in map.planes[k].values.indices { map.planes[k].values[i] /= count }
        }
        return (map, learned.used)
    }
}
