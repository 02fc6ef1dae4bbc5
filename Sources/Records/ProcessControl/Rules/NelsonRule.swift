/// One of the eight tests for special causes.
///
/// Source: L. S. Nelson, The Shewhart control chart: tests for special causes, Journal of Quality
/// Technology 16 (1984), p. 237.
public enum NelsonRule: Int, Sendable, Codable, CaseIterable {
    /// One point far out.
    case beyondLimits = 1
    /// A run on one side.
    case shift
    /// A steady rise or fall.
    case trend
    /// Up and down in turn.
    case alternation
    /// Two of three near a limit.
    case warningZone
    /// Four of five off the centre.
    case leaning
    /// A run close to the centre.
    case stratification
    /// A run that keeps away from the centre.
    case mixture

    /// 1...8, as in Nelson's paper.
    public var number: Int { rawValue }

    /// A short name.
    public var name: String {
        switch self {
        case .beyondLimits: "beyond limits"
        case .shift: "shift"
        case .trend: "trend"
        case .alternation: "alternation"
        case .warningZone: "warning zone"
        case .leaning: "leaning"
        case .stratification: "stratification"
        case .mixture: "mixture"
        }
    }

    /// What the points did.
    public var sentence: String {
        switch self {
        case .beyondLimits: "One point is more than 3 sigma from the centre line."
        case .shift: "Nine points in a row are on the same side of the centre line."
        case .trend: "Six points in a row steadily rise or fall."
        case .alternation: "Fourteen points in a row go up and down in turn."
        case .warningZone:
            "Two of three points in a row are more than 2 sigma from the centre line, on one side."
        case .leaning:
            "Four of five points in a row are more than 1 sigma from the centre line, on one side."
        case .stratification: "Fifteen points in a row are within 1 sigma of the centre line."
        case .mixture: "Eight points in a row are more than 1 sigma from the centre line."
        }
    }
}

/// A set of rules in one byte.
public struct NelsonRules: OptionSet, Sendable, Hashable {
    /// Bit n - 1 is rule n.
    public let rawValue: UInt8

    /// From bits.
    ///
    /// - Parameter rawValue: Bit n - 1 is rule n.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// One rule.
    ///
    /// - Parameter rule: The rule.
    public init(_ rule: NelsonRule) { rawValue = 1 << UInt8(rule.rawValue - 1) }

    /// All eight.
    public static let all = NelsonRules(rawValue: 0xFF)

    /// Its members in Nelson's order.
    public var rules: [NelsonRule] { NelsonRule.allCases.filter { contains(NelsonRules($0)) } }

    /// The rules that mean something on a chart.
    ///
    /// All eight ask for independent points of a symmetric distribution: means and individuals.
    /// Ranges, deviations and shares are skew, so that zones do not hold what the rules count on;
    /// they have rules 1 to 4. Moving ranges share values with their neighbours, and an EWMA is
    /// made of its neighbours; they have rule 1. Source: Nelson 1984, p. 238; L. S. Nelson, Control
    /// charts for individual measurements, Journal of Quality Technology 14 (1982), p. 172.
    ///
    /// - Parameter kind: The chart.
    /// - Returns: Its rules.
    public static func applicable(to kind: ChartKind) -> NelsonRules {
        switch kind {
        case .individuals, .mean: .all
        case .range, .deviation, .proportion, .laneyProportion: NelsonRules(rawValue: 0b1111)
        case .movingRange, .ewma: NelsonRules(rawValue: 1)
        }
    }
}
