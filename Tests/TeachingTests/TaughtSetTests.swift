import Blister
import Foundation
import Imaging
import PaintedBlisters
import Testing

@testable import Teaching

/// Which blisters teaching takes, which it leaves out, and when it refuses.
struct TaughtSetTests {
    @Test func `nineteen pictures are too few, and how many are needed is said`() throws {
        let folder = try TemporaryFolder()
        let image = Image(width: 60, height: 60, channels: 1, filledWith: 90)
        for number in 10..<29 { try image.write(path: folder.path("\(number).pgm")) }
        let error = #expect(throws: TeachingError.self) {
            try StillTeaching(
                folder: folder.url.path(),
                layout: nil,
                name: "few",
                falseRejectTarget: 0.001,
                millimetresPerPixel: 0.3
            ).teach()
        }
        #expect(error == .tooFewGood(count: 19, leftOut: 0, needed: 20))
        let sentence = try #require(error).description
        #expect(sentence.contains("19") && sentence.contains("give at least 20"))
    }

    @Test func `nineteen aligned blisters are too few as well`() {
        #expect(throws: TeachingError.tooFewGood(count: 19, leftOut: 0, needed: 20)) {
            try PaintedSet(count: 19).learnt()
        }
    }

    @Test func `bad blisters do not make up for missing good ones`() {
        #expect(throws: TeachingError.tooFewGood(count: 19, leftOut: 2, needed: 20)) {
            try PaintedSet(count: 21, bad: [4, 11]).learnt()
        }
    }

    @Test func `half tablets among the good are left out, not learnt`() throws {
        let set = PaintedSet(count: 24, flaw: .half, bad: [2, 13, 20])
        let learnt = try set.learnt()
        #expect(learnt.leftOut.map(\.index) == set.bad)
        #expect(learnt.leftOut.allSatisfy { $0.pocket == PaintedSet.pocket })
        #expect(learnt.used.count == 21)
        #expect(set.verdict(learnt, isBad: true) != .accept)
        #expect(set.verdict(learnt, isBad: false) == .accept)
    }

    @Test func `a pocket that is empty on every third blister is refused, not learnt`() {
        let set = PaintedSet(count: 24, bad: (0..<24).filter { $0 % 3 == 1 })
        do throws(TeachingError) {
            let learnt = try set.learnt()
            #expect(set.verdict(learnt, isBad: true) != .accept)
        } catch .notGood, .tooFewGood {
            // Refused.
        } catch {
            Issue.record(error)
        }
    }

    @Test func `blisters that the truth calls rejects are not given to teaching`() throws {
        let lines = try TaughtWeb.shared.get().report.lines
        let counts = "22 given, 22 aligned, 22 used, 0 left out"
        #expect(lines.contains { $0.contains(counts) }, "\(lines)")
    }
}
