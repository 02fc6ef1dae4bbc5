internal import Blister
internal import ProcessControl

/// Which measured values of a blister are followed, and where they stand in its result.
///
/// Taken from the first accepted result: its checks with limits, pocket by pocket, then those of the
/// blister as a whole.
struct TrendLayout: Sendable, Equatable {
    /// One followed value.
    struct Place: Sendable, Equatable {
        /// nil for a check of the whole blister.
        let pocket: Int?
        /// Position in its list of checks.
        let check: Int
        let name: String
    }

    /// Subgroups are so many blisters one after another.
    static let subgroupSize = 5
    /// Values followed in a lane; a blister of many pockets keeps its memory and time.
    static let placeCountMax = 512

    let places: [Place]

    /// The places of `result`.
    init(of result: InspectionResult) {
        var places: [Place] = []
        for (number, pocket) in result.pockets.enumerated() {
            places += Self.places(pocket.checks, pocket: number)
        }
        places += Self.places(result.checks, pocket: nil)
        self.places = Array(places.prefix(Self.placeCountMax))
    }

    private static func places(_ checks: [Check], pocket: Int?) -> [Place] {
        var seen: Set<String> = []
        return checks.enumerated().compactMap { index, check in
            guard check.limit != nil, check.value.isFinite, seen.insert(check.name).inserted else {
                return nil
            }
            return Place(pocket: pocket, check: index, name: check.name)
        }
    }

    /// One series for each place.
    ///
    /// - Parameters:
    ///   - result: the one the layout was made of; names units and limits.
    ///   - lane: from 0.
    ///   - baselines: limits found before.
    /// - Returns: the series, in the order of ``places``.
    /// - Throws: never with this size of subgroups.
    func features(
        of result: InspectionResult,
        lane: Int,
        baselines: [TrendKey: ProcessBaseline]
    ) throws -> [TrendFeature] {
        let design = try ChartDesign(subgroupSize: Self.subgroupSize)
        return places.compactMap { place in
            guard let check = Self.check(place, in: result) else { return nil }
            let key = TrendKey(feature: place.name, pocket: place.pocket, lane: lane)
            return TrendFeature(
                key: key,
                unit: check.unit,
                specification: try? SpecificationLimits(
                    lower: check.lowerLimit,
                    upper: check.upperLimit
                ),
                design: design,
                baseline: baselines[key]
            )
        }
    }

    /// The values of `result` in the order of ``places``; NaN where it has none.
    func values(of result: InspectionResult) -> [Double] {
        places.map { Self.check($0, in: result)?.value ?? .nan }
    }

    private static func check(_ place: Place, in result: InspectionResult) -> Check? {
        let checks: [Check]
        if let pocket = place.pocket {
            guard pocket < result.pockets.count else { return nil }
            checks = result.pockets[pocket].checks
        } else {
            checks = result.checks
        }
        if place.check < checks.count, checks[place.check].name == place.name {
            return checks[place.check]
        }
        return checks.first { $0.name == place.name }
    }
}
