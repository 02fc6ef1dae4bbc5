internal import Glibc
public import Imaging
import Shading

/// Reads Braille from pictures: dots, their grid, cells.
///
/// Nothing is known beforehand of scale, skew or light. Dots are the tops of a map of bulging
/// (``BumpMap``), the pitch is what most of their neighbours agree on, and every place of the grid
/// is then decided by itself, so that weak dots are found and print is not. Any thread; the same
/// bits for the same pictures.
public struct BrailleReader: Sendable {
    /// Shortest side of a picture that is looked at, in pixels.
    static let sideMin = 24
    /// Dot pitches that are tried, in pixels.
    static let pitches = (0..<10).map { 8 * pow(1.27, Double($0)) }
    /// Evidence between which relief's dots part from nothing.
    static let boundsOfRelief = 0.2...0.45
    /// Unevenness of a grid, in pitches, from which it is laid again.
    static let unevennessMax = 0.04
    /// Least score of a lattice to be Braille.
    static let scoreMin = 7.0
    /// Score from which no other pitch is tried.
    static let scoreSure = 60.0
    /// Score of relief from which coarser pitches than the finest are believed.
    static let settledMin = 10.0

    /// A side with fewer dots than this part of the other's is none.
    static let secondShare = 12
    /// Least order of a second side's grid against the first one's.
    static let orderMin = 0.3
    /// The same, and the least score of its lattice, where the first side leaves little over.
    static let orderSure = 0.75
    static let scoreOrderly = 25.0

    /// Makes a reader.
    public init() {}

    /// The sides found in pictures whose lights are unknown, best first; empty when there is none.
    ///
    /// Grey levels 0...255, equal in size. Three pictures or more are taken for one board under as many
    /// lights, in whose shares of the light print does not show (``LightShares``). Recto is the side whose
    /// dots are bright towards the top of the picture (towards the left where the light is level), as on
    /// scans and desks lit from behind; a single side is recto, whatever the order. See ``SideOrder`` for
    /// what else speaks.
    public func read(_ pictures: [Plane]) -> [BrailleReading] {
        guard let first = pictures.first, min(first.width, first.height) >= Self.sideMin else {
            return []
        }
        if pictures.count >= LightShares.countMin, let slopes = LightShares(pictures).slopes() {
            let found = read(slopes)?.readings ?? []
            // Which side bulges is not known.
            return SideOrder.named(found.map { ($0.side == .recto, $0) }, isMeasured: false)
        }
        var tried: [Attempt] = []
        for pitch in pitches(width: first.width, height: first.height) {
            tried += maps(pictures, pitch: pitch).map { Attempt($0, pitch: pitch) }
        }
        return best(of: tried) { attempt in
            maps(pictures, pitch: attempt.pitch, isNear: true).map {
                Attempt($0, pitch: attempt.pitch)
            }
        }
    }

    /// Pitches to try in a picture of this size, ascending.
    func pitches(width: Int, height: Int) -> [Double] {
        Self.pitches.filter { $0 * 400 > Double(width) && $0 * 3 < Double(height) }
    }

    /// Whether a pitch is so far ahead of the three finer ones after it, down to half of it, that none
    /// will be better.
    static func isSettled(_ tried: [Attempt]) -> Bool {
        guard tried.count >= 4,
            let best = tried.dropLast(3).max(by: { $0.weight < $1.weight })
        else { return false }
        return best.score > settledMin
            && tried.suffix(3).allSatisfy { $0.weight < 0.5 * best.weight }
    }

    /// A map at one pitch, with the lattices of its sides.
    struct Attempt {
        let map: BumpMap
        /// Pitch that was tried, in pixels of the picture.
        let nominal: Double
        let up: BumpSide
        let down: BumpSide

        init(_ map: BumpMap, pitch: Double, ridgeShare: Double? = nil) {
            self.map = map
            nominal = pitch
            let step = pitch / Double(map.scale)
            let noise = map.light == nil ? nil : GroundNoise(map.plane, pitch: step)
            up = BumpSide(map.plane, pitch: step, noise: noise, ridgeShare: ridgeShare)
            down = BumpSide(map.plane.inverted(), pitch: step, noise: noise, ridgeShare: ridgeShare)
        }

        /// Between bumps lie weaker dents, in a lattice as good as theirs.
        var isUpFirst: Bool {
            up.vote.score * up.usualStrength >= down.vote.score * down.usualStrength
        }
        private var vote: LatticeVote { isUpFirst ? up.vote : down.vote }
        /// The surer side's score.
        var score: Double { vote.score }
        /// How much speaks for the attempt: of a measured surface, the height of its dots, too.
        ///
        /// What a map makes of two dots, or of the board between them, is lower than dots are.
        var weight: Double {
            guard map.light == nil else { return score }
            let side = isUpFirst ? up : down
            return score * side.usualStrength * Double(map.scale)
        }
        /// The surer side's pitch, in pixels of the picture.
        var pitch: Double { vote.pitch * Double(map.scale) }
    }

    /// The readings of the attempt that leaves fewest dots unexplained.
    ///
    /// Where one score is far ahead, only it is read.
    private func best(
        of tried: [Attempt],
        again: (Attempt) -> [Attempt]
    ) -> [BrailleReading] {
        let order = tried.filter { $0.score > Self.scoreMin }.sorted { $0.score > $1.score }
        guard let first = order.first else { return [] }
        // Shading is full of lattices, of print and paper.
        let isSure = first.score > Self.scoreSure || Self.isSettled(tried)
        let limit = (isSure ? 0.999 : 0.25) * first.score
        var best: (readings: [BrailleReading], quality: Double) = ([], 0)
        for candidate in order.prefix(4) where candidate.score >= limit {
            let refined = again(candidate).max { $0.score < $1.score } ?? candidate
            let found = sides(refined)
            let quality = found.quality * max(refined.score, 1).squareRoot()
            if quality > best.quality { best = (found.readings, quality) }
        }
        return best.readings
    }

    /// Maps of dots `pitch` pixels apart, one for each direction the light may have.
    private func maps(_ pictures: [Plane], pitch: Double, isNear: Bool = false) -> [BumpMap] {
        let scale = max(1, Int(pitch / 10))
        let step = pitch / Double(scale)
        let slopes = pictures.map { picture in
            BumpMap.slopes(of: scale == 1 ? picture : picture.reduced(by: scale), pitch: step)
        }
        let axes = slopes.map { BumpMap.lightAxes($0, pitch: step) }
        if pictures.count == 1 {
            return axes[0].map {
                isNear
                    ? BumpMap(slopes: slopes[0], near: $0, scale: scale, pitch: step)
                    : BumpMap(slopes: slopes[0], light: $0, scale: scale)
            }
        }
        var sum: BumpMap?
        for (slope, axes) in zip(slopes, axes) {
            guard let axis = axes.first else { continue }
            var map = BumpMap(slopes: slope, light: axis, scale: scale)
            let spread = max(Peaks.spread(map.plane), 1e-6)
            guard var joined = sum else {
                for i in map.plane.values.indices { map.plane.values[i] /= spread }
                sum = map
                continue
            }
            var product = 0.0
            for i in map.plane.values.indices {
                product += Double(map.plane.values[i] * joined.plane.values[i])
            }
            let sign: Float = product < 0 ? -1 : 1
            for i in map.plane.values.indices {
                joined.plane.values[i] += sign * map.plane.values[i] / spread
            }
            sum = joined
        }
        return sum.map { [$0] } ?? []
    }
}
