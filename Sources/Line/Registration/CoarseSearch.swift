internal import Foundation
internal import Imaging

/// Looks for a template in a coarse, locally normalised picture by correlation over a grid of
/// shifts and a few rotations.
struct CoarseSearch {
    let level: TemplateLevel
    let frame: AlignmentFrame
    let search: AlignmentSearch

    struct Candidate: Equatable {
        var pose: AlignmentPose
        var correlation: Float
    }

    /// The best place for each rotation of `rotations` (radians), best first.
    ///
    /// `plane` is the cut's coarse brightness, one cell for `columns` by `rows` of its pixels.
    func candidates(in plane: Plane, columns: Int, rows: Int, rotations: [Double]) -> [Candidate] {
        let cellX = frame.millimetresPerColumn * Double(columns)
        let cellY = frame.millimetresPerRow * Double(rows)
        let reachX = max(1, Int((search.shiftAcrossMillimetres / cellX).rounded(.up)))
        let reachY = max(1, Int((search.shiftAlongMillimetres / cellY).rounded(.up)))
        let local = plane.locallyNormalised(
            radius: TemplateLevel.normalisingRadius,
            floor: TemplateLevel.normalisingFloor
        )
        let border = 2
        let padded = Self.padded(local, x: reachX + border, y: reachY + border)
        var found: [Candidate] = []
        for rotation in rotations {
            let toCells = AffineMap(
                scaleX: 1 / Double(columns),
                scaleY: 1 / Double(rows),
                shiftX: 0,
                shiftY: 0
            ).after(AlignmentPose(rotation: rotation).map(in: frame))
            var offsets: [Int] = []
            var values: [Float] = []
            for i in level.xs.indices {
                let place = toCells(x: Double(level.xs[i]), y: Double(level.ys[i]))
                let x = Int(place.x.rounded(.down))
                let y = Int(place.y.rounded(.down))
                // Points well outside the picture say nothing about the place.
                guard x >= -border, y >= -border, x < plane.width + border,
                    y < plane.height + border
                else { continue }
                offsets.append((y + border) * padded.width + x + border)
                values.append(level.normalised[i] * level.weights[i])
            }
            guard offsets.count * 2 > level.xs.count else { continue }
            found.append(
                best(
                    offsets: offsets,
                    values: values,
                    in: padded,
                    reach: (reachX, reachY),
                    cell: (cellX, cellY),
                    rotation: rotation
                )
            )
        }
        return found.sorted { $0.correlation > $1.correlation }
    }

    private func best(
        offsets: [Int],
        values: [Float],
        in plane: Plane,
        reach: (x: Int, y: Int),
        cell: (x: Double, y: Double),
        rotation: Double
    ) -> Candidate {
        let columns = reach.x * 2 + 1
        let rows = reach.y * 2 + 1
        var scores = [Float](repeating: 0, count: columns * rows)
        var templatePower: Float = 1e-6
        for value in values { templatePower += value * value }
        var bestIndex = 0
        let sums = ShiftedSums(
            of: plane,
            at: offsets,
            weights: values,
            columns: columns,
            rows: rows
        )
        for index in scores.indices {
            let power = 1e-6 + sums.powers[index]
            let correlation = sums.products[index] / (power * templatePower).squareRoot()
            let x = Double(index % columns - reach.x) / Double(reach.x)
            let y = Double(index / columns - reach.y) / Double(reach.y)
            scores[index] = correlation * Float(1 - 0.1 * (x * x + y * y))
            if scores[index] > scores[bestIndex] { bestIndex = index }
        }
        let x = bestIndex % columns
        let y = bestIndex / columns
        func vertex(_ before: Float, _ here: Float, _ after: Float) -> Double {
            let bend = before - 2 * here + after
            return bend < 0 ? Double(max(-0.5, min(0.5, (before - after) / (2 * bend)))) : 0
        }
        var fine = (x: 0.0, y: 0.0)
        if x > 0, x + 1 < columns {
            fine.x = vertex(scores[bestIndex - 1], scores[bestIndex], scores[bestIndex + 1])
        }
        if y > 0, y + 1 < rows {
            let (above, below) = (scores[bestIndex - columns], scores[bestIndex + columns])
            fine.y = vertex(above, scores[bestIndex], below)
        }
        let pose = AlignmentPose(
            shiftX: (Double(x - reach.x) + fine.x) * cell.x,
            shiftY: (Double(y - reach.y) + fine.y) * cell.y,
            rotation: rotation
        )
        return Candidate(pose: pose, correlation: scores[bestIndex])
    }

    /// The plane with a border of zeros, `x` columns left and right and `y` rows above and below.
    private static func padded(_ plane: Plane, x: Int, y: Int) -> Plane {
        var result = Plane(
            width: plane.width + 2 * x,
            height: plane.height + 2 * y,
            filledWith: 0
        )
        for row in 0..<plane.height {
            for column in 0..<plane.width {
                result.values[(row + y) * result.width + column + x] =
                    plane.values[row * plane.width + column]
            }
        }
        return result
    }
}
