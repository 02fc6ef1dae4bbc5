import Foundation
import Panel
import Records
import Testing

@testable import Station

/// What people said, as it is read from `labels.jsonl`.
struct LabelJournalTests {
    static func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "labels-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    private static func line(_ blister: String, _ label: String, _ person: String) -> String {
        #"{"blister":"\#(blister)","label":"\#(label)","person":"\#(person)","#
            + #""time":"2026-03-01T14:05:09.123+08:00"}"#
    }

    @Test func `what the panel notes is read back, and the last label of a blister counts`() throws
    {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let book = LabelBook(folder: folder.path())
        let before = Timestamp.now
        _ = try book.set(.missing, of: "3-10-0", by: "Ann")
        _ = try book.set(.broken, of: "3-9-1", by: "Ann")
        _ = try book.set(.good, of: "3-10-0", by: "Bob")
        let journal = try LabelJournal(folder: folder.path())
        #expect(journal.damage.isEmpty)
        #expect(journal.inOrder.map(\.blister) == ["3-9-1", "3-10-0"])
        #expect(journal.inOrder.map(\.label) == [.broken, .good])
        #expect(journal.inOrder.map(\.person) == ["Ann", "Bob"])
        for label in journal.inOrder {
            let time = try #require(Timestamp(text: label.time))
            #expect(time >= before && time <= .now)
        }
    }

    @Test func `lines that are no labels are told by their number, and spoil no other`() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let lines = [
            Self.line("1-0-0", "good", "Ann"), "not json", Self.line("1-0-0", "smashed", "Ann"), "",
            Self.line("1-0", "good", "Ann"), #"{"blister":"1-2-0","label":"good","person":"Ann"}"#,
            Self.line("1-3-0", "good", "Ann").replacing("2026-03-01T", with: "yesterday "),
            Self.line("1-4-0", "missing", #"A \"B\" C"#),
            String(Self.line("1-5-0", "good", "A").dropLast(9)),
        ]
        try Data(lines.joined(separator: "\n").utf8)
            .write(to: folder.appending(path: LabelJournal.fileName))
        let journal = try LabelJournal(folder: folder.path())
        #expect(journal.inOrder.map(\.blister) == ["1-0-0", "1-4-0"])
        #expect(journal.labels["1-0-0"]?.label == .good)
        #expect(journal.labels["1-4-0"]?.person == #"A "B" C"#)
        #expect(journal.damage.map(\.line) == [2, 3, 5, 6, 7, 9])
        for (damage, words) in zip(
            journal.damage,
            ["no label", "'smashed'", "'1-0'", "lacks", "'yesterday", "cut off"]
        ) {
            #expect(damage.reason.contains(words), "\(damage)")
        }
        #expect(LabelBook(folder: folder.path())["1-4-0"] == .missing)
    }

    @Test func `no file is said to be none`() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let error = #expect(throws: LabelJournalError.self) {
            try LabelJournal(folder: folder.path())
        }
        #expect(error == .absent(path: LabelJournal.path(folder: folder.path())))
    }

    @Test(arguments: [0, 1, 999, 1_772_345_109_123, 4_102_444_799_999] as [Int64])
    func `a time is read as it was written, in any zone`(milliseconds: Int64) throws {
        let time = Timestamp(milliseconds: milliseconds)
        for offset in [0, 8 * 3600, -(3 * 3600 + 1800)] {
            #expect(Timestamp(text: time.text(offsetSeconds: offset)) == time)
        }
        #expect(Timestamp(text: "14:05") == nil && Timestamp(text: "") == nil)
    }
}
