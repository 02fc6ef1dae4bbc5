internal import Blister
internal import Imaging

/// Makes a layout of equal pockets found in one period of web, or in one still picture.
struct LayoutAssembly {
    let pockets: [PocketBlob]

    struct Assembled {
        var layout: Layout
        /// Lane 0's first corner, millimetres from where the pockets' places count from.
        var origin: Point
    }

    /// Gap between pockets that can part lanes, against the gap inside a blister.
    private static let laneGapRatioMin = 1.35
    private static let laneGapMin = 4.0
    /// Places that differ by less, millimetres, are the same.
    private static let sameMillimetres = 1.2
    /// Rim given to a blister whose edge is not known.
    private static let rims = 2.0...8.0

    /// The common shape: medians over all pockets.
    private var shape: PocketShape {
        let areas = pockets.map(\.area)
        let oblongs = pockets.compactMap { blob -> (Double, Double, Double)? in
            guard case .oblong(let length, let width, let angle) = blob.shape else { return nil }
            return (length, width, angle)
        }
        guard oblongs.count * 2 > pockets.count else {
            return .circle(diameterMillimetres: 2 * (Median.upper(areas) / .pi).squareRoot())
        }
        // Angles repeat after 180 degrees: taken within 90 of the first.
        let base = oblongs[0].2
        let angles = oblongs.map { item in
            item.2 - ((item.2 - base) / 180).rounded() * 180
        }
        return .oblong(
            lengthMillimetres: Median.upper(oblongs.map(\.0)),
            widthMillimetres: Median.upper(oblongs.map(\.1)),
            angleDegrees: Median.upper(angles)
        )
    }

    /// A layout whose blisters repeat every `pitch` along travel.
    ///
    /// The border between blisters is put into the middle of the widest gap; where all gaps are
    /// alike, before the pocket that is first in the given period.
    func web(pitch: Double, webWidth: Double) -> Assembled {
        let shape = shape
        let half = Pocket(centre: Point(x: 0, y: 0), shape: shape).halfExtent
        let top = firstEdge(pitch: pitch, half: half.y)
        let turned = pockets.map { blob -> Point in
            let y = blob.centre.y - top
            return Point(x: blob.centre.x, y: y - (y / pitch).rounded(.down) * pitch)
        }
        let (groups, lanePitch) = lanes(turned, half: half.x)
        let lane = groups[0]
        let left = (lane.map(\.x).min() ?? 0) - half.x
        let right = (lane.map(\.x).max() ?? 0) + half.x
        let allRight = (groups.last?.map(\.x).max() ?? right) + half.x
        let rim: Double
        if groups.count > 1 {
            rim = (lanePitch - (right - left)) / 2
        } else {
            let ys = turned.map(\.y)
            let along = (pitch - ((ys.max() ?? 0) - (ys.min() ?? 0) + 2 * half.y)) / 2
            let kept = min(max(along, Self.rims.lowerBound), Self.rims.upperBound)
            rim = max(0.2, min(kept, left, webWidth - allRight))
        }
        let origin = Point(x: left - rim, y: top)
        let width = right - left + 2 * rim
        let layout = Layout(
            width: width,
            length: pitch,
            lanes: groups.count,
            lanePitch: groups.count > 1 ? lanePitch : width,
            pitch: pitch,
            pockets: ordered(lane).map {
                Pocket(centre: Point(x: $0.x - origin.x, y: $0.y), shape: shape)
            }
        )
        return Assembled(layout: layout, origin: origin)
    }

    /// A layout of one blister in a picture of this extent.
    func still(width: Double, height: Double) -> Assembled {
        let shape = shape
        let half = Pocket(centre: Point(x: 0, y: 0), shape: shape).halfExtent
        let xs = pockets.map(\.centre.x)
        let ys = pockets.map(\.centre.y)
        let (left, right) = ((xs.min() ?? 0) - half.x, (xs.max() ?? 0) + half.x)
        let (top, bottom) = ((ys.min() ?? 0) - half.y, (ys.max() ?? 0) + half.y)
        let room = min(left, top, width - right, height - bottom)
        // Pictures shift against each other: what lies at their very edge is not always seen.
        let rim = max(0.2, min(room * 0.6, Self.rims.upperBound))
        let origin = Point(x: left - rim, y: top - rim)
        let size = Point(x: right - left + 2 * rim, y: bottom - top + 2 * rim)
        let layout = Layout(
            width: size.x,
            length: size.y,
            lanes: 1,
            lanePitch: size.x,
            pitch: size.y,
            pockets: ordered(pockets.map(\.centre)).map {
                Pocket(centre: Point(x: $0.x - origin.x, y: $0.y - origin.y), shape: shape)
            }
        )
        return Assembled(layout: layout, origin: origin)
    }

    /// Row by row, left to right.
    private func ordered(_ places: [Point]) -> [Point] {
        var rows: [[Point]] = []
        for place in places.sorted(by: { $0.y < $1.y }) {
            if let last = rows.last?.last, place.y - last.y < Self.sameMillimetres * 2 {
                rows[rows.count - 1].append(place)
            } else {
                rows.append([place])
            }
        }
        return rows.flatMap { $0.sorted { $0.x < $1.x } }
    }

    /// Where a blister begins along travel: the middle of the widest gap between pocket rows.
    private func firstEdge(pitch: Double, half: Double) -> Double {
        let ys = pockets.map(\.centre.y).sorted()
        var best = (gap: -Double.infinity, middle: 0.0)
        for (index, y) in ys.enumerated() {
            let next = index + 1 < ys.count ? ys[index + 1] : ys[0] + pitch
            // A clearly wider gap only: equal ones go to the first border, that after the last row.
            if next - y > best.gap + Self.sameMillimetres
                || index == ys.count - 1 && next - y > best.gap - Self.sameMillimetres
            {
                best = (next - y, (y + next) / 2)
            }
        }
        return best.middle - (best.middle / pitch).rounded(.down) * pitch
    }

    private func lanes(_ places: [Point], half: Double) -> (groups: [[Point]], lanePitch: Double) {
        let sorted = places.sorted { $0.x < $1.x }
        var columns: [Double] = []
        for place in sorted where place.x - (columns.last ?? -.infinity) > Self.sameMillimetres {
            columns.append(place.x)
        }
        let gaps = zip(columns.dropFirst(), columns).map { $0 - $1 - 2 * half }
        guard let narrow = gaps.min(), let wide = gaps.max(), gaps.count >= 1,
            wide >= Self.laneGapMin, wide >= max(narrow, 0.5) * Self.laneGapRatioMin
        else { return ([places], 0) }
        let bound = (max(narrow, 0.5) + wide) / 2
        var groups: [[Point]] = [[]]
        var lastColumn = columns[0]
        for place in sorted {
            if place.x - lastColumn - 2 * half > bound { groups.append([]) }
            if place.x - lastColumn > Self.sameMillimetres { lastColumn = place.x }
            groups[groups.count - 1].append(place)
        }
        guard groups.count > 1, let pitch = sharedPitch(groups) else { return ([places], 0) }
        return (groups, pitch)
    }

    /// The distance at which groups repeat, or nil when they are not alike.
    private func sharedPitch(_ groups: [[Point]]) -> Double? {
        let first = ordered(groups[0])
        var pitches: [Double] = []
        for (index, group) in groups.enumerated().dropFirst() {
            let other = ordered(group)
            guard other.count == first.count else { return nil }
            let shift = zip(other, first).reduce(0) { $0 + $1.0.x - $1.1.x } / Double(first.count)
            for (a, b) in zip(other, first) {
                guard abs(a.x - b.x - shift) < Self.sameMillimetres,
                    abs(a.y - b.y) < Self.sameMillimetres
                else { return nil }
            }
            pitches.append(shift / Double(index))
        }
        guard let low = pitches.min(), let high = pitches.max(),
            high - low < Self.sameMillimetres
        else { return nil }
        return pitches.reduce(0, +) / Double(pitches.count)
    }
}
