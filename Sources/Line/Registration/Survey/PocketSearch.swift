internal import Blister
internal import Imaging

/// Finds equal pockets in a feature map without a drawing.
///
/// Every kind of surface is tried as the one between the pockets; what differs from it is cut into
/// blobs, and the try with the most consistent set of equal, well-shaped blobs wins.
struct PocketSearch {
    let map: FeatureMap
    /// Whether the map's last row goes on at its first.
    let wraps: Bool

    struct Finding {
        /// Equal pockets, by y then x, inside one period when the map wraps.
        var pockets: [PocketBlob]
        /// How consistent they are, 0...1: shape, size, and how little else there is.
        var consistency: Double
    }

    /// Least consistency that counts as found.
    static let consistencyMin = 0.5
    /// Smallest and largest extent of a pocket, millimetres.
    private static let extents = 3.0...45.0
    /// Sizes of equal pockets differ by less than this share.
    private static let areaSpreadMax = 0.22

    /// The most convincing finding of all tries; nil when there is not even one blob.
    func best() -> Finding? {
        var best: Finding?
        for count in [2, 3, 4, 5] {
            let clusters = FeatureClusters(map, count: count)
            for background in 0..<count where clusters.share(of: background) >= 0.12 {
                let far = clusters.distances(from: background)
                for threshold in thresholds(far) {
                    let mask = far.map { $0 > threshold }
                    for erosion in 0...Self.erosionMax {
                        guard let finding = finding(mask, erosion: erosion) else { continue }
                        // Pockets that touch must come apart; others need no erosion.
                        let share = finding.consistency * (1 - 0.02 * Double(erosion))
                        if share > (best?.consistency ?? 0) {
                            best = Finding(pockets: finding.pockets, consistency: share)
                        }
                    }
                }
            }
        }
        guard var best, best.consistency >= Self.consistencyMin else { return best }
        let refinement = PocketRefinement(map: map, wraps: wraps)
        best.pockets = refinement.outlined(refinement.completed(best.pockets))
        return best
    }

    /// Otsu's threshold on the distances, and one either side of it.
    private func thresholds(_ values: [Float]) -> [Float] {
        let bins = 100
        var counts = [Int](repeating: 0, count: bins)
        for value in values { counts[min(bins - 1, Int(value * 5))] += 1 }
        let middle = Float((OtsuThreshold.level(of: counts) ?? 0) + 1) / 5
        return [middle * 0.75, middle, middle * 1.3]
    }

    /// Cells taken off all around, so that pockets with little between them come apart.
    private static let erosionMax = 3

    private func finding(_ mask: [Bool], erosion: Int) -> Finding? {
        let period = Double(map.height) * map.cellY
        let blobs = CellRegions(mask: mask, width: map.width, height: map.height, wraps: wraps)
            .withHolesFilled().opened().eroded(times: erosion).regions()
        var fitted: [PocketBlob] = []
        var otherArea = 0.0
        for region in blobs {
            let area = Double(region.cells.count) * map.cellX * map.cellY
            guard !region.touchesSide else { continue }
            let places = region.cells.map { cell in
                Point(
                    x: (Double(cell.x) + 0.5) * map.cellX,
                    y: (Double(cell.y) + 0.5) * map.cellY
                )
            }
            let blob = PocketShapeFit.fit(places, cellX: map.cellX, cellY: map.cellY)
            guard var blob, blob.agreement > 0.6 else {
                otherArea += area
                continue
            }
            blob.grow(by: Double(erosion) * (map.cellX + map.cellY) / 2)
            guard Self.extents.contains(blob.extent) else {
                otherArea += area
                continue
            }
            if wraps { blob.centre.y -= (blob.centre.y / period).rounded(.down) * period }
            fitted.append(blob)
        }
        return consistent(fitted, otherArea: otherArea)
    }

    private func consistent(_ blobs: [PocketBlob], otherArea: Double) -> Finding? {
        var best: Finding?
        for reference in blobs {
            let group = blobs.filter { blob in
                abs(blob.area / reference.area - 1) < Self.areaSpreadMax
                    && abs(blob.elongation / reference.elongation - 1) < 0.25
            }
            let groupArea = group.reduce(0) { $0 + $1.area }
            let rest = blobs.reduce(0) { $0 + $1.area } - groupArea + otherArea
            let shape = group.reduce(0) { $0 + $1.agreement } / Double(group.count)
            let spread =
                group.reduce(0) { $0 + abs($1.area / reference.area - 1) } / Double(group.count)
            let purity = groupArea / (groupArea + rest)
            let number = min(1, Double(group.count) / 3)
            let cover = groupArea / (Double(map.width * map.height) * map.cellX * map.cellY)
            guard cover > 0.05 else { continue }
            let consistency = shape * shape * (1 - spread) * purity * number
            if consistency > (best?.consistency ?? 0) {
                best = Finding(pockets: group, consistency: consistency)
            }
        }
        return best
    }
}
