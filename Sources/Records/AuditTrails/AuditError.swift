/// Why a trail cannot be written, read or exported, in one line with file and cure.
public enum AuditError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Another process writes it.
    case locked(path: String)
    /// The private key is none.
    case key(path: String)
    /// The public key is none.
    case publicKey(path: String)
    /// The disk refuses.
    case disk(path: String, reason: String)
    /// There is nothing to read.
    case noTrail(path: String)
    /// A file with checkpoints has none.
    case noCheckpoint(path: String)
    /// The place of an export is in use.
    case inUse(path: String)
    /// The time that was asked for holds no entry.
    case nothingBetween(path: String)

    /// One line: file, what is wrong, cure.
    public var description: String {
        switch self {
        case .locked(let path):
            "\(path): another blisterd writes this audit trail; stop it, or give each station its "
                + "own records folder"
        case .key(let path):
            "\(path): is no readable private Ed25519 key; bring the right one back, or move it away "
                + "for a new one"
        case .publicKey(let path):
            "\(path): is no readable public Ed25519 key; give the .pub file of the station with --key"
        case .disk(let path, let reason):
            "\(path): cannot be used: \(reason); check the path, the disk and its permissions"
        case .noTrail(let path):
            "\(path): holds no audit trail; give the folder audit of the records, or its files"
        case .noCheckpoint(let path):
            "\(path): holds no line with blisterd-checkpoint; give the journal or log of the station"
        case .inUse(let path): "\(path): is not empty; name another folder"
        case .nothingBetween(let path):
            "\(path): holds no entry of that time; change --from or --to"
        }
    }
}
