internal import Blister
internal import Foundation
internal import Imaging
internal import Inspection

/// Learns model and limits from registered good blisters, leaving out those that are not good.
struct ProductLearner {
    /// Strain from which on a taught blister is left out as not good.
    static let outlierStrain = 2.0
    /// The same for the size of chance patches, which good blisters have now and then.
    static let patchStrain = 4.0
    /// Largest share of the blisters that may be left out.
    static let outlierShareMax = 0.25

    let layout: Layout
    let millimetresPerPixel: Double
    let falseRejectTarget: Double

    struct Outcome: Sendable {
        var model: ProductModel
        var pocketLimits: [PocketLimits]
        var blisterLimits: BlisterLimits
        /// Indices of the blisters that were left out, with the check that said so.
        var leftOut: [(index: Int, check: String, pocket: Int?)]
        var separability: Double
        /// Indices of the blisters that were learnt from.
        var used: [Int]
        /// Share of good readings that each check may reject.
        var tail: Double
    }

    /// What every taught blister read on every check.
    struct Readings: Sendable {
        /// By pocket, then check.
        var pockets: [[Double]]
        /// [check]; agreement and step come with registration.
        var blister: [Double]
    }

    /// Agreement and step error of a registered blister.
    struct Registered: Sendable {
        var image: Image
        var agreement: Double
        var stepErrorMillimetres: Double
    }

    func learn(_ blisters: [Registered]) throws(TeachingError) -> Outcome {
        let grid = WorkGrid(layout: layout, millimetresPerPixel: millimetresPerPixel)
        var kept = Array(blisters.indices)
        var leftOut: [(index: Int, check: String, pocket: Int?)] = []
        for round in 0..<3 {
            guard kept.count >= TeachingSet.blistersMin else {
                throw .tooFewGood(
                    count: kept.count,
                    leftOut: leftOut.count,
                    needed: TeachingSet.blistersMin
                )
            }
            let set = TeachingSet(images: kept.map { blisters[$0].image }, grid: grid)
            let learnt = ModelLearning(set: set).learn()
            let current = kept.map { blisters[$0] }
            let foils = learnt.withoutFold.map { TaughtFoil($0.foil, grid: grid) }
            let readings = ParallelMap.map(count: current.count) { index in
                Self.read(
                    set,
                    index: index,
                    model: learnt.withoutFold[index % FoldedMean.count],
                    foil: foils[index % FoldedMean.count],
                    registered: current[index]
                )
            }
            if round < 2 {
                let strict = limits(readings, channels: set.channels, trustsFarthest: false)
                let found = outliers(readings, strict, channels: set.channels)
                if !found.isEmpty {
                    leftOut += found.map { (kept[$0.index], $0.check, $0.pocket) }
                    guard Double(leftOut.count) <= Self.outlierShareMax * Double(blisters.count)
                    else { throw .notGood(leftOut: leftOut.count, given: blisters.count) }
                    let bad = found.map(\.index)
                    kept = kept.indices.filter { !bad.contains($0) }.map { kept[$0] }
                    continue
                }
            }
            let final = limits(readings, channels: set.channels, trustsFarthest: true)
            return Outcome(
                model: learnt.model,
                pocketLimits: final.pockets,
                blisterLimits: final.blister,
                leftOut: leftOut.sorted { $0.index < $1.index },
                separability: learnt.separability,
                used: kept,
                tail: tail
            )
        }
        throw .notGood(leftOut: leftOut.count, given: blisters.count)
    }

    private static func read(
        _ set: TeachingSet,
        index: Int,
        model: ProductModel,
        foil: TaughtFoil,
        registered: Registered
    ) -> Readings {
        let maps = set.maps[index]
        let pockets = set.grid.windows.map { window -> [Double] in
            let scene = PocketScene(
                maps: maps,
                window: window,
                model: model,
                millimetres: set.grid.millimetres
            )
            return PocketCheckName.checks.map { $0.read(scene).value }
        }
        let foil = FoilScene(maps: maps, grid: set.grid, taught: foil)
        return Readings(
            pockets: pockets,
            blister: [
                foil.dirtSquareMillimetres, foil.hairMillimetres, foil.spliceDeviation,
                registered.stepErrorMillimetres, registered.agreement, 1,
            ]
        )
    }

    /// The target shared out over everything that is measured, and both of its sides.
    private var tail: Double {
        let measured = PocketCheckName.allCases.filter { !$0.isNetwork }.count
        let checkCount = layout.pockets.count * measured + BlisterCheckName.allCases.count
        return falseRejectTarget / Double(checkCount) / 2
    }

    private func limits(
        _ readings: [Readings],
        channels: Int,
        trustsFarthest: Bool
    ) -> (pockets: [PocketLimits], blister: BlisterLimits) {
        let pocketCount = layout.pockets.count
        let learning = LimitLearning(tail: tail, trustsFarthest: trustsFarthest)
        var pockets = [PocketLimits](repeating: PocketLimits(), count: pocketCount)
        for check in PocketCheckName.checks.map(\.name) {
            let values = (0..<pocketCount).map { pocket in
                readings.map { $0.pockets[pocket][check.order] }
            }
            let ranges = learning.limits(values, check.traits(channels: channels))
            for pocket in 0..<pocketCount { pockets[pocket][check] = ranges[pocket] }
        }
        for pocket in 0..<pocketCount { pockets[pocket][.jointStrain] = JointStrain.range }
        var blister = BlisterLimits()
        for check in BlisterCheckName.allCases {
            let values = readings.map { $0.blister[check.order] }
            blister[check] = learning.limits([values], check.traits)[0]
        }
        if var agreement = blister[.agreement] {
            agreement.upper = nil
            blister[.agreement] = agreement
        }
        blister[.light] = LimitRange(lower: 0.5, upper: 2, typical: 1)
        return (pockets, blister)
    }

    private func outliers(
        _ readings: [Readings],
        _ limits: (pockets: [PocketLimits], blister: BlisterLimits),
        channels: Int
    ) -> [(index: Int, check: String, pocket: Int?)] {
        var found: [(index: Int, check: String, pocket: Int?)] = []
        for (index, reading) in readings.enumerated() {
            var worst: (strain: Double, check: String, pocket: Int?) = (Self.outlierStrain, "", nil)
            for pocket in reading.pockets.indices {
                for check in PocketCheckName.checks.map(\.name) {
                    guard let range = limits.pockets[pocket][check] else { continue }
                    let isHeavyTailed = check.traits(channels: channels).isHeavyTailed
                    let strain =
                        range.strain(of: reading.pockets[pocket][check.order])
                        * (isHeavyTailed ? Self.outlierStrain / Self.patchStrain : 1)
                    if strain > worst.strain { worst = (strain, check.rawValue, pocket) }
                }
            }
            for check in BlisterCheckName.allCases where check != .light {
                guard let range = limits.blister[check] else { continue }
                let isHeavyTailed = check.traits.isHeavyTailed
                let strain =
                    range.strain(of: reading.blister[check.order])
                    * (isHeavyTailed ? Self.outlierStrain / Self.patchStrain : 1)
                if strain > worst.strain { worst = (strain, check.rawValue, nil) }
            }
            if worst.strain > Self.outlierStrain {
                found.append((index, worst.check, worst.pocket))
            }
        }
        return found
    }
}
