internal import Foundation
package import Imaging

/// Settles the frame of a long product on the marks of its taught face.
///
/// A silhouette says where a product lies only as well as its edge stands out: the dark cap of a
/// capsule melts into a dark pocket, and its frame is then some tenths of a millimetre off along
/// the axis, which makes a spot of the joint. Gauss–Newton steps of image alignment (Lucas and
/// Kanade 1981) on the brightness of the face, held back where the face has little to hold on to.
/// Thread-safe as a value.
package struct FaceSettling: Sendable, Equatable {
    /// How far a silhouette's place is typically off, in places.
    static let shiftDeviation = 0.7
    /// How far a silhouette's end is typically turned aside, in places.
    static let turnDeviation = 0.7
    /// Neighbouring places whose deviations come and go together count as one.
    static let correlatedPlaces = 25.0
    /// Largest deviation that counts, in standard deviations: a fault must not drag the frame.
    static let deviationMax: Float = 6
    /// Largest step, in places.
    static let stepMax = 1.5
    /// Steps below this are not worth cutting the product out anew, in places.
    static let stepMin = 0.1
    /// Most steps: frames up to two places off find back.
    static let stepCountMax = 5

    /// Per place, the change of taught brightness for one place along the frame's columns.
    private let along: [Float]
    /// The same along its rows.
    private let across: [Float]
    private let width: Int

    /// Takes the slopes of `brightness`, row-major, `width` wide.
    package init(_ brightness: [Float], width: Int) {
        self.width = width
        var (along, across) = (brightness, brightness)
        for place in brightness.indices {
            let x = place % width
            let (left, right) = (x > 0 ? place - 1 : place, x + 1 < width ? place + 1 : place)
            let above = place >= width ? place - width : place
            let below = place + width < brightness.count ? place + width : place
            along[place] = (brightness[right] - brightness[left]) / 2
            across[place] = (brightness[below] - brightness[above]) / 2
        }
        self.along = along
        self.across = across
    }

    /// Where `frame` should lie in `plane`, of `width` places a row, for the brightness in it to match
    /// `taught`; nil when it lies well enough.
    ///
    /// `brightness` is `plane` as cut out by `frame`; `ceilings` as in ``FeatureMaps``.
    package func settled(
        _ frame: RigidFrame,
        brightness: [Float],
        in plane: [Float],
        width: Int,
        taught: [Float],
        product: ProductClass,
        ceilings: [Float]
    ) -> RigidFrame? {
        var result = frame
        for index in 0..<Self.stepCountMax {
            let brightness =
                index == 0 ? brightness : PocketScene.cuts([plane], width, result)[0]
            let step = self.step(brightness, taught, product, ceilings, halfWidth: frame.halfWidth)
            guard max(abs(step.x), abs(step.y), abs(step.z)) > Self.stepMin else {
                return index == 0 ? nil : result
            }
            let (cosine, sine) = (cos(result.radians), sin(result.radians))
            result.x += cosine * step.x - sine * step.y
            result.y += sine * step.x + cosine * step.y
            result.radians += step.z / Double(frame.halfWidth)
        }
        return result
    }

    /// The step of a frame in places: along it, across it, and at its end by turning.
    private func step(
        _ brightness: [Float],
        _ taught: [Float],
        _ product: ProductClass,
        _ ceilings: [Float],
        halfWidth: Int
    ) -> SIMD3<Double> {
        let (deviation, face) = (product.deviation[0], product.face)
        let ceiling = (ceilings.min() ?? 0) - FeatureMaps.saturationMargin
        let end = Float(halfWidth)
        var sums = NormalSums()
        for place in face.indices where face[place] != 0 && brightness[place] < ceiling {
            let weight = 1 / deviation[place]
            let difference = (brightness[place] - taught[place]) * weight
            let bounded = max(-Self.deviationMax, min(Self.deviationMax, difference))
            let (u, v) = (place % width - halfWidth, place / width - product.halfHeight)
            let (alongSlope, acrossSlope) = (along[place] * weight, across[place] * weight)
            // Turning the frame by one place at its end moves every place by its share of that.
            let turnSlope = (Float(u) * acrossSlope - Float(v) * alongSlope) / end
            sums.add(SIMD3(alongSlope, acrossSlope, turnSlope), bounded)
        }
        // What is seen is the taught face moved by the step: it falls short by slope times step.
        let step = sums.solution(
            scale: 1 / Self.correlatedPlaces,
            deviations: SIMD3(Self.shiftDeviation, Self.shiftDeviation, Self.turnDeviation)
        )
        return (-step).clamped(
            lowerBound: SIMD3(repeating: -Self.stepMax),
            upperBound: SIMD3(repeating: Self.stepMax)
        )
    }
}

/// Normal equations of a least-squares step in three unknowns.
private struct NormalSums {
    /// The lower triangle of JᵀJ: xx, xy, yy, xz, yz, zz.
    var matrix: (Double, Double, Double, Double, Double, Double) = (0, 0, 0, 0, 0, 0)
    var right = SIMD3<Double>.zero

    mutating func add(_ slope: SIMD3<Float>, _ difference: Float) {
        let s = SIMD3<Double>(slope)
        matrix.0 += s.x * s.x
        matrix.1 += s.x * s.y
        matrix.2 += s.y * s.y
        matrix.3 += s.x * s.z
        matrix.4 += s.y * s.z
        matrix.5 += s.z * s.z
        right += s * Double(difference)
    }

    /// The likeliest step when every unknown is near 0 within `deviations` beforehand (ridge), by
    /// Cholesky's factors; the ridge keeps the matrix positive definite.
    func solution(scale: Double, deviations: SIMD3<Double>) -> SIMD3<Double> {
        let ridge = 1 / (deviations * deviations)
        let a = (matrix.0 * scale + ridge.x).squareRoot()
        let b = matrix.1 * scale / a
        let c = (matrix.2 * scale + ridge.y - b * b).squareRoot()
        let d = matrix.3 * scale / a
        let e = (matrix.4 * scale - b * d) / c
        let f = (matrix.5 * scale + ridge.z - d * d - e * e).squareRoot()
        let r = right * scale
        let y0 = r.x / a
        let y1 = (r.y - b * y0) / c
        let y2 = (r.z - d * y0 - e * y1) / f
        let z = y2 / f
        let y = (y1 - e * z) / c
        let x = (y0 - b * y - d * z) / a
        return SIMD3(x, y, z)
    }
}
