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
    /// A line that is bent by less, in its heights, is taken as straight; by more, as several.
    static let bowRange = 0.12...1.2
    /// Shorter lines, in their heights, show no bow.
    static let bentLengthMin = 4.0

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
        var quad = LineQuad(
            x: x + middle * along,
            y: y + middle * across,
            length: length + capital * 0.7,
            height: capital * 1.4,
            angle: angle
        )
        if length > bentLengthMin * capital {
            let bow = bow(fields, width, quad)
            if bowRange.contains(abs(bow) / quad.height) { quad.bow = bow }
        }
        return quad
    }

    /// The parabola through `fields` of a line in `quad`, by least squares.
    private static func bow(_ fields: [Int], _ width: Int, _ quad: LineQuad) -> Double {
        var system = (s: 0.0, t: 0.0, tt: 0.0, ttt: 0.0, tttt: 0.0, v: 0.0, tv: 0.0, ttv: 0.0)
        let (along, across) = (cos(quad.angle), sin(quad.angle))
        for field in fields {
            let (dx, dy) = (
                Double(field % width) + 0.5 - quad.x, Double(field / width) + 0.5 - quad.y
            )
            let t = (dx * along + dy * across) / (quad.length / 2)
            let v = dy * along - dx * across
            system.s += 1
            system.t += t
            system.tt += t * t
            system.ttt += t * t * t
            system.tttt += t * t * t * t
            system.v += v
            system.tv += t * v
            system.ttv += t * t * v
        }
        // Of 1, t and t²: Cramer's rule for the last.
        func determinant(_ a: SIMD3<Double>, _ b: SIMD3<Double>, _ c: SIMD3<Double>) -> Double {
            a.x * (b.y * c.z - b.z * c.y) - b.x * (a.y * c.z - a.z * c.y)
                + c.x * (a.y * b.z - a.z * b.y)
        }
        let one = SIMD3(system.s, system.t, system.tt)
        let two = SIMD3(system.t, system.tt, system.ttt)
        let whole = determinant(one, two, SIMD3(system.tt, system.ttt, system.tttt))
        guard abs(whole) > 1e-9 else { return 0 }
        return determinant(one, two, SIMD3(system.v, system.tv, system.ttv)) / whole
    }
}
