import Foundation
import Imaging
import Layers
import Synchronization
import Testing

@testable import TextPictures

struct TextPicturesTests {
    static let letters = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Models/print/letters.txt").path()

    @Test func `lines are the same bytes on any number of threads and in any order`() throws {
        let source = TextSource(seed: 11, table: try LetterTable(path: Self.letters))
        let one = (0..<12).map { source.picture($0, width: 200) }
        let several = Mutex<[Int: TextPicture]>([:])
        DispatchQueue.concurrentPerform(iterations: 12) { place in
            let picture = source.picture(11 - place, width: 200)
            several.withLock { $0[11 - place] = picture }
        }
        let made = several.withLock { $0 }
        for index in 0..<12 {
            #expect(made[index]?.image == one[index].image)
            #expect(made[index]?.text == one[index].text)
        }
    }

    @Test func `lines fit, say what codes say, and are of every kind`() throws {
        let source = TextSource(seed: 3, table: try LetterTable(path: Self.letters))
        var kinds: Set<PrintKind> = []
        for index in 0..<80 {
            let line = source.picture(index, width: 160)
            kinds.insert(line.kind)
            #expect(line.image.width <= 160 && line.image.height == TextSource.height)
            #expect(TextSigns.text(of: TextSigns.numbers(of: line.text)) == line.text)
            #expect(!line.text.isEmpty && line.text.first != " " && line.text.last != " ")
        }
        #expect(kinds == Set(PrintKind.allCases))
    }

    @Test func `the shipped letters hold every sign, and fonts apart for measuring`() throws {
        let table = try LetterTable(path: Self.letters)
        #expect(table.learnt.count >= 15 && table.heldOut.count >= 5)
        #expect(Set(table.learnt.map(\.name)).isDisjoint(with: table.heldOut.map(\.name)))
        for font in table.learnt + table.heldOut {
            for sign in TextSigns.all where sign != " " {
                #expect(font.letters[sign] != nil, "\(font.name) lacks \(sign)")
            }
        }
        #expect(table.learntMatrices.count >= 40 && table.heldOutMatrices.count >= 12)
        for dots in table.learntMatrices + table.heldOutMatrices {
            #expect((6...22).contains(dots.size.rows))
            let letters = TextSigns.all.filter { $0 != " " }.map { Set(dots[$0]) }
            #expect(letters.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.y < dots.size.rows } })
            // O and 0 may be one form; nothing else is.
            #expect(Set(letters).count >= letters.count - 1)
        }
        func forms(_ dots: DotLetters) -> [Set<SIMD2<Int>>] { "ABRS2568".map { Set(dots[$0]) } }
        let learnt = table.learntMatrices.map(forms)
        #expect(table.heldOutMatrices.allSatisfy { !learnt.contains(forms($0)) })
    }

    @Test func `a damaged table of letters names its line`() {
        let text = "font a learnt\nA 100 0,0 100,0 100,200 ;\nB x 0,0 1,1 2,2 ;\n"
        #expect(throws: LetterTable.Flaw(path: "t", line: 3)) {
            try LetterTable(text: text, path: "t")
        }
        for flaw in [
            "matrix a learnt 7\nA 7f gg\n", "matrix a learnt 7\nA\n", "matrix a learnt 99\n",
        ] {
            #expect(throws: LetterTable.Flaw.self) { try LetterTable(text: flaw, path: "t") }
        }
        #expect(throws: LetterTable.Flaw(path: "gone", line: 0)) { try LetterTable(path: "gone") }
    }

    @Test(arguments: 1...6)
    func `coverage is the share of every pixel that lies inside`(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        let outline = (0..<3).map { _ in Vector(random.between(-2, 14), random.between(-2, 14)) }
        var coverage = Coverage(width: 12, height: 12)
        coverage.fill([outline])
        coverage.settle()
        // The slow twin asks many places of every pixel.
        let fine = 24
        func side(_ a: Vector, _ b: Vector, _ p: Vector) -> Float {
            (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)
        }
        for y in 0..<12 {
            for x in 0..<12 {
                var inside = 0
                for part in 0..<fine * fine {
                    let place = Vector(
                        Float(x) + (Float(part % fine) + 0.5) / Float(fine),
                        Float(y) + (Float(part / fine) + 0.5) / Float(fine)
                    )
                    let sides = [
                        side(outline[0], outline[1], place), side(outline[1], outline[2], place),
                        side(outline[2], outline[0], place),
                    ]
                    if sides.allSatisfy({ $0 >= 0 }) || sides.allSatisfy({ $0 <= 0 }) {
                        inside += 1
                    }
                }
                let share = Float(inside) / Float(fine * fine)
                #expect(abs(coverage.values[y * 12 + x] - share) < 0.06, "seed \(seed): \(x), \(y)")
            }
        }
    }

    @Test func `a scene marks where its lines run, and marks little of what is none`() throws {
        let source = SceneSource(seed: 4, table: try LetterTable(path: Self.letters))
        for index in 0..<6 {
            let scene = source.picture(index)
            #expect(scene.labels.count == 64 * 64)
            #expect(scene.image.width == SceneSource.side)
            let marked = scene.labels.count { $0 == 1 }
            #expect(marked > 0 && marked < 64 * 64 * 2 / 3, "picture \(index)")
        }
    }

    @Test func `a head that is true lays every drop where the matrix says`() throws {
        var random = SplitMix(seed: 5)
        let dots = try LetterTable(path: Self.letters).learntMatrices[2]
        var head = DropHead(rows: 7)
        head.sizeSpread = 0
        let landings = head.landings(of: dots["B"], lost: 0, satellites: 0, &random)
        let places = landings.map { SIMD2(Int($0.place.x), Int($0.place.y)) }
        #expect(Set(places) == Set(dots["B"]) && landings.count == dots["B"].count)
        #expect(landings.allSatisfy { $0.size == 1 })
        // Bold: as many drops for each column, twice as wide.
        (head.repeats, head.repeatStep, head.pitch) = (2, 1, 2)
        let bold = head.landings(of: dots["B"], lost: 0, satellites: 0, &random)
        #expect(bold.count == 2 * landings.count)
        #expect(head.width(columns: 5) == 9)
        #expect(bold.map(\.place.x).max() == 9)
        head.isCut[0] = true
        let cut = head.landings(of: dots["B"], lost: 0, satellites: 0, &random)
        #expect(cut.allSatisfy { $0.place.y >= 1 })
    }

    @Test func `heads differ, and none prints what cannot be drawn`() {
        for seed in 0..<200 {
            var random = SplitMix(seed: UInt64(seed))
            let rows = 5 + seed % 12
            let head = DropHead(rows: rows, hardness: Float(seed % 10) / 10, &random)
            #expect(head.rowShifts.count == rows && head.isCut.count == rows)
            #expect((1...3).contains(head.repeats) && head.pitch > 0 && head.gap > 0)
            #expect(head.blanks.lowerBound > 0.3 && head.blanks.upperBound < 3)
            #expect(head.rowShifts.allSatisfy { abs($0.x) < 3 && abs($0.y) < 3 })
        }
    }
}
