internal import Glibc

extension ReflectanceFit {
    /// Normal equations of the unknowns around `state`, without the pixels' own.
    func linearised(
        _ unknowns: [Double],
        _ state: State,
        usual: [Double]
    ) -> SymmetricSystem {
        var system = SymmetricSystem(count: unknowns.count)
        var pixel = PixelObservations(count: lightCount)
        var columns = [SIMD3<Double>](repeating: .zero, count: unknowns.count)
        // How the mean tilt changes with the unknowns.
        var tilts = [SIMD2<Double>](repeating: .zero, count: unknowns.count)
        let pixelCount = Double(state.normals.count { $0 != nil })
        for p in sample.levels.indices {
            guard let scaled = state.normals[p],
                pixel.take(sample.levels[p], state.reflectance)
            else { continue }
            var own = SymmetricMatrix()
            var ownRight = SIMD3<Double>.zero
            for i in columns.indices { columns[i] = .zero }
            for k in 0..<lightCount {
                let answer = state.reflectance.answer(scaled, to: k, at: sample.places[p])
                guard let residual = residual(pixel, k, answer, state.reflectance) else { continue }
                let usual = pixel.usuals[k]
                let weight = PixelSolver.weight(residual, usual: usual) * share / (usual * usual)
                let row: [(Int, Double)]
                if pixel.kinds[k] == .usable {
                    own.add(answer.slope, weight: weight)
                    ownRight += answer.slope * (weight * residual)
                    row = slopes(
                        of: k,
                        answer,
                        state.reflectance,
                        scaled,
                        p,
                        light: pixel.lights[k]
                    )
                } else {
                    row = [(3 * lightCount, answer.albedo)]
                }
                for (i, slope) in row {
                    if pixel.kinds[k] == .usable { columns[i] += answer.slope * (weight * slope) }
                    system.right[i] += weight * slope * residual
                    for (j, other) in row where j <= i {
                        system.add(weight * slope * other, i, j)
                    }
                }
            }
            // Of all surfaces that explain the pictures, the one whose albedo varies least: minimum
            // entropy (Alldrin, Mallick, Kriegman, CVPR 2007).
            let albedo = max((scaled * scaled).sum().squareRoot(), 1e-9)
            let rest = log(albedo) - state.albedo.middle
            let normal = scaled / albedo
            let slope = normal / albedo
            let weight = Self.albedoCount * state.albedo.weight(of: albedo)
            own.add(slope, weight: weight)
            ownRight -= slope * (weight * rest)
            let ridge = 1e-4 * (own.xx + own.yy + own.zz)
            own.xx += ridge
            own.yy += ridge
            own.zz += ridge
            // Whatever the normal takes up says nothing about the unknowns.
            guard let taken = own.solved(ownRight) else { continue }
            for i in columns.indices where columns[i] != .zero {
                system.right[i] -= (columns[i] * taken).sum()
                guard let moved = own.solved(columns[i]) else { continue }
                let turned = (normal * (normal * moved).sum() - moved) / (albedo * pixelCount)
                tilts[i] += SIMD2(turned.x, turned.y)
                for j in 0...i where columns[j] != .zero {
                    system.add(-(columns[j] * moved).sum(), i, j)
                }
            }
        }
        // A board is laid before the camera, and of a body as much is seen to all sides.
        let weight = 1 / (Self.tiltSpread * Self.tiltSpread)
        for i in tilts.indices where tilts[i] != .zero {
            system.right[i] -= weight * (tilts[i] * state.tilt).sum()
            for j in 0...i { system.add(weight * (tilts[i] * tilts[j]).sum(), i, j) }
        }
        for (i, spread) in spreads.enumerated() {
            system.add(1 / (spread * spread), i, i)
            system.right[i] -= (unknowns[i] - usual[i]) / (spread * spread)
        }
        return system
    }

    /// How the level that light `k` makes changes with the unknowns: places among them and slopes.
    private func slopes(
        of k: Int,
        _ answer: Reflectance.Answer,
        _ reflectance: Reflectance,
        _ scaled: SIMD3<Double>,
        _ p: Int,
        light: Double
    ) -> [(Int, Double)] {
        let shared = 3 * lightCount
        var row = [(shared, answer.albedo)]
        // What a curve adds to the observed light is missing from the residual.
        if light > 0 { row.append((shared + 2, -light * log(light) / (1 + reflectance.curve))) }
        guard answer.power > 0 else { return row }
        row.append((k, answer.level - reflectance.ambient * answer.albedo))
        let small = 1e-4
        var other = reflectance
        for (turn, at) in [(turns[k].0, lightCount + k), (turns[k].1, 2 * lightCount + k)] {
            let turned = reflectance.directions[k] + small * turn
            other.directions[k] = turned / (turned * turned).sum().squareRoot()
            let moved = other.answer(scaled, to: k, at: sample.places[p]).level
            row.append((at, (moved - answer.level) / small))
        }
        other.directions[k] = reflectance.directions[k]
        other.nearness += small
        let moved = other.answer(scaled, to: k, at: sample.places[p]).level
        row.append((shared + 1, (moved - answer.level) / small))
        row.append((shared + 3, answer.power * answer.albedo * answer.cosine * answer.grazing))
        var lobe = answer.lobe * answer.lobe
        lobe *= lobe
        for j in 0..<Reflectance.lobeCount {
            lobe *= lobe
            row.append((shared + 4 + j, answer.power * lobe))
        }
        return row
    }
}
