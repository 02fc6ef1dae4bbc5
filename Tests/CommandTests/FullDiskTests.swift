import Foundation
import Testing

/// The daemon on a disk that is full from the start, or becomes full.
@Suite(.serialized)
struct FullDiskTests {
    /// Whether this account may mount a small disk of its own.
    private static let canMount: Bool = {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/unshare")
        process.arguments = ["-rm", "mount", "-t", "tmpfs", "none", "/mnt"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    @Test(
        .enabled(if: canMount, "skipped: no mount of its own is possible here"),
        arguments: ["16k", "120k"]
    )
    func `every blister is inspected and what is lost is said`(size: String) throws {
        let ground = try Ground()
        try ground.replace("paced: true", by: "paced: false", in: "station.yaml")
        try ground.replace("free_space_mb: 50", by: "free_space_mb: 0", in: "station.yaml")
        let process = Process()
        let place = try ground.scratch()
        let file = place.appending(path: "complaint")
        try Data().write(to: file)
        process.executableURL = URL(filePath: "/usr/bin/unshare")
        process.arguments = [
            "-rm", "sh", "-c",
            "mkdir records && mount -t tmpfs -o size=\(size) none records && "
                + "timeout 300 '\(try Program.blisterd.path())' run --config station.yaml; "
                + "echo \"status $?\" >&2; "
                + "'\(try Program.blisterctl.path())' audit verify --config station.yaml >&2; "
                + "echo \"trail $?\" >&2",
        ]
        process.currentDirectoryURL = ground.folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: file)
        try process.run()
        process.waitUntilExit()
        let said = try String(contentsOf: file, encoding: .utf8)
        #expect(said.contains("status 0"), "\(said)")
        #expect(said.contains("records are not written, inspection goes on"), "\(said)")
        #expect(said.contains("14 blisters, 7 accepted, 7 rejected, 0 under way"), "\(said)")
        // What there was room for is whole; where there was none at all, that is said.
        let hasNoTrail =
            said.contains("audit trail is not written, inspection goes on")
            && said.contains("holds no audit trail")
        #expect(said.contains("trail 0") || hasNoTrail, "\(said)")
    }
}
