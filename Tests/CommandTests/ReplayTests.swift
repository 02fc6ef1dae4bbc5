import Foundation
import Testing

/// The sample station's rejects judged again from what the daemon kept.
@Suite(.serialized)
struct ReplayTests {
    private static func replay(_ ground: Ground, _ arguments: [String]) throws -> Program.Outcome {
        try Program.blisterctl.run(["replay", "--config", "station.yaml"] + arguments, in: ground)
    }

    private static func file(_ ground: Ground, ending: String) throws -> String {
        let folder = ground.url("records/evidence").path()
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        return try #require(names.first { $0.hasSuffix(ending) })
    }

    @Test func `rejects are the same again, and whatever changed is told`() throws {
        let ground = try Ground()
        try ground.replace("paced: true", by: "paced: false", in: "station.yaml")
        let daemon = try Program.blisterd.run(["run", "--config", "station.yaml"], in: ground)
        #expect(daemon.status == 0, "\(daemon.complaint)")
        let rejected = try ground.text("records/reject.log").split(separator: "\n").count

        let same = try Self.replay(ground, ["--batch", "1"])
        #expect(same.status == 0, "\(same.output)\(same.complaint)")
        let lines = same.output.split(separator: "\n")
        #expect(lines.count == rejected && rejected > 0)
        #expect(lines.allSatisfy { $0.contains(": same") }, "\(same.output)")

        let sidecar = try Self.file(ground, ending: "-cut.json")
        let name = try #require(
            sidecar.split(separator: "/").last?.split(separator: "-").dropFirst().prefix(3)
                .joined(separator: "-")
        )
        let one = try Self.replay(ground, ["--json", name])
        #expect(one.status == 0 && one.output.contains(#""same":true"#), "\(one.output)")
        let unknown = try Self.replay(ground, ["1-4711-0"])
        #expect(unknown.status == 2 && unknown.complaint.contains("no such blister"))

        // Another recipe is told, and asked for what it says.
        let recipe = try ground.text("recipe.yaml")
        try ground.replace("hair: {max: 6,", by: "hair: {max: 5.5,", in: "recipe.yaml")
        let other = try Self.replay(ground, [name])
        #expect(other.status == 1 && other.output.contains("recipe: then "), "\(other.output)")
        #expect(other.output.contains("--recipe"))
        try ground.write(recipe, to: "former.yaml")
        let former = try Self.replay(ground, ["--recipe", "former.yaml", name])
        #expect(former.status == 0, "\(former.output)\(former.complaint)")
        try ground.write(recipe, to: "recipe.yaml")

        // Altered and missing evidence.
        let picture = ground.url("records/evidence/" + sidecar.replacing(".json", with: ".png"))
        var bytes = try Data(contentsOf: picture)
        bytes[bytes.count / 2] ^= 0x10
        try bytes.write(to: picture)
        let altered = try Self.replay(ground, [name])
        #expect(altered.status == 1 && altered.output.contains("was altered"), "\(altered.output)")
        try FileManager.default.removeItem(at: picture)
        let gone = try Self.replay(ground, ["--json", name])
        #expect(gone.status == 1 && gone.output.contains("is gone"), "\(gone.output)")
    }
}
