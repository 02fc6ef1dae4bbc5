internal import Imaging

/// Robust least squares on the telling points of one template level.
///
/// Gauss–Newton with the template's slopes in place of the picture's (Baker and Matthews,
/// "Lucas-Kanade 20 Years On", 2004), Tukey's biweight on the residuals, and a brightness model of
/// gain, offset and a tilt across and along, so that drift and shading do not pull the pose.
struct PoseRefinement {
    let level: TemplateLevel
    let frame: AlignmentFrame
    let search: AlignmentSearch

    struct Outcome {
        var pose: AlignmentPose
        /// Weighted correlation of picture and template at the level's points, -1...1.
        var agreement: Double
        /// Share of the points inside the picture.
        var coverage: Double
    }

    /// Tukey's constant, in standard deviations.
    private static let rejectionBound: Float = 4.685
    /// Marks points outside the picture.
    private static let outside: Float = -1e6
    /// Pixels are far from independent: their evidence against the prior counts this much.
    private static let evidenceShare = 0.05

    /// Improves `start`; `read` fills in the picture at the level's points, seen through a map from
    /// canonical millimetres to columns and rows of the cut.
    func refined(
        from start: AlignmentPose,
        iterations: Int,
        read: (_ map: AffineMap, _ outside: Float, _ results: inout [Float]) -> Void
    ) -> Outcome? {
        var pose = start
        var picture = [Float](repeating: 0, count: level.xs.count)
        var light: Light?
        for _ in 0..<iterations {
            read(pose.map(in: frame), Self.outside, &picture)
            let current = light ?? fittedLight(picture)
            guard let current, let step = improvement(picture, light: current, pose: pose) else {
                return nil
            }
            pose = step.pose
            light = step.light
            guard isInside(pose) else { return nil }
            if step.moved < level.cellMillimetres * 0.01 { break }
        }
        read(pose.map(in: frame), Self.outside, &picture)
        return outcome(pose, picture)
    }

    /// How the picture's brightness follows from the template's: `gain * value + offset + tilt`.
    private struct Light {
        var gain: Float
        var offset: Float
        var tiltX: Float
        var tiltY: Float
    }

    private func isInside(_ pose: AlignmentPose) -> Bool {
        abs(pose.shiftX) <= search.shiftAcrossMillimetres * 1.15
            && abs(pose.shiftY) <= search.shiftAlongMillimetres * 1.15
            && abs(pose.rotation) <= search.rotationDegrees * 1.15 * .pi / 180
            && abs(pose.stretch - 1) <= search.stretch * 1.15
    }

    private func relativePlace(_ i: Int) -> (x: Float, y: Float) {
        let (halfX, halfY) = (Float(frame.centreX), Float(frame.centreY))
        return ((level.xs[i] - halfX) / halfX, (level.ys[i] - halfY) / halfY)
    }

    private func fittedLight(_ picture: [Float]) -> Light? {
        var equations = NormalEquations()
        for i in picture.indices where picture[i] != Self.outside {
            let place = relativePlace(i)
            let coefficients = SIMD8<Float>(0, 0, 0, 0, level.values[i] / 64, 1, place.x, place.y)
            equations.add(coefficients, value: picture[i] / 64, weight: level.weights[i])
        }
        for unknown in 0..<4 { equations.addPrior(unknown: unknown, value: 0, strength: 1) }
        return equations.solution().map(light(from:))
    }

    private func light(from solution: [Double]) -> Light {
        Light(
            gain: Float(min(max(solution[4], 0.2), 5)),
            offset: Float(solution[5] * 64),
            tiltX: Float(solution[6] * 64),
            tiltY: Float(solution[7] * 64)
        )
    }

    private func improvement(
        _ picture: [Float],
        light: Light,
        pose: AlignmentPose
    ) -> (pose: AlignmentPose, light: Light, moved: Double)? {
        var residuals = [Float](repeating: 0, count: picture.count)
        for i in picture.indices where picture[i] != Self.outside {
            let place = relativePlace(i)
            let expected =
                light.gain * level.values[i] + light.offset + light.tiltX * place.x
                + light.tiltY * place.y
            residuals[i] = (picture[i] - expected) * level.weights[i].squareRoot()
        }
        let spread = RobustSpread.ofResiduals(residuals, excluding: picture, marker: Self.outside)
        guard let spread else { return nil }
        let bound = max(spread, 1.5) * Self.rejectionBound
        let lever = Float(max(frame.centreX, frame.centreY))
        var equations = NormalEquations()
        for i in picture.indices where picture[i] != Self.outside {
            let ratio = residuals[i] / bound
            guard abs(ratio) < 1 else { continue }
            let kept = 1 - ratio * ratio
            let place = relativePlace(i)
            let (x, y) = (level.xs[i] - Float(frame.centreX), level.ys[i] - Float(frame.centreY))
            let slopeX = -light.gain * level.slopesX[i] / 64
            let slopeY = -light.gain * level.slopesY[i] / 64
            let coefficients = SIMD8<Float>(
                slopeX,
                slopeY,
                (slopeY * x - slopeX * y) / lever,
                slopeY * y / lever,
                level.values[i] / 64,
                1,
                place.x,
                place.y
            )
            let weight = level.weights[i] * kept * kept
            equations.add(coefficients, value: picture[i] / 64, weight: weight)
        }
        addPriors(to: &equations, pose: pose, spread: max(spread, 1.5), lever: Double(lever))
        guard let solution = equations.solution() else { return nil }
        var next = pose
        next.shiftX += solution[0]
        next.shiftY += solution[1]
        next.rotation += solution[2] / Double(lever)
        next.stretch += solution[3] / Double(lever)
        let moved = solution[0..<4].map(abs).max() ?? 0
        return (next, self.light(from: solution), moved)
    }

    private func addPriors(
        to equations: inout NormalEquations,
        pose: AlignmentPose,
        spread: Float,
        lever: Double
    ) {
        let variance = Double(spread) * Double(spread) / (64 * 64) / Self.evidenceShare
        let rotation = search.rotationDegrees * .pi / 180
        let places: [(current: Double, sigma: Double)] = [
            (pose.shiftX, search.shiftAcrossMillimetres / 2),
            (pose.shiftY, search.shiftAlongMillimetres / 2),
            (pose.rotation * lever, rotation / 2 * lever),
            ((pose.stretch - 1) * lever, search.stretch / 4 * lever),
        ]
        for (unknown, place) in places.enumerated() {
            equations.addPrior(
                unknown: unknown,
                value: -place.current,
                strength: variance / (place.sigma * place.sigma)
            )
        }
    }

    private func outcome(_ pose: AlignmentPose, _ picture: [Float]) -> Outcome {
        var (weight, meanPicture, meanTemplate) = (0.0, 0.0, 0.0)
        var inside = 0
        for i in picture.indices where picture[i] != Self.outside {
            inside += 1
            let w = Double(level.weights[i])
            weight += w
            meanPicture += w * Double(picture[i])
            meanTemplate += w * Double(level.values[i])
        }
        guard inside > 0 else { return Outcome(pose: pose, agreement: -1, coverage: 0) }
        meanPicture /= weight
        meanTemplate /= weight
        var (product, powerPicture, powerTemplate) = (0.0, 1e-9, 1e-9)
        for i in picture.indices where picture[i] != Self.outside {
            let w = Double(level.weights[i])
            let p = Double(picture[i]) - meanPicture
            let t = Double(level.values[i]) - meanTemplate
            product += w * p * t
            powerPicture += w * p * p
            powerTemplate += w * t * t
        }
        return Outcome(
            pose: pose,
            agreement: product / (powerPicture * powerTemplate).squareRoot(),
            coverage: Double(inside) / Double(picture.count)
        )
    }
}
