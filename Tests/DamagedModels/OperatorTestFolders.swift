public import Foundation

/// Folders of ONNX's operator tests, beside the repository or where `BLISTERD_SHARED` says.
public enum OperatorTestFolders {
    /// All folders by name; empty where there are none.
    public static let all: [URL] = {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let shared =
            ProcessInfo.processInfo.environment["BLISTERD_SHARED"].map { URL(filePath: $0) }
            ?? root.appending(path: "../shared").standardizedFileURL
        let cases = shared.appending(path: "onnx-node-tests/cases")
        let names = try? FileManager.default.contentsOfDirectory(
            at: cases,
            includingPropertiesForKeys: nil
        )
        return (names ?? []).sorted { $0.path() < $1.path() }
    }()
}
