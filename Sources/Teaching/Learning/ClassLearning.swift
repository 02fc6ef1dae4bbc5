internal import Blister
internal import Foundation
internal import Imaging
internal import Inspection

/// One product in one pocket of one blister, cut out in its own frame.
struct ProductSample: Sendable {
    var blister: Int
    var pocket: Int
    /// Where it lies in its window.
    var frame: RigidFrame
    var planes: [[Float]]
    var mask: [Float]
    /// Which way it lies: 0, or 1 for products that may lie either way round.
    var variant = 0
}

/// Groups pockets by shape and finds the typical place, turn and size of their products.
struct ClassLearning {
    /// Long over short extent from which on a product is turned along its length.
    static let elongationMin = 1.25
    /// Space kept around the pocket in the product's frame, in millimetres.
    static let marginMillimetres = 1.0
    /// Depth inside the outline from which on a place counts as the product's face, in millimetres.
    static let faceDepth: Float = 0.5

    let set: TeachingSet
    let tables: ClassTables

    struct Sighting: Sendable {
        var area: Int
        var x: Double
        var y: Double
        var radians: Double
        var elongation: Double
    }

    struct Group {
        var pockets: [Int]
        var halfWidth: Int
        var halfHeight: Int
        var isElongated: Bool
        /// As ``ProductClass/isMarked``.
        var isMarked = false
        var area: Double
    }

    struct Placement {
        var group: Int
        var x: Double
        var y: Double
        var radians: Double
    }

    /// Silhouettes of every blister and pocket.
    func sightings() -> [[Sighting]] {
        ParallelMap.map(count: set.maps.count) { index in
            set.grid.windows.map { window in
                let seen = Silhouette(maps: set.maps[index], window: window, tables: tables)
                return Sighting(
                    area: seen.area,
                    x: seen.centreX,
                    y: seen.centreY,
                    radians: seen.radians,
                    elongation: seen.elongation
                )
            }
        }
    }

    /// Pockets of equal shape form one group.
    func groups(_ sightings: [[Sighting]]) -> [Group] {
        var shapes: [(length: Double, width: Double)] = []
        var members: [[Int]] = []
        for (index, pocket) in set.grid.layout.pockets.enumerated() {
            let known = shapes.firstIndex {
                abs($0.length - pocket.halfLength) < 0.05 && abs($0.width - pocket.halfWidth) < 0.05
            }
            if let known {
                members[known].append(index)
            } else {
                shapes.append((pocket.halfLength, pocket.halfWidth))
                members.append([index])
            }
        }
        return zip(shapes, members).map { shape, pockets in
            let seen = sightings.flatMap { blister in pockets.map { blister[$0] } }
            let elongation = Statistics.median(seen.map(\.elongation))
            let isElongated = elongation > Self.elongationMin
            let margin = Self.marginMillimetres
            let long = Int(((shape.length + margin) / set.grid.millimetres).rounded(.up))
            let short = Int(((shape.width + margin) / set.grid.millimetres).rounded(.up))
            return Group(
                pockets: pockets,
                halfWidth: long,
                halfHeight: isElongated ? short : long,
                isElongated: isElongated,
                area: Statistics.median(seen.map { Double($0.area) })
            )
        }
    }

    /// Typical place and turn per pocket.
    func placements(_ sightings: [[Sighting]], _ groups: [Group]) -> [Placement] {
        set.grid.layout.pockets.indices.map { pocket in
            let group = groups.firstIndex { $0.pockets.contains(pocket) } ?? 0
            let seen = sightings.map { $0[pocket] }
            // Directions are averaged doubled, since half a turn is none.
            let sine = seen.reduce(0) { $0 + sin(2 * $1.radians) }
            let cosine = seen.reduce(0) { $0 + cos(2 * $1.radians) }
            return Placement(
                group: group,
                x: Statistics.median(seen.map(\.x)),
                y: Statistics.median(seen.map(\.y)),
                radians: groups[group].isElongated ? 0.5 * atan2(sine, cosine) : 0
            )
        }
    }

    /// Cuts all products of typical size out in their frames.
    func samples(
        _ sightings: [[Sighting]],
        _ groups: [Group],
        _ placements: [Placement]
    ) -> [ProductSample] {
        let perBlister = ParallelMap.map(count: set.maps.count) { blister -> [ProductSample] in
            var samples: [ProductSample] = []
            for window in set.grid.windows {
                let sighting = sightings[blister][window.index]
                let placement = placements[window.index]
                let group = groups[placement.group]
                let share = Double(sighting.area) / max(1, group.area)
                let isTypical = share > 0.8 && share < 1.25
                let frame = RigidFrame(
                    x: isTypical ? sighting.x : placement.x,
                    y: isTypical ? sighting.y : placement.y,
                    radians: !group.isElongated
                        ? 0
                        : isTypical
                            ? Silhouette.nearest(sighting.radians, to: placement.radians)
                            : placement.radians,
                    halfWidth: group.halfWidth,
                    halfHeight: group.halfHeight
                )
                samples.append(
                    sample(ofBlister: blister, window, frame)
                )
            }
            return samples
        }
        return perBlister.flatMap { $0 }
    }

    /// Cuts one product out in `frame`.
    private func sample(
        ofBlister blister: Int,
        _ window: PocketWindow,
        _ frame: RigidFrame
    ) -> ProductSample {
        let maps = set.maps[blister]
        let planes = window.cut(Array(maps.planes[0...maps.channels]), gridWidth: maps.width)
        let mask = Silhouette(maps: maps, window: window, tables: tables).mask
        return ProductSample(
            blister: blister,
            pocket: window.index,
            frame: frame,
            planes: PocketScene.cuts(planes, window.width, frame),
            mask: PocketScene.cuts([mask.cells.map(Float.init)], window.width, frame)[0]
        )
    }

    /// `samples` with the frames of the products of `group` settled on the mean of their way of
    /// lying, as inspection will.
    func settled(
        _ samples: [ProductSample],
        _ group: Group,
        _ product: ProductClass
    ) -> [ProductSample] {
        var result = samples
        for members in ways(samples, group) {
            let mean = meanBrightness(samples, members)
            let settling = FaceSettling(mean, width: 2 * group.halfWidth + 1)
            let after = ParallelMap.map(count: members.count) { index -> ProductSample in
                let old = samples[members[index]]
                let window = set.grid.windows[old.pocket]
                let maps = set.maps[old.blister]
                let frame = settling.settled(
                    old.frame,
                    brightness: old.planes[0],
                    in: window.cut([maps.planes[0]], gridWidth: maps.width)[0],
                    width: window.width,
                    taught: mean,
                    product: product,
                    ceilings: maps.ceilings
                )
                guard let frame else { return old }
                var new = sample(ofBlister: old.blister, window, frame)
                new.variant = old.variant
                return new
            }
            for (member, sample) in zip(members, after) { result[member] = sample }
        }
        return result
    }

    /// Sum of the squared deviations of the faces of `group` from the mean of their way of lying.
    func scatter(_ samples: [ProductSample], _ group: Group, _ product: ProductClass) -> Double {
        let face = product.outline.indices.filter { product.outline[$0] < -Self.faceDepth }
        var sum = 0.0
        for members in ways(samples, group) {
            let mean = meanBrightness(samples, members)
            for member in members {
                for place in face {
                    let difference = Double(samples[member].planes[0][place] - mean[place])
                    sum += difference * difference
                }
            }
        }
        return sum
    }

    /// The products of `group`, by the way in which they lie.
    private func ways(_ samples: [ProductSample], _ group: Group) -> [[Int]] {
        (0...1).map { variant in
            samples.indices.filter {
                group.pockets.contains(samples[$0].pocket) && samples[$0].variant == variant
            }
        }.filter { !$0.isEmpty }
    }

    private func meanBrightness(_ samples: [ProductSample], _ members: [Int]) -> [Float] {
        var sum = FoldedMean(planes: 1, places: samples[members[0]].mask.count)
        for member in members { sum.add([samples[member].planes[0]], fold: 0) }
        return sum.mean(without: nil, prior: nil, weight: 0)[0]
    }
}
