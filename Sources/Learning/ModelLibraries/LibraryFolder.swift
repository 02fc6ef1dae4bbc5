internal import Foundation
internal import Linux

/// The folder of a model library: where what lies, and every change that is made in it.
///
/// Each change is one step that is over, or has not begun, whenever the process ends.
struct LibraryFolder: Sendable {
    static let modelEnding = ".onnx"
    static let signatureEnding = ".sig"
    static let rejectionEnding = ".rejected.txt"
    static let ledgerName = "library.json"

    let path: String
    /// Called before every change, with its words; what it throws is thrown in place of the change.
    let willChange: @Sendable (String) throws(LibraryError) -> Void

    var ledgerPath: String { "\(path)/\(Self.ledgerName)" }
    var auditPath: String { "\(path)/audit.jsonl" }
    var installedPath: String { "\(path)/installed" }
    var rejectedPath: String { "\(path)/rejected" }
    /// Copies under examination; hidden, since nobody is to copy anything there.
    var examiningPath: String { "\(path)/.examining" }
    private var lockPath: String { "\(path)/.lock" }

    /// The file of an accepted model: never written again.
    func installed(_ role: ModelRole, _ digest: String) -> String {
        "\(installedPath)/\(Self.installedName(role, digest))"
    }

    static func installedName(_ role: ModelRole, _ digest: String) -> String {
        "\(role.task)-\(digest.prefix(12))\(modelEnding)"
    }

    /// Models that somebody put into the folder, by name.
    func droppedNames() -> [String] {
        FolderFiles.names(in: path).filter(Self.isModel)
    }

    /// Whether a file of that name is for the library; hidden ones are under way.
    static func isModel(_ name: String) -> Bool {
        name.hasSuffix(modelEnding) && !name.hasPrefix(".")
    }

    /// Holds the library against all other processes while `body` changes it.
    func locked<Result>(_ body: () throws -> Result) throws -> Result {
        let lock = try mapped(path) { () throws(SystemError) in try FileLock(path: lockPath) }
        defer { lock.release() }
        return try body()
    }

    func makeFolder(_ folder: String) throws(LibraryError) {
        try change("make \(folder)", folder) { () throws(SystemError) in
            try FolderFiles.makeFolder(folder)
        }
    }

    func write(_ bytes: [UInt8], to file: String) throws(LibraryError) {
        try change("write \(file)", file) { () throws(SystemError) in
            try AtomicFile.replace(file, with: bytes)
        }
    }

    func append(_ line: String, to file: String) throws(LibraryError) {
        try change("append to \(file)", file) { () throws(SystemError) in
            try AppendedFile.append(line, to: file)
        }
    }

    func move(_ file: String, to newFile: String) throws(LibraryError) {
        try change("move \(file) to \(newFile)", file) { () throws(SystemError) in
            try FolderFiles.move(file, to: newFile)
        }
    }

    func remove(_ file: String) throws(LibraryError) {
        try change("remove \(file)", file) { () throws(SystemError) in
            try FolderFiles.remove(file)
        }
    }

    private func change(
        _ words: String,
        _ file: String,
        _ body: () throws(SystemError) -> Void
    ) throws(LibraryError) {
        try willChange(words)
        try mapped(file, body)
    }

    private func mapped<Result>(
        _ file: String,
        _ body: () throws(SystemError) -> Result
    ) throws(LibraryError) -> Result {
        do {
            return try body()
        } catch {
            throw LibraryError(path: file, error)
        }
    }
}
