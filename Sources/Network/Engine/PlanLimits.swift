internal import Graphs

/// How much memory a plan may ask for; what exceeds it is refused before it is taken.
public struct PlanLimits: Sendable, Equatable {
    /// Bytes of one value, and of all buffers, values of plain steps, packed weights and all
    /// threads' scratch together.
    public var byteCountMax: Int

    /// For every network that the inspector runs or trains.
    public static let standard = PlanLimits()

    /// The standard limit, or another; at most 2⁴⁰.
    public init(byteCountMax: Int = 8 << 30) {
        precondition((0...1 << 40).contains(byteCountMax))
        self.byteCountMax = byteCountMax
    }
}

extension PlanLimits {
    /// Why a value is refused: it is too large as far as its extents are known, or one is negative.
    ///
    /// An extent of 0 does not excuse the others: what is computed from them stays in range.
    func excess(of fact: ValueFact) -> ModelError.Reason? {
        var product = 4
        for case .known(let extent) in fact.shape ?? [] where extent != 0 {
            let (larger, overflows) = product.multipliedReportingOverflow(by: extent)
            guard extent > 0, !overflows, larger <= byteCountMax else {
                let shape = (fact.shape ?? []).map(\.description).joined(separator: "×")
                return .tooLarge("a value of \(shape) is over \(byteCountMax) bytes")
            }
            product = larger
        }
        return nil
    }
}
