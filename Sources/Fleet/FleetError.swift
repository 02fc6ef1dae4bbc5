public import Linux

/// Why a station cannot report.
public enum FleetError: Error, Sendable, Equatable, CustomStringConvertible {
    /// This build has no MQTT.
    case leftOut
    /// A setting that cannot be.
    case setting(key: String, value: String, cure: String)
    /// A file that cannot be used.
    case file(path: String, reason: String, cure: String)
    /// The system refused.
    case system(SystemError)

    /// One line: what, why, and the cure.
    public var description: String {
        switch self {
        case .leftOut:
            "fleet: this build has no MQTT; build with the package trait Fleet"
        case .setting(let key, let value, let cure):
            "fleet: \(key) is \"\(value)\"; must be: \(cure)"
        case .file(let path, let reason, let cure):
            "fleet: \(path): \(reason); \(cure)"
        case .system(let error):
            "fleet: \(error); check folder, rights and room"
        }
    }
}
