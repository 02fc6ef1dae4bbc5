import Braille
import Imaging
import Testing

/// Pages as a scanner or a camera sees them: words with blanks between, dark halves of dots deeper
/// than bright ones, paper that does not fill the picture.
struct BraillePageTests {
    @Test(arguments: [71, 72] as [UInt64])
    func `dents and bumps close to each other stay apart`(seed: UInt64) throws {
        print("seed \(seed)")
        var page = DrawnPage(seed: seed)
        let recto = page.emboss(.up, at: SIMD2(60, 60))
        let verso = page.emboss(.down, at: SIMD2(69, 51))
        let readings = BrailleReader().read([page.picture()])
        #expect(readings.count == 2)
        for (side, wanted) in [(BrailleSide.recto, recto), (.verso, verso)] {
            let reading = try #require(readings.first { $0.side == side })
            let right = wanted.count { cell in reading.cells.contains { cell.isSame(as: $0) } }
            #expect(right >= wanted.count - 1, "\(side): \(right) of \(wanted.count)")
            #expect(reading.cells.count <= wanted.count + 1)
        }
    }

    @Test(arguments: [73, 74] as [UInt64])
    func `one side lit from below on a rough table has no other`(seed: UInt64) throws {
        print("seed \(seed)")
        var page = DrawnPage(seed: seed)
        let wanted = page.emboss(.down, at: SIMD2(60, 60))
        let readings = BrailleReader().read([page.picture(border: 120)])
        #expect(readings.map(\.side) == [.recto])
        let cells = try #require(readings.first).cells
        let right = wanted.count { cell in
            cells.contains { cell.moved(by: 120).isSame(as: $0) }
        }
        #expect(right >= wanted.count - 1, "\(right) of \(wanted.count)")
        #expect(cells.count <= wanted.count + 1)
    }

    @Test func `a page in the middle of plain black is read`() throws {
        var page = DrawnPage(seed: 75)
        let wanted = page.emboss(.up, at: SIMD2(60, 60))
        let readings = BrailleReader().read([page.picture(border: 500, roughness: 0)])
        let cells = try #require(readings.first).cells
        let right = wanted.count { cell in
            cells.contains { cell.moved(by: 500).isSame(as: $0) }
        }
        #expect(right >= wanted.count - 1, "\(right) of \(wanted.count)")
    }

    @Test(arguments: [76, 77] as [UInt64])
    func `dots far from the lamp are found like those near it`(seed: UInt64) throws {
        print("seed \(seed)")
        var page = DrawnPage(seed: seed)
        let wanted = page.emboss(.up, at: SIMD2(60, 60))
        let cells = try #require(BrailleReader().read([page.picture(fade: 0.7)]).first).cells
        let right = wanted.count { cell in cells.contains { cell.isSame(as: $0) } }
        #expect(right >= wanted.count - 1, "\(right) of \(wanted.count)")
    }
}
