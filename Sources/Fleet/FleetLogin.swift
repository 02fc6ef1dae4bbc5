internal import Foundation

/// User and password, from a file that only the daemon may read.
struct FleetLogin: Equatable {
    let user: String
    let password: String

    /// Reads the user's name from the first line of the file at `path`, the password from its second.
    init(path: String) throws(FleetError) {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw .file(path: path, reason: "cannot be read", cure: "check name and rights")
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 2, !lines[0].isEmpty, !lines[1].isEmpty else {
            throw .file(
                path: path,
                reason: "has no user and password",
                cure: "write the user's name on line 1 and the password on line 2"
            )
        }
        user = String(lines[0])
        password = String(lines[1])
    }
}
