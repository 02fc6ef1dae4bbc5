import Blister
import Documents
import Testing

/// The tool drawing: what it means, and what it may not say.
@Suite struct LayoutTests {
    private static let drawing = """
        blister: {width_mm: 60, length_mm: 40, lanes: 2, lane_pitch_mm: 62, pitch_mm: 42}
        pockets:
          - {x_mm: 15, y_mm: 20, shape: circle, diameter_mm: 10}
          - {x_mm: 40, y_mm: 20, shape: oblong, length_mm: 20, width_mm: 8, angle_deg: 90}
        """

    private func layout(_ text: String = Self.drawing) throws -> Layout {
        try Layout(document: try Document.parse(text, file: "layout.yaml"))
    }

    @Test func `a drawing reads back equal from what it writes`() throws {
        let first = try layout()
        #expect(try layout(first.yaml()) == first)
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func `a layout of any numbers is filed as its file holds it`(seed: UInt64) throws {
        var state = seed
        func number(_ low: Double, _ high: Double) -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return low + (high - low) * Double(state >> 11) / Double(1 << 53 as UInt64)
        }
        for _ in 0..<40 {
            var odd = try layout()
            odd.width = number(60, 61)
            odd.length = number(40, 41)
            odd.lanePitch = number(62, 63)
            odd.pitch = number(42, 43)
            odd.pockets = [
                Pocket(
                    centre: Point(x: number(14, 16), y: number(19, 21)),
                    shape: .circle(diameterMillimetres: number(9, 11))
                ),
                Pocket(
                    centre: Point(x: number(39, 41), y: number(19, 21)),
                    shape: .oblong(
                        lengthMillimetres: number(15, 20),
                        widthMillimetres: number(7, 9),
                        angleDegrees: number(0, 180)
                    )
                ),
            ]
            #expect(try layout(odd.yaml()) == odd.filed, "seed \(seed)")
            #expect(odd != odd.filed)
        }
    }

    @Test func `distance is negative inside a pocket and zero on its outline`() throws {
        let pockets = try layout().pockets
        #expect(abs(pockets[0].signedDistance(to: Point(x: 15, y: 20)) + 5) < 1e-9)
        #expect(abs(pockets[0].signedDistance(to: Point(x: 20, y: 20))) < 1e-9)
        // The oblong lies along travel: 10 mm up and down, 4 mm to the sides.
        #expect(abs(pockets[1].signedDistance(to: Point(x: 40, y: 30))) < 1e-9)
        #expect(abs(pockets[1].signedDistance(to: Point(x: 44, y: 20))) < 1e-9)
        #expect(pockets[1].signedDistance(to: Point(x: 49, y: 20)) > 4)
    }

    @Test(arguments: [
        ("x_mm: 15, y_mm: 20", "x_mm: 3, y_mm: 20"),
        ("width_mm: 60", "width_mm: -60"),
        ("diameter_mm: 10", "diameter_mm: 0"),
        ("shape: circle", "shape: star"),
        ("lanes: 2", "lanes: 0"),
        ("lane_pitch_mm: 62", "lane_pitch_mm: 50"),
        ("pitch_mm: 42}", "pitch_mm: 30}"),
        ("angle_deg: 90", "angle: 90"),
        ("length_mm: 40", "length_mm: .nan"),
    ])
    func `an impossible drawing is refused with its line`(change: (String, String)) throws {
        let text = Self.drawing.replacing(change.0, with: change.1)
        try #require(text != Self.drawing)
        let error = #expect(throws: DocumentError.self) { try layout(text) }
        #expect(error?.line != nil, "\(String(describing: error))")
    }
}
