internal import Blister
internal import Imaging
internal import ProcessControl

/// Rows of a cut as brightness, with the columns that show plain foil: neither a pocket, nor print,
/// nor Braille, nor a blister's edge.
struct FoilRows {
    /// Rows taken of one cut.
    static let rowCount = 96
    /// Room kept around everything that is no plain foil, millimetres.
    static let clearance = 1.5

    let cut: BlisterCut
    let layout: Layout

    /// Pixels of a blister that its sharpness is measured on, at most.
    static let pixelCountMax = 1 << 18

    /// Sharpness of the middle rows: the same part of every blister, products and foil; nil where the
    /// picture is too small.
    var sharpness: Double? {
        let rows = blisterRows
        let width = cut.image.width
        let count = min(rows.count, Self.pixelCountMax / max(1, width))
        guard count >= 3, width >= 3 else { return nil }
        let first = rows.lowerBound + (rows.count - count) / 2
        let pixels = (first..<first + count).flatMap { brightness($0) }
        return FocusMeasure.laplacianVariance(pixels, width: width, height: count)
    }

    private var blisterRows: Range<Int> {
        let first = max(0, Int(cut.expectedOrigin.y))
        let end = Int(cut.expectedOrigin.y + layout.length / cut.millimetresPerRow)
        return first..<max(first, min(cut.image.height, end))
    }

    /// Brightness of `row` of the cut.
    func brightness(_ row: Int) -> [Float] {
        let image = cut.image
        let channels = image.channels
        return (0..<image.width).map { column in
            let first = (row * image.width + column) * channels
            var sum = 0
            for channel in 0..<channels { sum += Int(image.pixels[first + channel]) }
            return Float(sum) / Float(channels)
        }
    }

    /// Which columns of `row` show plain foil.
    func isPlain(_ row: Int) -> [Bool] {
        let y = (Double(row) + 0.5 - cut.expectedOrigin.y) * cut.millimetresPerRow
        let room = Self.clearance
        guard y > room, y < layout.length - room else {
            return Array(repeating: false, count: cut.image.width)
        }
        let pockets = layout.pockets.filter { abs(y - $0.centre.y) <= $0.halfExtent.y + room }
        let regions = layout.textRegions.filter {
            y > $0.y - room && y < $0.y + $0.height + room
        }
        return (0..<cut.image.width).map { column in
            let x = (Double(column) + 0.5 - cut.expectedOrigin.x) * cut.millimetresPerColumn
            guard x > room, x < layout.width - room else { return false }
            let place = Point(x: x, y: y)
            return pockets.allSatisfy { $0.signedDistance(to: place) > room }
                && regions.allSatisfy { x < $0.x - room || x > $0.x + $0.width + room }
        }
    }

    /// Every column's mean over the rows in which it shows plain foil, so that knurl and noise, which
    /// move from row to row, leave it.
    ///
    /// - Parameter number: of the look, from 0.
    /// - Returns: brightness, and which columns have one.
    func profile(_ number: Int) -> (brightness: [Float], isPlain: [Bool]) {
        let width = cut.image.width
        var sums = [Float](repeating: 0, count: width)
        var counts = [Int](repeating: 0, count: width)
        for row in rows(number) {
            let (brightness, isPlain) = (brightness(row), isPlain(row))
            for column in 0..<width where isPlain[column] {
                sums[column] += brightness[column]
                counts[column] += 1
            }
        }
        let means = zip(sums, counts).map { sum, count in count > 0 ? sum / Float(count) : 0 }
        return (means, counts.map { $0 > 0 })
    }

    /// Some rows of the blister, others each time.
    ///
    /// - Parameter number: of the look, from 0.
    /// - Returns: rows of the cut's picture; empty where the blister is not in it.
    func rows(_ number: Int) -> [Int] {
        let rows = blisterRows
        guard !rows.isEmpty else { return [] }
        // 7919 is prime: the places of successive looks fill the blister.
        return (0..<Self.rowCount).map { index in
            let place = (number * Self.rowCount + index) * 7919
            return rows.lowerBound + place % rows.count
        }
    }
}
