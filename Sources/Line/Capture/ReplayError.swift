public import Documents
public import Imaging

/// Why a replay set cannot be used, said in one line: file, place, cure.
public enum ReplayError: Error, Equatable, Sendable, CustomStringConvertible {
    /// `replay.yaml` is wrong.
    case document(DocumentError)
    /// A chunk picture cannot be read.
    case picture(PictureError)
    /// No file in the folder fits `files`.
    case empty(folder: String, pattern: String)
    /// A chunk has another width than the first.
    case width(file: String, expected: Int, found: Int)
    /// A chunk is mono among colour ones or the other way round.
    case channels(file: String, expected: Int, found: Int)
    /// A chunk has another number of rows than `rows_per_chunk`; only the last may be shorter.
    case rows(file: String, expected: Int, found: Int, isLast: Bool)
    /// A line of `truth.jsonl` is wrong; first line is 1.
    case truth(file: String, line: Int, reason: String)

    /// One line: `file: what is wrong; cure`.
    public var description: String {
        switch self {
        case .document(let error): error.description
        case .picture(let error): error.description
        case .empty(let folder, let pattern):
            "\(folder): no file is named like '\(pattern)'; check the folder, or 'files' in "
                + "\(ReplaySet.documentName)"
        case .width(let file, let expected, let found):
            "\(file): \(found) columns where the first chunk has \(expected); "
                + "keep pictures of one camera in one set"
        case .channels(let file, let expected, let found):
            "\(file): \(Self.kind(found)) where the first chunk is \(Self.kind(expected)); "
                + "keep pictures of one camera in one set"
        case .rows(let file, let expected, let found, let isLast):
            "\(file): \(found) rows where rows_per_chunk says \(expected)"
                + (isLast
                    ? "; correct rows_per_chunk"
                    : ", and only the last may be shorter; correct rows_per_chunk or the picture")
        case .truth(let file, let line, let reason):
            "\(file):\(line): \(reason); correct the line"
        }
    }

    private static func kind(_ channels: Int) -> String { channels == 1 ? "mono" : "colour" }
}
