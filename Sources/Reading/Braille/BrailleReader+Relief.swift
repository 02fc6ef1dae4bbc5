public import Imaging
public import Shading

/// Reading a surface whose slopes are measured.
extension BrailleReader {
    /// Least weight of an attempt that is read, as a share of the best one's.
    private static let weightShare = 0.5
    /// Most attempts that are read.
    private static let readMax = 4
    /// Least weight at a lattice's own pitch, as a share of that at the pitch it was found at.
    private static let worseMin = 0.5
    /// Difference of two pitches, as a share, up to which they are of the same dots.
    private static let alikeMax = 0.2
    /// What is left of a ridge's top along it, where maps of all pitches are made, and at the dots' own.
    private static let ridgeShareAtFirst = 0.3
    private static let ridgeShare = 0.14

    /// The sides found in pictures of a board, one under each of `lights`, and its relief; bumps are recto.
    ///
    /// Grey levels 0...255, equal in size. Dots are found in what is around them, whatever the light is
    /// like there (``LightShares``); their heights are those of `normals`, which keep the scale. Nothing
    /// is found where pictures and lights differ in number. The relief is in pixels of height, flattened.
    public func read(
        _ pictures: [Plane],
        under lights: LightSet,
        normals: NormalField
    ) -> (readings: [BrailleReading], relief: Relief?) {
        guard let first = pictures.first, min(first.width, first.height) >= Self.sideMin,
            let slopes = LightShares(pictures).slopes(under: lights),
            let (readings, attempt) = read(slopes)
        else { return ([], nil) }
        let side = attempt.map.scale
        let relief = Relief(
            normals,
            blockSide: side,
            flatteningRadius: max(3, Int(1.5 * attempt.nominal / Double(side)))
        )
        return (readings, relief)
    }

    /// The sides found in `slopes`, of whatever scale, and where; nil for none.
    func read(_ slopes: SlopeField) -> (readings: [BrailleReading], attempt: Attempt)? {
        let (width, height) = (slopes.across.width, slopes.across.height)
        var tried: [Attempt] = []
        // Coarse maps cost least.
        for pitch in pitches(width: width, height: height).reversed() {
            tried.append(attempt(slopes, pitch: pitch, ridgeShare: Self.ridgeShareAtFirst))
            if Self.isSettled(tried) { break }
        }
        return best(of: tried, slopes)
    }

    private func attempt(_ slopes: SlopeField, pitch: Double, ridgeShare: Double) -> Attempt {
        let block = max(1, Int(pitch / 10))
        let map = BumpMap(slopes.reduced(by: block), pitch: pitch / Double(block))
        return Attempt(map, pitch: pitch, ridgeShare: ridgeShare)
    }

    /// The attempt that explains most dots with fewest cells, of those that are likely at all.
    ///
    /// A single word's dots lie in lattices of twice their pitch as well, and print that is not quite
    /// taken out in finer ones: lattices of several pitches are read, and compared by what they explain
    /// and how high that is.
    private func best(
        of tried: [Attempt],
        _ slopes: SlopeField
    ) -> (readings: [BrailleReading], attempt: Attempt)? {
        let order = tried.filter { $0.score > Self.scoreMin }.sorted { $0.weight > $1.weight }
        guard let first = order.first else { return nil }
        var best: (found: [BrailleReading], attempt: Attempt, value: Double)?
        var read: [Double] = []
        for candidate in order.prefix(Self.readMax)
        where candidate.weight >= Self.weightShare * first.weight {
            if read.contains(where: { abs($0 / candidate.pitch - 1) < Self.alikeMax }) { continue }
            var attempt = attempt(slopes, pitch: candidate.pitch, ridgeShare: Self.ridgeShare)
            if attempt.weight < Self.worseMin * candidate.weight { attempt = candidate }
            let (readings, quality) = sides(attempt)
            guard let pitch = readings.first?.pitchPixels else { continue }
            read.append(pitch)
            let value = quality * attempt.weight
            if value > best?.value ?? 0 { best = (readings, attempt, value) }
        }
        return best.map { ($0.found, $0.attempt) }
    }
}
