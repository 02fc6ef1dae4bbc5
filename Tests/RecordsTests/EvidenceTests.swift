import Blister
import Foundation
import Imaging
import Testing

@testable import Records

@Suite struct EvidenceTests {
    private func files(_ folder: URL) -> [String] {
        let all = FileManager.default.enumerator(atPath: folder.path())?.allObjects ?? []
        return all.compactMap { $0 as? String }.filter { $0.hasSuffix(".jpg") }.sorted()
    }

    private func folder(_ url: URL, _ byteCountMax: Int, free: Int? = nil) -> EvidenceFolder {
        EvidenceFolder(
            folder: url,
            budget: .init(byteCountMax: byteCountMax, freeByteCountMin: 1000),
            freeByteCount: { _ in free }
        )
    }

    @Test func `the oldest pictures go first, over days and restarts`() throws {
        let place = try TemporaryFolder()
        let picture = Array(repeating: UInt8(1), count: 100)
        var evidence = folder(place.url, 500)
        for index in 0..<8 {
            if index == 5 { evidence = folder(place.url, 500) }
            let path = try evidence.store(
                picture,
                day: "2026-03-0\(1 + index / 3)",
                name: "\(index).jpg"
            )
            #expect(path == "2026-03-0\(1 + index / 3)/\(index).jpg")
            #expect(evidence.byteCount <= 500)
        }
        #expect(
            files(place.url)
                == [
                    "2026-03-01/3.jpg", "2026-03-02/3.jpg", "2026-03-02/4.jpg", "2026-03-02/5.jpg",
                    "2026-03-03/6.jpg", "2026-03-03/7.jpg",
                ].filter { !$0.hasPrefix("2026-03-01") }
        )
    }

    @Test func `a picture over the whole budget is refused and others are not lost in vain`() throws
    {
        let place = try TemporaryFolder()
        let evidence = folder(place.url, 50)
        #expect(throws: EvidenceFolder.Refusal.noRoom) {
            try evidence.store(Array(repeating: 0, count: 51), day: "2026-03-01", name: "a.jpg")
        }
    }

    @Test func `whatever else fills the disk drops a few of the oldest pictures at a time`() throws
    {
        let place = try TemporaryFolder()
        let kept = folder(place.url, 500)
        let count = EvidenceFolder.dropCountMax + 4
        for index in 0..<count {
            let name = "\(index < 10 ? "0" : "")\(index).jpg"
            _ = try kept.store([1], day: "2026-03-01", name: name)
        }
        let scarce = folder(place.url, 500, free: 900)
        #expect(throws: EvidenceFolder.Refusal.noRoom) {
            try scarce.store([1], day: "2026-03-02", name: "b.jpg")
        }
        #expect(files(place.url).count == 4 && scarce.isShortOfSpace)
        #expect(files(place.url).first?.hasSuffix("\(EvidenceFolder.dropCountMax).jpg") == true)
        #expect(throws: EvidenceFolder.Refusal.noRoom) {
            try scarce.store([1], day: "2026-03-02", name: "b.jpg")
        }
        #expect(files(place.url).isEmpty)
        #expect(scarce.droppedForSpace == count)
    }

    @Test func `a folder that cannot be made is said so, and found again later`() throws {
        let place = try TemporaryFolder()
        let blocked = place.url.appending(path: "evidence")
        try Data([1]).write(to: blocked)
        let evidence = folder(blocked, 500)
        #expect(throws: EvidenceFolder.Refusal.unwritable) {
            try evidence.store([1], day: "2026-03-01", name: "a.jpg")
        }
        try FileManager.default.removeItem(at: blocked)
        #expect(try evidence.store([1], day: "2026-03-01", name: "a.jpg") == "2026-03-01/a.jpg")
    }

    @Test func `the failing pocket is framed and the rest stays as it was`() throws {
        let record = Fixture.record(cycle: 1, reasons: [.missing], hasPicture: true)
        let picture = EvidencePicture(
            record: record,
            blisterID: "1-1-0",
            time: "now",
            layout: Fixture.layout
        )
        let marked = try #require(picture.marked())
        let strip = marked.height - 200
        #expect(marked.channels == 3 && marked.width == 300 && strip > 0)
        func pixel(_ x: Int, _ y: Int) -> [UInt8] { (0..<3).map { marked[x, y + strip, $0] } }
        // Pocket 1: centre (220, 100), half extent 40, frame four pixels outside.
        #expect(pixel(176, 120) == [230, 20, 30])
        #expect(pixel(264, 100) == [230, 20, 30])
        #expect(pixel(220, 144) == [230, 20, 30])
        #expect(pixel(220, 120) == [90, 90, 90])
        #expect(pixel(80, 100) == [90, 90, 90], "pocket 0 is good")
        #expect(pixel(36, 100) == [90, 90, 90])
    }

    @Test func `no picture, no evidence`() {
        let record = Fixture.record(cycle: 1, reasons: [.unseen])
        let picture = EvidencePicture(record: record, blisterID: "", time: "", layout: nil)
        #expect(picture.marked() == nil)
    }
}
