public import Imaging

/// Normals and albedo from pictures of one surface under several lights.
///
/// Lambert's law solved at every pixel; observations that do not follow it (highlights, shadows,
/// saturation) lose their weight. Woodham, Optical Engineering 19(1), 1980; weights of L1 by
/// Schlossmacher, 1973. Where lights are more than a pixel's unknowns, what departs from that law all
/// over the picture is found in the picture itself (``ReflectanceFit``).
public struct PhotometricStereo: Sendable {
    /// Grey level from which a picture counts as saturated.
    static let saturation: Float = 253
    /// Fewest lights that say more than a normal and an albedo.
    private static let refiningCountMin = 4
    /// Lights of a line, whose boards are solved in closed form.
    private static let lineCount = 4

    let lights: [LightDirection]

    /// Makes a solver for pictures under `lights`, in their order.
    public init(_ lights: LightSet) { self.lights = lights.lights }

    /// The normals of the surface in `pictures`: one per light, equal in size; traps otherwise.
    ///
    /// Grey levels 0...255. Linear in light, unless four lights or more show a body whose shading
    /// tells the camera's curve. Any thread; the same bits for the same pictures.
    public func normals(_ pictures: [Plane]) -> NormalField {
        precondition(pictures.count == lights.count)
        let sample =
            pictures.count < Self.refiningCountMin
            ? nil : ReflectanceSample(pictures, under: lights)
        if pictures.count == Self.lineCount, sample?.isFlat ?? true {
            return FourLights(lights).normals(pictures)
        }
        let fit = sample.map { ReflectanceFit($0, under: lights).solved() }
        if pictures.count == Self.lineCount, fit?.isFlat ?? true {
            return FourLights(lights).normals(pictures)
        }
        let solver = PixelSolver(reflectance: fit?.reflectance ?? Reflectance(lights))
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
