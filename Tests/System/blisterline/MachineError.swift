/// Why the machine cannot be played; every case is one line for a person.
enum MachineError: Error, CustomStringConvertible {
    case picture(file: String, expected: String, found: String)
    case recording(folder: String, reason: String, cure: String)
    case wiring(reason: String, cure: String)
    case driver(path: String, call: String, errno: Int32)
    case daemon(reason: String)

    var description: String {
        switch self {
        case .picture(let file, let expected, let found):
            "\(file): expected \(expected), found \(found)"
        case .recording(let folder, let reason, let cure):
            "\(folder): \(reason); \(cure)"
        case .wiring(let reason, let cure):
            "station configuration: \(reason); \(cure)"
        case .driver(let path, let call, let number):
            "\(path): \(call) failed with errno \(number)"
        case .daemon(let reason):
            "blisterd: \(reason)"
        }
    }
}
