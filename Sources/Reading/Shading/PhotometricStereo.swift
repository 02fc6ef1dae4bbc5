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
    static let refiningCountMin = 5

    let lights: [LightDirection]

    /// Makes a solver for pictures under `lights`, in their order.
    public init(_ lights: LightSet) { self.lights = lights.lights }

    /// The normals of the surface in `pictures`: one per light, equal in size; traps otherwise.
    ///
    /// Grey levels 0...255, linear in light. Any thread; the same bits for the same pictures.
    public func normals(_ pictures: [Plane]) -> NormalField {
        precondition(pictures.count == lights.count)
        if pictures.count == 4 { return FourLights(lights).normals(pictures) }
        let solver = solver(pictures)
        var field = NormalField(width: pictures[0].width, height: pictures[0].height)
        var levels = [Double](repeating: 0, count: pictures.count)
        var pixel = PixelObservations(count: pictures.count)
        for i in field.x.values.indices {
            for k in pictures.indices { levels[k] = Double(pictures[k].values[i]) }
            let place = Self.place(of: i, in: pictures[0])
            guard let scaled = solver.solve(levels, at: place, &pixel) else { continue }
            field.put(SIMD3<Float>(scaled * Reflectance.white), at: i)
        }
        return field
    }

    private func solver(_ pictures: [Plane]) -> PixelSolver {
        guard pictures.count >= Self.refiningCountMin,
            let fit = ReflectanceFit(pictures, under: lights)
        else { return PixelSolver(reflectance: Reflectance(lights)) }
        return PixelSolver(reflectance: fit.solved())
    }

    /// Where pixel `i` lies, in halves of the longer side from the middle, up and to the right.
    static func place(of i: Int, in picture: Plane) -> SIMD2<Double> {
        let half = Double(max(picture.width, picture.height)) / 2
        return SIMD2(
            (Double(i % picture.width) + 0.5 - Double(picture.width) / 2) / half,
            (Double(picture.height) / 2 - Double(i / picture.width) - 0.5) / half
        )
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
