/// Standard deviation of the bulk of some residuals.
enum RobustSpread {
    /// 1.4826 times the median size, by histogram; nil with fewer than 50 residuals.
    ///
    /// Entries whose `picture` value equals `marker` are left out.
    static func ofResiduals(
        _ residuals: [Float],
        excluding picture: [Float],
        marker: Float
    ) -> Float? {
        let binsPerLevel: Float = 4
        var bins = [Int](repeating: 0, count: 1024)
        var count = 0
        for i in residuals.indices where picture[i] != marker {
            let size = abs(residuals[i]) * binsPerLevel
            bins[size < 1023 ? Int(size) : 1023] += 1
            count += 1
        }
        guard count >= 50 else { return nil }
        var below = 0
        for (bin, members) in bins.enumerated() {
            below += members
            if below * 2 >= count {
                let over = Float(below) - Float(count) / 2
                return (Float(bin + 1) - over / Float(max(members, 1))) / binsPerLevel * 1.4826
            }
        }
        return nil
    }
}
