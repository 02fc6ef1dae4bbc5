import Blister
import Foundation
import Testing

@testable import Records

@Suite struct RejectLogTests {
    @Test func `a line carries everything the contract names and reads back`() throws {
        let result = Fixture.result(cycle: 12, lane: 1, reasons: [.missing, .hair])
        let line = try #require(
            RejectLine(
                result: result,
                blisterID: "4-12-1",
                time: "2026-03-01T14:05:09.123+08:00",
                evidence: "2026-03-01/140509.123-4-12-1.jpg"
            )
        )
        #expect(
            line.text
                == "time=2026-03-01T14:05:09.123+08:00 blister_id=4-12-1 lane=1 reason=missing "
                + "pocket=1 value=3 limit=45 unit=mm2 check=area "
                + "evidence=2026-03-01/140509.123-4-12-1.jpg also=hair"
        )
        #expect(RejectLine(parsing: line.text) == line)
    }

    @Test func `what is unknown is a dash, and blanks cannot break a line`() throws {
        let identity = BlisterIdentity(cycle: 0, lane: 0)
        let line = try #require(
            RejectLine(
                result: .unjudged(identity, reason: .unseen),
                blisterID: "1-0-0",
                time: "t",
                evidence: "a b\nc=d"
            )
        )
        #expect(
            line.text
                == "time=t blister_id=1-0-0 lane=0 reason=unseen pocket=- value=- limit=- unit=- "
                + "check=- evidence=a_b_c_d"
        )
        #expect(RejectLine(parsing: "nonsense") == nil)
        #expect(RejectLine(parsing: "time=x lane=0") == nil)
    }

    @Test func `an accepted blister has no line`() {
        let result = Fixture.result(cycle: 0)
        #expect(RejectLine(result: result, blisterID: "1-0-0", time: "t", evidence: nil) == nil)
    }

    @Test func `lines follow a renamed log without being told`() throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appending(path: "logs/reject.log").path()
        let log = RejectLog(path: path)
        try log.append(["one", "two"])
        try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
        try log.append(["three"])
        #expect(Fixture.lines(path + ".1") == ["one", "two"])
        #expect(Fixture.lines(path) == ["three"])
    }

    @Test func `a log emptied in place is written from its start`() throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appending(path: "reject.log").path()
        let log = RejectLog(path: path)
        try log.append(["one"])
        let other = try FileHandle(forUpdating: URL(filePath: path))
        try other.truncate(atOffset: 0)
        try other.close()
        try log.append(["two"])
        #expect(try Data(contentsOf: URL(filePath: path)) == Data("two\n".utf8))
    }

    @Test func `a second daemon start appends`() throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appending(path: "reject.log").path()
        try RejectLog(path: path).append(["one"])
        try RejectLog(path: path).append(["two"])
        #expect(Fixture.lines(path) == ["one", "two"])
    }

    @Test func `a full disk is an error and not a crash`() {
        let log = RejectLog(path: "/dev/full")
        #expect(throws: (any Error).self) { try log.append(["one"]) }
        #expect(throws: (any Error).self) { try log.append(["two"]) }
    }

    @Test func `a follower sees every line once, across rotation of either kind`() throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appending(path: "reject.log").path()
        let follower = RejectLogFollower(path: path)
        #expect(follower.poll().isEmpty)
        let log = RejectLog(path: path)
        try log.append((0..<5).map { "line \($0)" })
        #expect(follower.last(2) == ["line 3", "line 4"])
        try log.append(["five"])
        #expect(follower.poll() == ["five"])
        try log.append(["six"])
        try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
        try log.append(["seven"])
        #expect(follower.poll() == ["six", "seven"])
        let other = try FileHandle(forUpdating: URL(filePath: path))
        try other.truncate(atOffset: 0)
        try other.close()
        #expect(follower.poll().isEmpty)
        try log.append(["eight"])
        #expect(follower.poll() == ["eight"])
    }

    @Test func `a sentence for people says what is wrong`() throws {
        let line = try #require(
            RejectLine(
                result: Fixture.result(cycle: 12, reasons: [.missing]),
                blisterID: "4-12-0",
                time: "2026-03-01T14:05:09.123+08:00",
                evidence: nil
            )
        )
        #expect(
            line.sentence
                == "14:05:09.123  4-12-0  lane 0  missing  pocket 1  area 3 mm2 (limit 45)"
        )
        let object = try JSONSerialization.jsonObject(with: Data(line.json.utf8))
        #expect((object as? [String: Any])?["pocket"] as? Int == 1)
    }
}
