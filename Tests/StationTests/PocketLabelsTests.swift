import Panel
import Testing

@testable import Station

/// What the label of a blister says of its pockets.
struct PocketLabelsTests {
    /// Pockets of these classes, as a result holds them.
    private static func said(
        _ label: PanelLabel,
        _ classes: [String],
        takesPassed: Bool = false
    ) throws -> PocketLabels {
        let pockets = classes.enumerated().map { index, name in
            #"{"index":\#(index),"class":"\#(name)","checks":[{"name":"area","unit":"mm2","#
                + #""pass":\#(name == "good")}]}"#
        }
        let line = #"{"pockets":[\#(pockets.joined(separator: ","))],"checks":[]}"#
        let outline = try #require(ResultOutline(line: line))
        return PocketLabels(label, pockets: outline.pockets, takesPassed: takesPassed)
    }

    @Test func `good makes every pocket good, whatever it was rejected for`() throws {
        let said = try Self.said(.good, ["good", "broken", "hair"])
        #expect(said.labels == [0: .good, 1: .good, 2: .good])
        #expect(said.unsaid.isEmpty && said.omission == nil)
    }

    @Test func `a defect is that of the one rejected pocket, whatever it was called`() throws {
        for found in ["broken", "undersize", "anomaly", "undecided", "missing"] {
            let said = try Self.said(.broken, ["good", found, "good"])
            #expect(said.labels == [1: .broken], "\(found)")
            #expect(said.unsaid.isEmpty && said.omission == nil)
        }
    }

    @Test func `pockets that were called the same are meant, and nothing is said of others`() throws
    {
        let said = try Self.said(.foreign, ["hair", "missing", "black_spot", "good"])
        #expect(said.labels == [0: .foreign, 2: .foreign])
        #expect(said.unsaid == [1] && said.omission == nil)
    }

    @Test func `pockets that were all called alike are all meant`() throws {
        let said = try Self.said(.missing, ["anomaly", "good", "anomaly"])
        #expect(said.labels == [0: .missing, 2: .missing] && said.unsaid.isEmpty)
    }

    @Test func `where nothing can be told, nothing is learnt`() throws {
        let several = try Self.said(.dented, ["hair", "missing", "good"])
        #expect(several.labels.isEmpty && several.omission == .severalFaults)
        let none = try Self.said(.broken, ["good", "good"])
        #expect(none.labels.isEmpty && none.omission == .noPocket)
        let unseen = try Self.said(.broken, [])
        #expect(unseen.labels.isEmpty && unseen.omission == .noPocket)
    }

    @Test func `neighbours are good only where they passed and the defect's place is known`() throws
    {
        let said = try Self.said(.missing, ["good", "missing", "hair"], takesPassed: true)
        #expect(said.labels == [0: .good, 1: .missing] && said.unsaid == [2])
        let none = try Self.said(.missing, ["good", "good"], takesPassed: true)
        #expect(none.labels.isEmpty && none.omission == .noPocket)
    }
}
