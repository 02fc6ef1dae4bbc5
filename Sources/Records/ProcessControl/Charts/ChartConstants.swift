internal import Foundation

/// Constants that turn ranges and deviations of normal samples into sigma.
public enum ChartConstants {
    /// Sizes of subgroups that have constants.
    public static let sizes = 2...25

    // Sizes 2...25; E R and E R² of n standard normal numbers, integrated by Gauss–Legendre with
    // 400 nodes; to the digits printed those of ASTM MNL 7A, table 49.
    private static let meanRanges: [Double] = [
        1.128_379_17, 1.692_568_75, 2.058_750_75, 2.325_928_95, 2.534_412_72, 2.704_356_75,
        2.847_200_61, 2.970_026_32, 3.077_505_46, 3.172_872_70, 3.258_455_28, 3.335_980_35,
        3.406_763_11, 3.471_826_89, 3.531_982_79, 3.587_883_96, 3.640_063_76, 3.688_963_02,
        3.734_950_12, 3.778_335_83, 3.819_384_64, 3.858_323_42, 3.895_348_15, 3.930_629_22,
    ]
    private static let rangeDeviations: [Double] = [
        0.852_502_47, 0.888_368_00, 0.879_808_20, 0.864_081_94, 0.848_039_69, 0.833_205_34,
        0.819_831_49, 0.807_834_27, 0.797_050_67, 0.787_314_62, 0.778_478_34, 0.770_416_20,
        0.763_023_10, 0.756_211_43, 0.749_908_09, 0.744_051_78, 0.738_590_85, 0.733_481_50,
        0.728_686_35, 0.724_173_34, 0.719_914_81, 0.715_886_74, 0.712_068_18, 0.708_440_77,
    ]

    /// Mean of the range of `size` standard normal numbers, d₂.
    ///
    /// Source: L. H. C. Tippett, Biometrika 17 (1925), p. 364; ASTM MNL 7A, table 49.
    ///
    /// - Parameter size: In `sizes`.
    /// - Returns: Above 1.
    public static func d2(_ size: Int) -> Double { meanRanges[size - sizes.lowerBound] }

    /// Standard deviation of the range of `size` standard normal numbers, d₃.
    ///
    /// - Parameter size: In `sizes`.
    /// - Returns: Above 0.
    public static func d3(_ size: Int) -> Double { rangeDeviations[size - sizes.lowerBound] }

    /// Mean of the sample deviation of `size` standard normal numbers, c₄.
    ///
    /// Source: NIST/SEMATECH e-Handbook, section 6.3.2: √(2/(n-1)) Γ(n/2) / Γ((n-1)/2).
    ///
    /// - Parameter size: At least 2.
    /// - Returns: Below 1.
    public static func c4(_ size: Int) -> Double {
        precondition(size >= 2)
        let n = Double(size)
        return (2 / (n - 1)).squareRoot() * exp(lgamma(n / 2) - lgamma((n - 1) / 2))
    }

    /// Limits of means from the mean range: 3 / (d₂ √n).
    ///
    /// - Parameter size: In `sizes`.
    /// - Returns: A₂.
    public static func a2(_ size: Int) -> Double { 3 / (d2(size) * Double(size).squareRoot()) }

    /// Lower limit of ranges by the mean range: 1 - 3 d₃ / d₂, at least 0.
    ///
    /// - Parameter size: In `sizes`.
    /// - Returns: D₃.
    public static func lowerD3(_ size: Int) -> Double { max(0, 1 - 3 * d3(size) / d2(size)) }

    /// Upper limit of ranges by the mean range: 1 + 3 d₃ / d₂.
    ///
    /// - Parameter size: In `sizes`.
    /// - Returns: D₄.
    public static func upperD4(_ size: Int) -> Double { 1 + 3 * d3(size) / d2(size) }
}
