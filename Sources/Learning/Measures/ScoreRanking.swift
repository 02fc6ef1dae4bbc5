/// How well scores tell bad samples from good ones.
public enum ScoreRanking {
    /// Area under the receiver operating characteristic: the chance that a bad sample scores higher
    /// than a good one, ties counting half; nil when either kind is absent.
    ///
    /// The Mann–Whitney statistic. Source: J. A. Hanley, B. J. McNeil, Radiology 143 (1982), p. 29.
    public static func auroc(good: [Double], bad: [Double]) -> Double? {
        guard !good.isEmpty, !bad.isEmpty else { return nil }
        let all = (good.map { ($0, false) } + bad.map { ($0, true) }).sorted { $0.0 < $1.0 }
        var rankSum = 0.0
        var start = 0
        while start < all.count {
            var end = start
            while end < all.count, all[end].0 == all[start].0 { end += 1 }
            // Ranks count from 1; equal scores share the mean of theirs.
            let rank = Double(start + 1 + end) / 2
            for index in start..<end where all[index].1 { rankSum += rank }
            start = end
        }
        let (n, m) = (Double(bad.count), Double(good.count))
        return (rankSum - n * (n + 1) / 2) / (n * m)
    }
}
