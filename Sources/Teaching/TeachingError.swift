public import Registration

/// Why a product cannot be taught, in one line with the cure.
public enum TeachingError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Fewer good blisters than limits can be learnt from.
    case tooFewGood(count: Int, leftOut: Int, needed: Int)
    /// Too many of the blisters differ from the rest.
    case notGood(leftOut: Int, given: Int)
    /// No blisters are found in the source.
    case notFound(RegistrationError)
    /// The source holds something that cannot be used.
    case unusable(source: String, reason: String, cure: String)

    /// One line.
    public var description: String {
        switch self {
        case .tooFewGood(let count, let leftOut, let needed):
            let others = leftOut > 0 ? " (\(leftOut) left out as not good)" : ""
            return "\(count) good blisters\(others) are too few to learn limits from; "
                + "give at least \(needed)"
        case .notGood(let leftOut, let given):
            return "\(leftOut) of \(given) blisters differ from the rest; "
                + "teach from good blisters only"
        case .notFound(let fault):
            return fault.description
        case .unusable(let source, let reason, let cure):
            return "\(source): \(reason); \(cure)"
        }
    }
}
