import Imaging

/// Pixels of pictures under several lights that say how the surface answers them.
struct ReflectanceSample {
    /// Fewer where there are many lights.
    private static let countMax = 1500
    private static let candidateCount = 40_000
    private static let observationCountMax = 24_000
    private static let countMin = 200
    /// Grey level that a pixel has under some light, at least and as a share of the bright ones': a
    /// dark ground says little of the surface before it.
    private static let levelMin: Float = 0.12 * Float(Reflectance.white)
    private static let brightShare: Float = 0.35
    /// Fewest usable observations of a pixel: one more than it has unknowns.
    private static let usableMin = 4
    /// Change of level from pixel to pixel, as a share, from which it is an edge of print: pictures
    /// that lie a little off each other disagree there.
    private static let contrastMax: Float = 0.1

    /// Spread of the normals' sideways parts under which a surface is flat.
    private static let flatMax = 0.24

    /// Grey levels of every pixel, in the order of the lights.
    let levels: [[Double]]
    /// Where the pixels are, in halves of the longer side from the middle, up and to the right.
    let places: [SIMD2<Double>]
    /// Whether the normals lie close together, as on a board with small bumps.
    let isFlat: Bool

    /// Takes pixels of `pictures` under `lights`, spread evenly; nil where too few say something.
    init?(_ pictures: [Plane], under lights: [LightDirection]) {
        let pixelCount = pictures[0].values.count
        let candidates = stride(
            from: 0,
            to: pixelCount,
            by: max(1, pixelCount / Self.candidateCount)
        )
        let levels = candidates.map { i in
            pictures.reduce(Float(0)) { max($0, $1.values[i]) }
        }
        let bright = levels.sorted()[levels.count * 99 / 100]
        let levelMin = max(Self.levelMin, Self.brightShare * bright)
        var useful: [Int] = []
        var contrasts: [Float] = []
        for (i, level) in zip(candidates, levels) where level >= levelMin {
            guard let contrast = Self.contrast(i, pictures, brightest: level) else { continue }
            useful.append(i)
            contrasts.append(contrast)
        }
        if useful.isEmpty { return nil }
        let usual = contrasts.sorted()[contrasts.count / 2]
        let limit = max(Self.contrastMax, 1.5 * usual)
        useful = zip(useful, contrasts).filter { $0.1 <= limit }.map(\.0)
        let count = min(Self.countMax, Self.observationCountMax / pictures.count, useful.count)
        guard count >= Self.countMin else { return nil }
        var taken: [[Double]] = []
        var places: [SIMD2<Double>] = []
        for k in 0..<count {
            let i = useful[k * useful.count / count]
            taken.append(pictures.map { Double($0.values[i]) })
            places.append(PhotometricStereo.place(of: i, in: pictures[0]))
        }
        self.levels = taken
        self.places = places
        isFlat = Self.isFlat(taken, places, lights)
    }

    /// By Lambert's law under far lights of known strength.
    private static func isFlat(
        _ levels: [[Double]],
        _ places: [SIMD2<Double>],
        _ lights: [LightDirection]
    ) -> Bool {
        let solver = PixelSolver(reflectance: Reflectance(lights))
        var pixel = PixelObservations(count: lights.count)
        let normals = zip(levels, places).map { levels, place in
            pixel.take(levels, solver.reflectance) ? solver.leastSquares(pixel, place) : nil
        }
        return isFlat(normals)
    }

    /// Whether nine of ten of `normals`, of any length, lie close to the middle one.
    static func isFlat(_ normals: [SIMD3<Double>?]) -> Bool {
        let asides = normals.compactMap { scaled -> SIMD2<Double>? in
            guard let scaled else { return nil }
            let length = (scaled * scaled).sum().squareRoot()
            return length > 0 ? SIMD2(scaled.x, scaled.y) / length : nil
        }
        guard !asides.isEmpty else { return true }
        let middle = SIMD2(
            asides.map(\.x).sorted()[asides.count / 2],
            asides.map(\.y).sorted()[asides.count / 2]
        )
        let squares = asides.map { (($0 - middle) * ($0 - middle)).sum() }.sorted()
        return squares[squares.count * 9 / 10] < flatMax * flatMax
    }

    /// Greatest contrast around pixel `i`, or nil where it is no use.
    private static func contrast(_ i: Int, _ pictures: [Plane], brightest: Float) -> Float? {
        let (width, height) = (pictures[0].width, pictures[0].height)
        let (x, y) = (i % width, i / width)
        guard x > 0, y > 0, x + 1 < width, y + 1 < height else { return nil }
        var usable = 0
        var contrast: Float = 0
        for picture in pictures {
            let values = picture.values
            let kind = PixelObservations.kind(Double(values[i]), brightest: Double(brightest))
            usable += kind == .usable ? 1 : 0
            let across = (values[i + 1] - values[i - 1]).magnitude
            let along = (values[i + width] - values[i - width]).magnitude
            contrast = max(contrast, (across + along) / 2)
        }
        return usable >= usableMin ? contrast / brightest : nil
    }
}
