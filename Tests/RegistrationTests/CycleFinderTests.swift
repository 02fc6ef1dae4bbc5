import Blister
import Imaging
import Testing

@testable import Registration

@Suite struct CycleFinderTests {
    private static let template: AlignmentTemplate = {
        let web = SyntheticWeb(origins: (0..<6).map { 4 + 64 * Double($0) }, length: 392)
        let chunks = SyntheticWeb.chunks(web.painted(seed: 3), sizes: [200])
        var cutter = BlisterCutter(
            geometry: web.geometry,
            format: chunks[0].format,
            trigger: .rows((0..<6).map { 20 + 320 * $0 })
        )
        var cuts: [BlisterCut] = []
        for chunk in chunks { cutter.accept(chunk) { cuts.append($0) } }
        do {
            return try LearnedTemplate.learn(
                cuts: cuts,
                layout: web.layout,
                millimetresPerPixel: 0.2,
                search: .web
            ).template
        } catch {
            fatalError("learning failed: \(error)")
        }
    }()

    private func found(_ web: SyntheticWeb, seed: UInt64, sizes: [Int]) -> [BlisterCut] {
        let chunks = SyntheticWeb.chunks(web.painted(seed: seed), sizes: sizes)
        var cutter = BlisterCutter(
            geometry: web.geometry,
            format: chunks[0].format,
            trigger: .image(Self.template)
        )
        var cuts: [BlisterCut] = []
        for chunk in chunks { cutter.accept(chunk) { cuts.append($0) } }
        cutter.finish { cuts.append($0) }
        return cuts.filter { $0.identity.lane == 0 }
    }

    @Test(arguments: [[64], [333]])
    func `blisters are found without triggers, empty ones and wrong steps among them`(
        sizes: [Int]
    ) {
        var origins: [Double] = []
        var place = 9.0
        for cycle in 0..<9 {
            if cycle == 6 { place += 2.4 }
            origins.append(place)
            place += 64
        }
        let web = SyntheticWeb(origins: origins, length: place + 1, empty: [3])
        let cuts = found(web, seed: 8, sizes: sizes)
        #expect(cuts.map(\.identity.cycle) == Array(0..<9))
        for (cut, origin) in zip(cuts, origins) {
            let row = Double(cut.firstRow) + cut.expectedOrigin.y
            let bound = cut.identity.cycle == 3 ? 0.8 : 0.25
            #expect(abs(row * 0.2 - origin) < bound, "cycle \(cut.identity.cycle)")
            #expect(!cut.isIncomplete)
        }
        #expect(abs(cuts[6].stepOffsetMillimetres - 2.4) < 0.35)
        #expect(abs(cuts[7].stepOffsetMillimetres) < 0.35)
    }

    @Test
    func `the places do not depend on how rows are cut into chunks`() {
        let web = SyntheticWeb(origins: (0..<5).map { 12 + 64.3 * Double($0) }, length: 335)
        let first = found(web, seed: 2, sizes: [50])
        let second = found(web, seed: 2, sizes: [17, 230])
        #expect(first.map(\.expectedOrigin) == second.map(\.expectedOrigin))
        #expect(first.map(\.image) == second.map(\.image))
    }
}
