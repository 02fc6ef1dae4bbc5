public import Imaging

/// Normals and albedo from pictures of one surface under several lights.
///
/// Lambert's law, I = ρ s (n·l) + ρ a, solved at every pixel; observations that do not follow it
/// (highlights, shadows, saturation) lose their weight. With many lights, the strength s of every
/// light and the ambient share a are refined on the picture itself, which the fixed directions make
/// unambiguous. Woodham, Optical Engineering 19(1), 1980; weights of L1 by Schlossmacher, 1973.
public struct PhotometricStereo: Sendable {
    /// Grey level from which a picture counts as saturated.
    static let saturation: Float = 253
    /// Fewest lights with which strengths and ambient light are refined.
    static let refiningCountMin = 6

    let lights: [LightDirection]

    /// Makes a solver for pictures under `lights`, in their order.
    public init(_ lights: LightSet) { self.lights = lights.lights }

    /// The normals of the surface in `pictures`: one per light, equal in size; traps otherwise.
    ///
    /// Grey levels 0...255, linear in light. Any thread; the same bits for the same pictures.
    public func normals(_ pictures: [Plane]) -> NormalField {
        precondition(pictures.count == lights.count)
        if pictures.count == 4 { return FourLights(lights).normals(pictures) }
        var strengths = lights.map(\.intensity)
        var ambient = 0.0
        if pictures.count >= Self.refiningCountMin {
            (strengths, ambient) = refined(pictures)
        }
        let solver = PixelSolver(
            directions: lights.map(\.vector),
            strengths: strengths,
            ambient: ambient
        )
        var field = NormalField(width: pictures[0].width, height: pictures[0].height)
        var levels = [Double](repeating: 0, count: pictures.count)
        var weights = levels
        for i in field.x.values.indices {
            for k in pictures.indices { levels[k] = Double(pictures[k].values[i]) }
            guard let scaled = solver.solve(levels, &weights) else { continue }
            field.put(SIMD3<Float>(scaled), at: i)
        }
        return field
    }

    /// Strengths and ambient share that fit the picture best, from a sample of its pixels.
    private func refined(_ pictures: [Plane]) -> ([Double], Double) {
        var strengths = lights.map(\.intensity)
        var ambient = 0.0
        let count = pictures[0].values.count
        let step = max(1, count / 40_000)
        let directions = lights.map(\.vector)
        var levels = [Double](repeating: 0, count: pictures.count)
        var weights = levels
        for _ in 0..<8 {
            let solver = PixelSolver(
                directions: directions,
                strengths: strengths,
                ambient: ambient
            )
            var products = [Double](repeating: 0, count: pictures.count)
            var squares = products
            var ambientProduct = 0.0
            var ambientSquare = 0.0
            for i in stride(from: 0, to: count, by: step) {
                for k in pictures.indices { levels[k] = Double(pictures[k].values[i]) }
                guard let scaled = solver.solve(levels, &weights) else { continue }
                let albedo = (scaled * scaled).sum().squareRoot()
                for k in pictures.indices where weights[k] > 0 {
                    let cosine = (scaled * directions[k]).sum()
                    guard cosine > 0.1 * albedo else { continue }
                    let weight = weights[k] / (albedo * albedo)
                    products[k] += weight * cosine * (levels[k] - ambient * albedo)
                    squares[k] += weight * cosine * cosine
                    ambientProduct += weight * albedo * (levels[k] - strengths[k] * cosine)
                    ambientSquare += weight * albedo * albedo
                }
            }
            for k in pictures.indices where squares[k] > 0 {
                strengths[k] = min(max(products[k] / squares[k], 0.2), 5)
            }
            let mean = strengths.reduce(0, +) / Double(strengths.count)
            strengths = strengths.map { $0 / mean }
            if ambientSquare > 0 {
                ambient = min(max(ambient + 0.5 * ambientProduct / ambientSquare, 0), 0.3)
            }
        }
        return (strengths, ambient)
    }
}

extension NormalField {
    /// Puts ρ·n at pixel `i`; a vector that faces away lies down in the picture's plane.
    @inline(__always)
    mutating func put(_ scaled: SIMD3<Float>, at i: Int) {
        let length = (scaled * scaled).sum().squareRoot()
        guard length > 0 else { return }
        x.values[i] = scaled.x / length
        y.values[i] = scaled.y / length
        z.values[i] = scaled.z / length
        albedo.values[i] = length
    }
}
