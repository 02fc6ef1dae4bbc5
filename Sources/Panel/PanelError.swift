public import Linux

/// Why the panel cannot be served, or its users not be kept, in one line with the cure.
public enum PanelError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The address is none, or taken by another program.
    case address(String, reason: String)
    /// The pages are not where they belong.
    case assets(path: String, reason: String)
    /// The file of users says what cannot be.
    case users(path: String, reason: String, cure: String)
    /// A user's name or password that is not taken.
    case refused(reason: String, cure: String)
    /// The system refused.
    case system(SystemError)

    /// One line: place, reason, cure.
    public var description: String {
        switch self {
        case .address(let address, let reason):
            "panel: cannot listen on \(address): \(reason); give another address or port"
        case .assets(let path, let reason):
            "\(path): \(reason); run in the checkout, or install the product"
        case .users(let path, let reason, let cure): "\(path): \(reason); \(cure)"
        case .refused(let reason, let cure): "\(reason); \(cure)"
        case .system(let error): "\(error)"
        }
    }
}
