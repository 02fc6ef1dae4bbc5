import Blister
import Foundation
import Imaging
import Testing

@testable import Records

/// What is kept of a reject by a network: a map beside the picture, and a sentence.
@Suite struct MapTests {
    private static let sentence = "pocket 1: broken, 0.993; edge missing lower left"

    /// A rejected blister, grey all over, with a map that is strongest in its second column and row.
    private static func record(limit: Double) -> BlisterRecord {
        var result = Fixture.result(cycle: 1, reasons: [.broken])
        result.pockets[0].checks.append(
            Check(
                name: "product_model",
                value: 9,
                lowerLimit: nil,
                upperLimit: limit,
                unit: "1",
                reason: .broken,
                place: Point(x: 23, y: 11)
            )
        )
        result.pockets[0].checks.removeFirst()
        result.pockets[0].sentence = sentence
        result.pockets[0].map = ScoreMap(
            width: 2,
            height: 2,
            values: [0, 1, 2, 9],
            origin: Point(x: 17, y: 5),
            extent: Point(x: 10, y: 10)
        )
        return BlisterRecord(
            result: result,
            picture: Image(width: 300, height: 200, channels: 1, filledWith: 90),
            pixelsPerMillimetre: 10
        )
    }

    @Test func `the strongest place is red beside the pocket as it was`() throws {
        let picture = try #require(MapPicture(record: Self.record(limit: 4)).drawn())
        #expect(picture.width >= 2 * 100 && picture.height >= 100)
        // Below the caption the pocket as it was, then with its map.
        let (row, seen, marked) = (14 + 90, 4 + 90, 4 + 100 + 4 + 90)
        #expect((0..<3).map { picture[seen, row, $0] } == [90, 90, 90])
        #expect(picture[marked, row, 0] > 180 && picture[marked, row, 1] < 90)
        let pale = 4 + 100 + 4 + 8
        #expect((0..<3).map { picture[pale, 14 + 8, $0] } == [90, 90, 90])
    }

    @Test func `without a map there is no picture`() {
        let record = Fixture.record(cycle: 1, reasons: [.missing], hasPicture: true)
        #expect(MapPicture(record: record).drawn() == nil)
    }

    @Test func `the reject log names map and sentence, and reads them back`() throws {
        let line = try #require(
            RejectLine(
                result: Self.record(limit: 4).result,
                blisterID: "3-1-0",
                time: "2026-03-01T10:00:00.000+01:00",
                evidence: "2026-03-01/a.jpg",
                map: "2026-03-01/a-map.png"
            )
        )
        #expect(line.text.contains(" sentence=pocket_1:_broken,_0.993;_edge_missing_lower_left "))
        #expect(line.text.hasSuffix(" map=2026-03-01/a-map.png"))
        let again = try #require(RejectLine(parsing: line.text))
        #expect(again == line && again.finding == Self.sentence)
        #expect(line.sentence.contains(Self.sentence))
        #expect(line.json.contains("\"sentence\":\"\(Self.sentence)\""))
    }

    @Test func `strongest is the middle of the place with the highest score`() {
        let map = Self.record(limit: 4).result.pockets[0].map
        #expect(map?.strongest == Point(x: 24.5, y: 12.5))
        #expect(map?.middle == map?.strongest)
    }
}
