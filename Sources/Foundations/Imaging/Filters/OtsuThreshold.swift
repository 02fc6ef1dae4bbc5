/// The threshold that parts a list of counts best.
///
/// Otsu, "A threshold selection method from gray-level histograms", 1979: the two parts lie as far
/// from each other as they can.
public enum OtsuThreshold {
    /// The last level of the lower part.
    ///
    /// - Parameter counts: How often every level occurs, from level 0 on.
    /// - Returns: nil where not two levels occur.
    public static func level(of counts: [Int]) -> Int? {
        let total = Double(counts.reduce(0, +))
        let sum = counts.indices.reduce(0.0) { $0 + Double($1 * counts[$1]) }
        var (below, sumBelow) = (0.0, 0.0)
        var best: (level: Int, spread: Double)?
        for level in counts.indices.dropLast() {
            below += Double(counts[level])
            sumBelow += Double(level * counts[level])
            guard below > 0, below < total else { continue }
            let far = sumBelow / below - (sum - sumBelow) / (total - below)
            let spread = below * (total - below) * far * far
            if spread > best?.spread ?? 0 { best = (level, spread) }
        }
        return best?.level
    }
}
