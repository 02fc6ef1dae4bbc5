internal import Blister
internal import Foundation
internal import Imaging

/// Completes a set of found pockets where their grid has gaps, and finds their outline.
struct PocketRefinement {
    let map: FeatureMap
    let wraps: Bool

    /// Places on one line differ by less than this, millimetres.
    private static let sameMillimetres = 1.5
    /// Share of the strongest contrast to the background that still belongs to a pocket.
    private static let outlineShare = 0.35
    /// Least distance between the outlines of two pockets, millimetres.
    private static let gapMin = 0.4

    /// The pockets with those added that fill up their grid and look like them.
    func completed(_ pockets: [PocketBlob]) -> [PocketBlob] {
        guard let reference = pockets.first, pockets.count >= 4 else { return pockets }
        let columns = lines(pockets.map(\.centre.x))
        let rows = lines(pockets.map(\.centre.y))
        guard pockets.count * 10 >= columns.count * rows.count * 6,
            pockets.count < columns.count * rows.count
        else { return pockets }
        let profile = ContrastProfile(map: map, wraps: wraps, pockets: pockets)
        var result = pockets
        for y in rows {
            for x in columns {
                let taken = pockets.contains {
                    abs($0.centre.x - x) < Self.sameMillimetres
                        && abs($0.centre.y - y) < Self.sameMillimetres
                }
                guard !taken else { continue }
                var added = reference
                added.centre = Point(x: x, y: y)
                if profile.looksLikePocket(added) { result.append(added) }
            }
        }
        return result
    }

    /// The pockets with outlines moved to where they stop differing from what lies between.
    func outlined(_ pockets: [PocketBlob]) -> [PocketBlob] {
        let profile = ContrastProfile(map: map, wraps: wraps, pockets: pockets)
        let values = profile.contrasts
        guard let inner = values.filter({ $0.distance <= 0.5 }).map(\.contrast).max() else {
            return pockets
        }
        var outline = 0.0
        for value in values {
            guard value.contrast >= inner * Self.outlineShare else {
                if value.distance > -0.5 { break }
                continue
            }
            outline = value.distance + profile.binMillimetres / 2
        }
        outline = min(outline, (nearestGap(pockets) - Self.gapMin) / 2)
        return pockets.map { blob in
            var grown = blob
            grown.grow(by: outline)
            return grown
        }
    }

    private func lines(_ values: [Double]) -> [Double] {
        var groups: [[Double]] = []
        for value in values.sorted() {
            if let last = groups.last?.last, value - last < Self.sameMillimetres {
                groups[groups.count - 1].append(value)
            } else {
                groups.append([value])
            }
        }
        return groups.map { $0.reduce(0, +) / Double($0.count) }
    }

    /// Smallest distance between two pockets' outlines, across the wrap too.
    private func nearestGap(_ pockets: [PocketBlob]) -> Double {
        let period = Double(map.height) * map.cellY
        var nearest = 12.0
        for (index, one) in pockets.enumerated() {
            for other in pockets[(index + 1)...] {
                for turn in wraps ? [-period, 0, period] : [0] {
                    let x = other.centre.x - one.centre.x
                    let y = other.centre.y + turn - one.centre.y
                    let distance = (x * x + y * y).squareRoot()
                    guard distance > 0, distance < 60 else { continue }
                    // Half extents along the line between the centres.
                    func reach(_ blob: PocketBlob) -> Double {
                        let pocket = Pocket(centre: Point(x: 0, y: 0), shape: blob.shape)
                        var (low, high) = (0.0, 60.0)
                        for _ in 0..<20 {
                            let t = (low + high) / 2
                            let place = Point(x: x / distance * t, y: y / distance * t)
                            if pocket.signedDistance(to: place) < 0 { low = t } else { high = t }
                        }
                        return low
                    }
                    nearest = min(nearest, distance - reach(one) - reach(other))
                }
            }
        }
        return nearest
    }
}

/// How much the surface differs from that between pockets, by distance from the outline.
struct ContrastProfile {
    let binMillimetres: Double
    /// By rising distance from the outline, negative inside.
    private(set) var contrasts: [(distance: Double, contrast: Double)] = []
    private let map: FeatureMap
    private let wraps: Bool
    private var background: [Double] = []
    private var spread: [Double] = []
    private var inside: [Double] = []

    private struct Sample {
        var distance: Double
        var cell: Int
    }

    init(map: FeatureMap, wraps: Bool, pockets: [PocketBlob]) {
        self.map = map
        self.wraps = wraps
        binMillimetres = max(map.cellX, map.cellY)
        let samples = Self.samples(map, wraps, pockets).sorted {
            ($0.distance, $0.cell) < ($1.distance, $1.cell)
        }
        guard samples.count > 50 else { return }
        let far = samples.suffix(samples.count / 5)
        background = means(far)
        spread = map.planes.indices.map { k in
            let sum = far.reduce(0.0) {
                let difference = Double(map.planes[k].values[$1.cell]) - background[k]
                return $0 + difference * difference
            }
            return max(1, (sum / Double(far.count)).squareRoot())
        }
        inside = means(samples.filter { $0.distance < -0.5 }[...])
        var start = 0
        while start < samples.count {
            let edge = (samples[start].distance / binMillimetres).rounded(.down) * binMillimetres
            var end = start
            while end < samples.count, samples[end].distance < edge + binMillimetres { end += 1 }
            if end == start { end = start + 1 }
            contrasts.append(
                (edge + binMillimetres / 2, contrast(means(samples[start..<end])))
            )
            start = end
        }
    }

    /// Whether the middle of `blob` is nearer to the known pockets than to what lies between.
    func looksLikePocket(_ blob: PocketBlob) -> Bool {
        let own = Self.samples(map, wraps, [blob]).filter { $0.distance < -0.5 }
        guard own.count >= 4, !inside.isEmpty else { return false }
        let mean = means(own[...])
        let toInside = zip(zip(mean, inside), spread).reduce(0.0) {
            $0 + (($1.0.0 - $1.0.1) / $1.1) * (($1.0.0 - $1.0.1) / $1.1)
        }
        return toInside.squareRoot() < contrast(mean)
    }

    private func means(_ samples: ArraySlice<Sample>) -> [Double] {
        map.planes.map { plane in
            samples.reduce(0.0) { $0 + Double(plane.values[$1.cell]) }
                / Double(max(1, samples.count))
        }
    }

    private func contrast(_ mean: [Double]) -> Double {
        var sum = 0.0
        for k in mean.indices {
            let difference = (mean[k] - background[k]) / spread[k]
            sum += difference * difference
        }
        return sum.squareRoot()
    }

    /// Cells around the pockets, each with its distance from the nearest outline.
    private static func samples(
        _ map: FeatureMap,
        _ wraps: Bool,
        _ pockets: [PocketBlob]
    ) -> [Sample] {
        let reach = 6.0
        var nearest: [Double] = Array(repeating: .infinity, count: map.width * map.height)
        for blob in pockets {
            let pocket = Pocket(centre: blob.centre, shape: blob.shape)
            let half = pocket.halfExtent
            let columns =
                Int(
                    (blob.centre.x - half.x - reach) / map.cellX
                )...Int(
                    (blob.centre.x + half.x + reach) / map.cellX
                )
            let rows =
                Int(
                    ((blob.centre.y - half.y - reach) / map.cellY).rounded(.down)
                )...Int(
                    (blob.centre.y + half.y + reach) / map.cellY
                )
            for y in rows where wraps || (y >= 0 && y < map.height) {
                let row = ((y % map.height) + map.height) % map.height
                for x in columns where x >= 0 && x < map.width {
                    let place = Point(
                        x: (Double(x) + 0.5) * map.cellX,
                        y: (Double(y) + 0.5) * map.cellY
                    )
                    let distance = pocket.signedDistance(to: place)
                    nearest[row * map.width + x] = min(nearest[row * map.width + x], distance)
                }
            }
        }
        return nearest.indices.filter { nearest[$0] < reach }
            .map { Sample(distance: nearest[$0], cell: $0) }
    }
}
