import Foundation
import Testing

@testable import AcceptanceSets

/// A sealed set is whole or refused.
struct AcceptanceSetTests {
    private static func sealed(
        _ limits: AcceptanceLimits = AcceptanceLimits()
    ) throws -> (bench: Bench, folder: String) {
        let bench = try Bench()
        let folder = try bench.writeAcceptanceSet()
        _ = try AcceptanceSet.seal(folder: folder, limits: limits, task: "pocket", by: "\"me\"")
        return (bench, folder)
    }

    @Test func `a seal reads back as it was made`() throws {
        let limits = AcceptanceLimits(
            falseRejectShareMax: 0.01,
            escapeShareMax: 0.02,
            escapeShareMaxByKind: ["missing": 0]
        )
        let (bench, folder) = try Self.sealed(limits)
        defer { withExtendedLifetime(bench) {} }
        let set = try AcceptanceSet(folder: folder)
        #expect(set.limits == limits && set.task == "pocket" && set.digests.count == 12)
        #expect(set.sealedBy.hasSuffix("by \"me\""))
        #expect(try set.pictures().count == 12)
    }

    @Test func `a changed, an added and a missing picture refuse the set`() throws {
        let (bench, folder) = try Self.sealed()
        let set = try AcceptanceSet(folder: folder)
        let good = "\(folder)/good/0.png"
        let bytes = try Data(contentsOf: URL(filePath: good))
        try FileManager.default.removeItem(atPath: good)
        #expect(throws: AcceptanceError.self) { try set.pictures() }
        try (bytes + Data([0])).write(to: URL(filePath: good))
        let changed = #expect(throws: AcceptanceError.self) { try set.pictures() }
        #expect(changed?.path.hasSuffix("good/0.png") == true)
        try bytes.write(to: URL(filePath: good))
        #expect(try set.pictures().count == 12)
        try bench.write(Array(bytes), to: "acceptance/missing/more.png")
        #expect(throws: AcceptanceError.self) { try set.pictures() }
    }

    @Test func `a changed limit refuses the set`() throws {
        let (bench, folder) = try Self.sealed()
        let path = "\(folder)/\(AcceptanceSet.fileName)"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try bench.write(
            Array(text.replacing("escapes: 0.0", with: "escapes: 0.5").utf8),
            to: "acceptance/\(AcceptanceSet.fileName)"
        )
        let error = #expect(throws: AcceptanceError.self) { try AcceptanceSet(folder: folder) }
        #expect(error?.reason.contains("changed since it was sealed") == true)
    }

    @Test(arguments: ["", "seal: x", "limits: {}\nseal: 00\n"])
    func `a seal that is none refuses the set`(text: String) throws {
        let (bench, folder) = try Self.sealed()
        try bench.write(Array(text.utf8), to: "acceptance/\(AcceptanceSet.fileName)")
        #expect(throws: AcceptanceError.self) { try AcceptanceSet(folder: folder) }
    }
}
