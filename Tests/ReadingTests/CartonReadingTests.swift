import Braille
import Imaging
import Louis
import Shading
import Simulation
import Testing

/// The twin's cartons, read and verified.
struct CartonReadingTests {
    private static let lines: [[UInt8]] = [
        [0b000001, 0b001110, 0b001111, 0b001010, 0b010111, 0b001010, 0b011101],
        [0b111100, 0b010001, 0b011010, 0b011010, 0, 0b001101, 0b011011],
    ]

    private static func reading(_ scenario: CartonScenario) throws -> BrailleReading? {
        let (planes, set) = try EmbossedCarton(scenario).pictures()
        let (readings, relief) = BrailleReader().read(
            planes,
            under: set,
            normals: PhotometricStereo(set).normals(planes)
        )
        guard let relief else { return nil }
        return readings.first { $0.side == .recto }?.measured(in: relief)
    }

    @Test(arguments: [20_261, 20_262] as [UInt64])
    func `a good carton over dense print passes`(seed: UInt64) throws {
        print("seed \(seed)")
        let reading = try #require(try Self.reading(CartonScenario(seed: seed, lines: Self.lines)))
        #expect(reading.lines == Self.lines)
        let verified = BrailleVerification(reading, expected: Self.lines.flatMap { $0 })
        #expect(verified.passes, "\(verified.faults)")
    }

    @Test(arguments: [20_263, 20_264] as [UInt64])
    func `missing, weak and extra dots are named`(seed: UInt64) throws {
        print("seed \(seed)")
        var scenario = CartonScenario(seed: seed, lines: Self.lines)
        scenario.missingCount = 1
        scenario.weakCount = 1
        scenario.extraCount = 1
        let carton = EmbossedCarton(scenario)
        let reading = try #require(try Self.reading(scenario))
        let verified = BrailleVerification(reading, expected: Self.lines.flatMap { $0 })
        for (kind, wanted) in [
            (CartonDot.Kind.missing, BrailleVerification.Fault.Kind.missing),
            (.weak, .weak), (.extra, .extra),
        ] {
            let spoilt = carton.dots.filter { $0.kind == kind }.map(\.dot)
            // A dot too weak to be seen at all is missing.
            let found = verified.faults.filter {
                $0.kind == wanted || (wanted == .weak && $0.kind == .missing)
            }.compactMap(\.dot)
            #expect(spoilt.allSatisfy { found.contains($0) }, "\(kind): \(verified.faults)")
        }
    }

    @Test func `an even board has no Braille`() {
        let board = Plane(width: 300, height: 200, filledWith: 128)
        #expect(BrailleReader().read([board]).isEmpty)
    }

    @Test func `the same pictures give the same reading`() throws {
        let scenario = CartonScenario(seed: 9, lines: Self.lines)
        #expect(try Self.reading(scenario) == Self.reading(scenario))
    }
}

/// Text and cells.
struct BrailleTableTests {
    @Test(arguments: [
        ("en", "aspirin 500 mg"), ("de", "aspirin 500 mg"), ("it", "aspirina 500 mg"),
        ("fr", "aspirine 500 mg"), ("es", "aspirina 500 mg"), ("en", "Aspirin"),
        ("it", "così più 20"), ("it", "città"),
    ])
    func `text comes back from its cells`(name: String, text: String) throws {
        guard BrailleTable.areBuiltIn else { return }
        let table = try #require(BrailleTable(name))
        let cells = try #require(table.cells(text))
        #expect(cells.count == 1)
        #expect(table.text(cells[0]) == text)
    }

    @Test func `Chinese has cells`() throws {
        guard BrailleTable.areBuiltIn else { return }
        let table = try #require(BrailleTable("zh"))
        let cells = try #require(table.cells("药"))
        #expect(!cells[0].isEmpty)
    }

    @Test func `a table that is not there is nil`() {
        #expect(BrailleTable("no-such-table") == nil)
        #expect(BrailleTable("../../etc/passwd") == nil)
    }
}
