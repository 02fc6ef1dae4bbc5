import Foundation
import Testing

@testable import AuditTrails

/// The line of an entry, as others read it.
struct EntryTests {
    private static let moment = AuditMoment(
        wallMilliseconds: 1_795_310_043_123,
        isSynchronised: true,
        monotonicNanoseconds: 77
    )

    @Test func `a line is laid out as documented`() {
        let note = AuditNote(
            .batchStart,
            who: "anna \"a\"\\",
            subject: "7",
            after: "lot=7K\t24\u{1}\u{7f}é",
            reason: nil
        )
        let line = AuditEntry.line(
            sequence: 12,
            note: note,
            moment: Self.moment,
            previousHash: Array(AuditEntry.noHash.utf8)
        )
        let text = String(decoding: line.bytes, as: UTF8.self)
        let hash = String(decoding: line.hash, as: UTF8.self)
        let wanted =
            #"{"sequence":12,"event":"batch_start","who":"anna \"a\"\\","time":""#
            + Self.moment.text + #"","synchronised":true,"monotonic_ns":77,"subject":"7","#
            + #""before":null,"after":"lot=7K\t24\u0001\u007fé","reason":null,"previous":""#
            + AuditEntry.noHash + #"","hash":""# + hash + "\"}\n"
        #expect(text == wanted)
        #expect(AuditEntry(line: line.bytes.dropLast())?.note == note)
    }

    @Test func `times have milliseconds and an offset`() {
        let zone = TimeZone(secondsFromGMT: 8 * 3600)
        #expect(Self.moment.text(zone: zone!) == "2026-11-22T09:14:03.123+08:00")
        #expect(Self.moment.text(zone: .gmt) == "2026-11-22T01:14:03.123Z")
    }

    @Test func `what was written is read back, whatever it is`() throws {
        var generator = SystemRandomNumberGenerator()
        let seed = UInt64.random(in: 0..<1 << 32, using: &generator)
        var random = SplitMix(state: seed)
        for round in 0..<500 {
            func text() -> String? {
                guard random.next() % 4 > 0 else { return nil }
                let count = Int(random.next() % 12)
                return String(
                    String.UnicodeScalarView(
                        (0..<count).compactMap { _ in
                            Unicode.Scalar(UInt32(random.next() % (round % 2 == 0 ? 128 : 70_000)))
                        }
                    )
                )
            }
            let events = AuditEvent.allCases
            let note = AuditNote(
                events[Int(random.next() % UInt64(events.count))],
                who: text() ?? "",
                subject: text(),
                before: text(),
                after: text(),
                reason: text()
            )
            let line = AuditEntry.line(
                sequence: round + 1,
                note: note,
                moment: Self.moment,
                previousHash: Array(AuditEntry.noHash.utf8)
            )
            let entry = try #require(AuditEntry(line: line.bytes.dropLast()), "seed \(seed)")
            #expect(entry.note == note, "seed \(seed)")
            #expect(!line.bytes.dropLast().contains(10))
            let object = try JSONSerialization.jsonObject(with: Data(line.bytes))
            let members = try #require(object as? [String: Any])
            #expect(members["who"] as? String == note.who, "seed \(seed)")
            #expect(members["after"] as? String == note.after, "seed \(seed)")
        }
    }

    @Test func `texts beyond the bound are cut with a mark`() throws {
        let note = AuditNote(.label, who: String(repeating: "é", count: 9000))
        let line = AuditEntry.line(
            sequence: 1,
            note: note,
            moment: Self.moment,
            previousHash: Array(AuditEntry.noHash.utf8)
        )
        let who = try #require(AuditEntry(line: line.bytes.dropLast())).note.who
        #expect(who.utf8.count <= AuditNote.textByteCountMax && who.hasSuffix("é…"))
    }

    @Test func `sed and sha256sum check the chain without this program`() throws {
        let ground = try TrailGround()
        try ground.write(events: 5)
        let script = """
            previous=$(printf '%064d' 0)
            while IFS= read -r line; do
                hash=$(printf '%s' "$line" | sed 's/,"hash":"[0-9a-f]*"}$/}/' | tr -d '\\n' \
                    | sha256sum | cut -d' ' -f1)
                case $line in *",\\"previous\\":\\"$previous\\",\\"hash\\":\\"$hash\\"}") ;; *) exit 1 ;; esac
                previous=$hash
            done < "$1"
            """
        func status() throws -> Int32 {
            let shell = Process()
            shell.executableURL = URL(filePath: "/bin/sh")
            shell.arguments = ["-c", script, "sh", try ground.file.path()]
            try shell.run()
            shell.waitUntilExit()
            return shell.terminationStatus
        }
        #expect(try status() == 0)
        try ground.replace(ground.lines.map { $0.replacing("alarm 3", with: "alarm 4") })
        #expect(try status() == 1)
    }
}

/// Numbers from a seed. Source: S. Vigna, splitmix64.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
