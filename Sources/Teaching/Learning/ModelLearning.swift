internal import Blister
internal import Foundation
internal import Imaging
internal import Inspection

/// Learns the product model, and the models with one fold of the blisters left out.
struct ModelLearning {
    /// Smallest deviation of brightness and colour, in grey levels.
    static let brightnessFloor: Float = 1.2
    /// Least scatter of an uncovered place, in grey levels.
    static let gapFloor: Float = 2
    /// Least scatter of an uncovered place's roughness.
    static let gapRoughnessFloor: Float = 0.2
    /// Smallest deviation of roughness.
    static let roughnessFloor: Float = 0.12
    /// Samples' worth of the whole class that a pocket's own mean is drawn towards.
    static let priorWeight = 2.0
    /// Share of good silhouettes that may leave out, or cover, a place without its being sure.
    static let ambiguousShare: Float = 0.02
    /// Fewest products that lie the other way round for that to be a way of lying.
    static let variantSamplesMin = 8

    /// Share of the scatter of faces that settling must leave at most: measured 0.21 and 0.52 on
    /// capsules of two colours in mono and colour, 0.83 and 0.91 on glossy oblongs.
    static let markedShare = 0.65
    /// Times that frames are settled on a mean which gets sharper by it.
    static let settlingRounds = 3

    let set: TeachingSet

    struct Outcome: Sendable {
        var model: ProductModel
        /// Models that have not seen the blisters of fold 0, 1, ...
        var withoutFold: [ProductModel]
        var separability: Double
    }

    func learn() -> Outcome {
        let (tables, separability) = TableLearning(set: set).learn()
        let classes = ClassLearning(set: set, tables: tables)
        let sightings = classes.sightings()
        var groups = classes.groups(sightings)
        let placements = classes.placements(sightings, groups)
        var samples = classes.samples(sightings, groups, placements)
        for index in groups.indices where groups[index].isElongated {
            distinguish(&samples, groups[index])
            groups[index].isMarked = settle(&samples, groups[index], classes)
        }
        let products = groups.map { productClass($0, samples) }
        let aligned = samples
        let gaps = self.gaps(tables)
        let folds: [Int?] = [nil] + (0..<FoldedMean.count).map { $0 }
        let models = ParallelMap.map(count: folds.count) { index in
            ProductModel(
                channels: set.channels,
                gridWidth: set.grid.width,
                gridHeight: set.grid.height,
                light: set.light,
                tables: tables,
                classes: products,
                pockets: pockets(products, placements, aligned, gaps, without: folds[index]),
                foil: foil(without: folds[index])
            )
        }
        var result = models
        let foilOddness = oddness(models)
        let gapOddness = gapOddness(models, tables)
        for index in result.indices {
            result[index].foil.oddness = foilOddness
            for pocket in result[index].pockets.indices {
                result[index].pockets[pocket].gap.oddness = gapOddness
            }
        }
        for index in result.indices {
            for product in products.indices {
                result[index].classes[product].oddness = productOddness(models, product, samples)
            }
        }
        return Outcome(
            model: result[0],
            withoutFold: Array(result.dropFirst()),
            separability: separability
        )
    }

    /// Tells the ways apart in which long products of two colours lie, by the two means that
    /// explain them best.
    private func distinguish(_ samples: inout [ProductSample], _ group: ClassLearning.Group) {
        let members = samples.indices.filter { group.pockets.contains(samples[$0].pocket) }
        guard let first = members.first else { return }
        let start = samples[first].planes
        var means = [start, start.map { Array($0.reversed()) }]
        for _ in 0..<4 {
            var counts = [0, 0]
            var sums = means.map { mean in mean.map { [Float](repeating: 0, count: $0.count) } }
            for member in members {
                let planes = samples[member].planes
                let variant = distance(planes, means[1]) < distance(planes, means[0]) ? 1 : 0
                samples[member].variant = variant
                counts[variant] += 1
                for plane in planes.indices {
                    for place in planes[plane].indices {
                        sums[variant][plane][place] += planes[plane][place]
                    }
                }
            }
            guard counts.allSatisfy({ $0 >= Self.variantSamplesMin }) else {
                for member in members { samples[member].variant = 0 }
                return
            }
            means = zip(sums, counts).map { sum, count in
                sum.map { plane in plane.map { $0 / Float(count) } }
            }
        }
    }

    /// Settles the frames of `group` on their faces where that makes the faces much more alike, and
    /// says whether it does: the highlights of a glossy one would lead them astray.
    private func settle(
        _ samples: inout [ProductSample],
        _ group: ClassLearning.Group,
        _ classes: ClassLearning
    ) -> Bool {
        let product = productClass(group, samples)
        let settled = classes.settled(samples, group, product)
        let scatters = [samples, settled].map { classes.scatter($0, group, product) }
        guard scatters[1] < Self.markedShare * scatters[0] else { return false }
        samples = settled
        for _ in 1..<Self.settlingRounds {
            samples = classes.settled(samples, group, productClass(group, samples))
        }
        return true
    }

    private func distance(_ first: [[Float]], _ second: [[Float]]) -> Float {
        var sum: Float = 0
        for plane in first.indices {
            for place in first[plane].indices {
                let difference = first[plane][place] - second[plane][place]
                sum += min(1600, difference * difference)
            }
        }
        return sum
    }

    private var productFloors: [Float] {
        Array(repeating: Self.brightnessFloor, count: set.channels) + [Self.roughnessFloor]
    }

    private func productClass(
        _ group: ClassLearning.Group,
        _ samples: [ProductSample]
    ) -> ProductClass {
        let members = samples.filter { group.pockets.contains($0.pocket) }
        let width = 2 * group.halfWidth + 1
        let places = width * (2 * group.halfHeight + 1)
        var share = [Float](repeating: 0, count: places)
        for member in members {
            for place in share.indices { share[place] += member.mask[place] }
        }
        func outline(coveredBy least: Float) -> [Float] {
            OutlineDistance.signed(
                share.map { $0 > Float(members.count) * least },
                width: width,
                millimetres: set.grid.millimetres
            )
        }
        var scatter = Scatter(planes: set.channels + 1, places: places)
        var brightness = FoldedMean(planes: set.channels + 1, places: places)
        for member in members { brightness.add(member.planes, fold: 0) }
        for pocket in group.pockets {
            for variant in 0...1 {
                let own = members.filter { $0.pocket == pocket && $0.variant == variant }
                guard own.count >= FoldedMean.count else { continue }
                var mean = FoldedMean(planes: set.channels + 1, places: places)
                for sample in own {
                    mean.add(sample.planes, fold: sample.blister % FoldedMean.count)
                }
                for fold in 0..<FoldedMean.count {
                    let others = mean.mean(without: fold, prior: nil, weight: 0)
                    for sample in own where sample.blister % FoldedMean.count == fold {
                        scatter.add(sample.planes, around: others)
                    }
                }
            }
        }
        return ProductClass(
            halfWidth: group.halfWidth,
            halfHeight: group.halfHeight,
            isElongated: group.isElongated,
            isMarked: group.isMarked,
            area: group.area,
            outline: outline(coveredBy: 0.5),
            inner: outline(coveredBy: 1 - Self.ambiguousShare),
            outer: outline(coveredBy: Self.ambiguousShare),
            deviation: scatter.deviations(
                width: width,
                floors: productFloors,
                brightness: brightness.mean(without: nil, prior: nil, weight: 0)[0]
            ),
            oddness: 6
        )
    }

    private func pockets(
        _ products: [ProductClass],
        _ placements: [ClassLearning.Placement],
        _ samples: [ProductSample],
        _ gaps: [GapLearning],
        without fold: Int?
    ) -> [PocketModel] {
        let variants = products.indices.map { product in
            samples.contains { placements[$0.pocket].group == product && $0.variant == 1 } ? 2 : 1
        }
        func mean(
            of group: Int,
            _ variant: Int,
            prior: [[Float]]?,
            where isMember: (ProductSample) -> Bool
        ) -> [[Float]] {
            var mean = FoldedMean(
                planes: set.channels + 1,
                places: products[group].outline.count
            )
            for sample in samples where sample.variant == variant && isMember(sample) {
                mean.add(sample.planes, fold: sample.blister % FoldedMean.count)
            }
            return mean.mean(without: fold, prior: prior, weight: Self.priorWeight)
        }
        let whole = products.indices.map { group in
            (0..<variants[group]).map { variant in
                mean(of: group, variant, prior: nil) { placements[$0.pocket].group == group }
            }
        }
        return set.grid.windows.map { window in
            let placement = placements[window.index]
            let group = placement.group
            let means = (0..<variants[group]).map { variant in
                mean(of: group, variant, prior: whole[group][variant]) {
                    $0.pocket == window.index
                }
            }
            let (pocketMean, pocketDeviation) = inPlace(window, without: fold)
            return PocketModel(
                classIndex: placement.group,
                centreX: placement.x,
                centreY: placement.y,
                radians: placement.radians,
                means: means,
                frameWidth: 2 * products[group].halfWidth + 1,
                pocketMean: pocketMean,
                pocketDeviation: pocketDeviation,
                gap: gaps[window.index].model(without: fold, oddness: 6)
            )
        }
    }

    private func inPlace(_ window: PocketWindow, without fold: Int?) -> ([[Float]], [[Float]]) {
        let planes = set.channels + 2
        let places = window.width * window.height
        let cuts = set.maps.map { window.cut($0.planes, gridWidth: $0.width) }
        var mean = FoldedMean(planes: planes, places: places)
        for (blister, cut) in cuts.enumerated() {
            mean.add(cut, fold: blister % FoldedMean.count)
        }
        let typical = mean.mean(without: fold, prior: nil, weight: 0)
        var scatter = Scatter(planes: planes, places: places)
        for (blister, cut) in cuts.enumerated() where blister % FoldedMean.count != fold {
            scatter.add(cut, around: typical)
        }
        return (
            typical,
            scatter.deviations(
                width: window.width,
                floors: productFloors + [Self.roughnessFloor],
                brightness: typical[0]
            )
        )
    }

    private func foil(without fold: Int?) -> FoilModel {
        let places = set.grid.foil.count
        let planes = FoilScene.planeCount(channels: set.channels)
        var mean = FoldedMean(planes: planes, places: places)
        for (blister, maps) in set.maps.enumerated() where blister % FoldedMean.count != fold {
            mean.add(FoilScene.planes(maps), fold: blister % FoldedMean.count)
        }
        let typical = mean.mean(without: fold, prior: nil, weight: 0)
        var scatter = Scatter(planes: planes, places: places)
        for (blister, maps) in set.maps.enumerated() where blister % FoldedMean.count != fold {
            scatter.add(FoilScene.planes(maps), around: typical)
        }
        return FoilModel(
            mean: typical,
            deviation: scatter.deviations(
                width: set.grid.width,
                floors: productFloors + [Self.brightnessFloor],
                brightness: typical[0]
            ),
            oddness: 6
        )
    }

    private func gaps(_ tables: ClassTables) -> [GapLearning] {
        ParallelMap.map(count: set.grid.windows.count) { index in
            let window = set.grid.windows[index]
            var learning = GapLearning(window: window, channels: set.channels)
            for (blister, maps) in set.maps.enumerated() {
                let seen = Silhouette(maps: maps, window: window, tables: tables)
                learning.add(
                    window.cut(maps.planes, gridWidth: maps.width),
                    product: seen.mask,
                    fold: blister % FoldedMean.count
                )
            }
            return learning
        }
    }

    /// Deviation that one uncovered place of a pocket in two thousand exceeds.
    private func gapOddness(_ models: [ProductModel], _ tables: ClassTables) -> Float {
        let deviations = ParallelMap.map(count: set.maps.count) { blister -> [Float] in
            let maps = set.maps[blister]
            let model = models[1 + blister % FoldedMean.count]
            var found: [Float] = []
            for window in set.grid.windows {
                let near = Silhouette(maps: maps, window: window, tables: tables)
                    .mask.dilated(times: GapModel.haloPlaces).cells
                let planes = window.cut(maps.planes, gridWidth: maps.width)
                let gap = model.pockets[window.index].gap
                for place in near.indices
                where near[place] == 0 && window.distance[place] < 0.6
                    && gap.deviation[0][place] < GapModel.unknownDeviation
                {
                    found.append(gap.strangeness(planes, place: place))
                }
            }
            return found
        }
        return max(4, min(6, Statistics.quantile(deviations.flatMap { $0 }, 0.9995)))
    }

    /// Deviation that one place of clean foil in two thousand exceeds.
    private func oddness(_ models: [ProductModel]) -> Float {
        var deviations: [Float] = []
        let foils = models.map { TaughtFoil($0.foil, grid: set.grid) }
        for (blister, maps) in set.maps.enumerated() {
            let scene = FoilScene(
                maps: maps,
                grid: set.grid,
                taught: foils[1 + blister % FoldedMean.count],
                keepsDeviations: true
            )
            for index in stride(from: blister % 5, to: scene.deviations.count, by: 5) {
                deviations.append(scene.deviations[index])
            }
        }
        return max(5, min(9, Statistics.quantile(deviations, 0.9995)))
    }

    /// Deviation that one place of a good product's face in two thousand exceeds.
    private func productOddness(
        _ models: [ProductModel],
        _ product: Int,
        _ samples: [ProductSample]
    ) -> Float {
        var deviations: [Float] = []
        let outline = models[0].classes[product].outline
        let scatter = models[0].classes[product].deviation
        for sample in samples {
            let pocket = models[1 + sample.blister % FoldedMean.count].pockets[sample.pocket]
            guard pocket.classIndex == product else { continue }
            let contrasts = (0..<set.channels).map { plane in
                let taught = pocket.means[sample.variant][plane]
                let residual = sample.planes[plane].indices.map {
                    (sample.planes[plane][$0] - taught[$0]) / scatter[plane][$0]
                }
                return SpotCheck.contrast(
                    residual,
                    models[0].classes[product],
                    plane: plane,
                    isClear: Array(repeating: 1, count: residual.count)
                )
            }
            for place in stride(from: sample.blister % 3, to: outline.count, by: 3)
            where outline[place] < -ProductClass.coreDepthMillimetres {
                deviations.append(contrasts.reduce(0) { max($0, abs($1[place])) })
            }
        }
        return max(5, min(9, Statistics.quantile(deviations, 0.9995)))
    }
}
