internal import Foundation

/// Lines of print out of a map that says, for every field, how likely the middle of a line runs
/// through it.
struct FieldRegions {
    /// Fields at least as likely are of a line; the higher share parts lines that touch.
    static let sharesMin: [Float] = [0.4, 0.65]
    /// Fewer fields are no line.
    static let fieldCountMin = 4
    /// The part of the height of capitals that counts as the middle of a line.
    static let middleShare = 0.52

    /// The lines of a map, in its fields, the largest first.
    ///
    /// A line's direction is that of its longest spread; which end is its start is unknown.
    static func quads(_ map: [Float], width: Int, height: Int) -> [LineQuad] {
        sharesMin.flatMap { quads(map, width: width, height: height, shareMin: $0) }
    }

    private static func quads(
        _ map: [Float],
        width: Int,
        height: Int,
        shareMin: Float
    ) -> [LineQuad] {
        var isSeen = [Bool](repeating: false, count: map.count)
        var quads: [(quad: LineQuad, count: Int)] = []
        for start in map.indices where map[start] >= shareMin && !isSeen[start] {
            var fields = [start]
            isSeen[start] = true
            var next = 0
            while next < fields.count {
                let (x, y) = (fields[next] % width, fields[next] / width)
                next += 1
                for row in max(0, y - 1)...min(height - 1, y + 1) {
                    for column in max(0, x - 1)...min(width - 1, x + 1) {
                        let place = row * width + column
                        if map[place] >= shareMin, !isSeen[place] {
                            isSeen[place] = true
                            fields.append(place)
                        }
                    }
                }
            }
            guard fields.count >= fieldCountMin else { continue }
            quads.append((quad(fields, width), fields.count))
        }
        return quads.sorted { $0.count > $1.count }.map(\.quad)
    }

    /// The turned rectangle of some fields: its direction by their second moments.
    private static func quad(_ fields: [Int], _ width: Int) -> LineQuad {
        let count = Double(fields.count)
        var (sumX, sumY, xx, xy, yy) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for field in fields {
            let (x, y) = (Double(field % width) + 0.5, Double(field / width) + 0.5)
            sumX += x
            sumY += y
            xx += x * x
            xy += x * y
            yy += y * y
        }
        let (x, y) = (sumX / count, sumY / count)
        let angle = atan2(2 * (xy / count - x * y), xx / count - x * x - yy / count + y * y) / 2
        let (along, across) = (cos(angle), sin(angle))
        var (low, high) = (Double.infinity, -Double.infinity)
        var (top, bottom) = (Double.infinity, -Double.infinity)
        for field in fields {
            let (u, v) = (Double(field % width) + 0.5 - x, Double(field / width) + 0.5 - y)
            low = min(low, u * along + v * across)
            high = max(high, u * along + v * across)
            top = min(top, v * along - u * across)
            bottom = max(bottom, v * along - u * across)
        }
        let length = high - low + 1
        // By area: ragged ends and a bow do not make a line higher.
        let thickness = min(bottom - top + 1, count / length * 1.05)
        let middle = (low + high) / 2
        let capital = max(1, thickness) / middleShare
        return LineQuad(
            x: x + middle * along,
            y: y + middle * across,
            length: length + capital * 0.7,
            height: capital * 1.4,
            angle: angle
        )
    }
}
