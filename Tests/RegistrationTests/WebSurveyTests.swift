import Blister
import Imaging
import Testing

@testable import Registration

@Suite struct WebSurveyTests {
    private static let rows = (0..<5).map { 30 + 320 * $0 }

    private static func web() -> SyntheticWeb {
        SyntheticWeb(origins: (0..<5).map { 7.5 + 64 * Double($0) }, length: 330)
    }

    private func survey(_ web: SyntheticWeb, seed: UInt64) -> WebSurvey {
        let chunks = SyntheticWeb.chunks(web.painted(seed: seed), sizes: [128])
        var survey = WebSurvey(
            format: chunks[0].format,
            millimetresPerColumn: web.millimetresPerColumn,
            millimetresPerRow: web.millimetresPerRow
        )
        for chunk in chunks { survey.append(chunk) }
        return survey
    }

    @Test(arguments: [230.0, 60.0])
    func `a given layout is placed, product bright or dark`(product: Double) throws {
        var web = Self.web()
        web.blister.product = product
        let found = try survey(web, seed: 5).locate(web.layout, cycleRows: Self.rows)
        #expect(abs(found.geometry.laneOriginMillimetres - web.leftMargin) < 0.4)
        #expect(abs(found.geometry.triggerOffsetMillimetres - 1.5) < 0.4)
        #expect(found.cycleRows == Self.rows)
    }

    @Test
    func `without triggers the rows of the first corners are found`() throws {
        let web = Self.web()
        let found = try survey(web, seed: 6).locate(web.layout, cycleRows: nil)
        #expect(found.cycleRows.count == 5)
        for (row, origin) in zip(found.cycleRows, web.origins) {
            #expect(abs(Double(row) * web.millimetresPerRow - origin) < 0.5)
        }
    }

    @Test
    func `pockets, lanes and pitch are found without a drawing`() throws {
        let web = Self.web()
        let found = try survey(web, seed: 7).search(cycleRows: nil).geometry
        #expect(found.layout.lanes == 2)
        #expect(abs(found.layout.pitch - 64) < 0.2)
        #expect(abs(found.layout.lanePitch - 66) < 0.3)
        #expect(found.layout.pockets.count == 10)
        for (pocket, drawn) in zip(found.layout.pockets, web.layout.pockets) {
            let x = pocket.centre.x + found.laneOriginMillimetres - web.leftMargin
            #expect(abs(x - drawn.centre.x) < 0.4)
            guard case .circle(let diameter) = pocket.shape else {
                Issue.record("a circle was taken for an oblong")
                continue
            }
            #expect(abs(diameter - 10) < 1.2)
        }
    }

    @Test
    func `noise is refused`() {
        var random = SeededRandom(seed: 12)
        var image = Image(width: 560, height: 1600, channels: 1, filledWith: 0)
        for i in image.pixels.indices { image.pixels[i] = UInt8(random.uniform(90...110)) }
        let chunks = SyntheticWeb.chunks(image, sizes: [200])
        var survey = WebSurvey(
            format: chunks[0].format,
            millimetresPerColumn: 0.25,
            millimetresPerRow: 0.2
        )
        for chunk in chunks { survey.append(chunk) }
        #expect(throws: RegistrationError.self) {
            try survey.locate(Self.web().layout, cycleRows: Self.rows)
        }
        #expect(throws: RegistrationError.self) { try survey.search(cycleRows: nil) }
    }

    @Test
    func `a layout wider than the web is refused`() {
        let web = Self.web()
        var layout = web.layout
        layout.lanes = 3
        #expect(
            throws: RegistrationError.layoutTooWide(layoutMillimetres: 194, pictureMillimetres: 139)
        ) {
            try survey(web, seed: 1).locate(layout, cycleRows: Self.rows)
        }
    }

    @Test(arguments: [true, false])
    func `still pictures of one blister are surveyed with and without a drawing`(
        isGiven: Bool
    ) throws {
        let images = (0..<6).map { index -> Image in
            var random = SeededRandom(seed: UInt64(300 + index))
            let pose = AlignmentPose(
                shiftX: random.uniform(-1.5...1.5),
                shiftY: random.uniform(-1.5...1.5),
                rotation: random.uniform(-0.02...0.02)
            )
            return SyntheticBlister().cut(
                pose: pose,
                seed: UInt64(index),
                millimetresPerColumn: 0.2,
                millimetresPerRow: 0.2
            ).image
        }
        let layout = SyntheticBlister.tenPockets
        let found = try SurveyedStills.survey(
            images,
            layout: isGiven ? layout : nil,
            millimetresPerPixel: 0.2
        )
        #expect(found.layout.pockets.count == 10)
        for (pocket, drawn) in zip(found.layout.pockets, layout.pockets) {
            // The pictures' typical place is the median of their shifts.
            #expect(abs(found.origin.x + pocket.centre.x - drawn.centre.x - 5) < 1)
            #expect(abs(found.origin.y + pocket.centre.y - drawn.centre.y - 5) < 1)
        }
    }
}
