import Blister
import Imaging
import Testing

@testable import Registration

@Suite struct BlisterCutterTests {
    private static let web = SyntheticWeb(origins: [4, 68, 132, 196], length: 262)
    private static let picture = web.painted(seed: 1)
    private static let triggers = [20, 340, 660, 980]

    private func cut(
        _ chunks: [Chunk<Corrected>],
        geometry: WebGeometry = web.geometry,
        trigger: CycleTrigger = .rows(triggers)
    ) -> [BlisterCut] {
        var cuts: [BlisterCut] = []
        var cutter = BlisterCutter(geometry: geometry, format: chunks[0].format, trigger: trigger)
        for chunk in chunks { cutter.accept(chunk) { cuts.append($0) } }
        cutter.finish { cuts.append($0) }
        return cuts
    }

    @Test(arguments: [[1], [7, 1, 30], [64], [500], [2000]])
    func `every cycle gives every lane once, whatever the chunks`(sizes: [Int]) {
        let cuts = cut(SyntheticWeb.chunks(Self.picture, sizes: sizes))
        let expected = (0..<4).flatMap { cycle in
            (0..<2).map { BlisterIdentity(cycle: cycle, lane: $0) }
        }
        #expect(cuts.map(\.identity) == expected)
        #expect(cuts.allSatisfy { !$0.isIncomplete })
        for cut in cuts {
            let column = Self.web.geometry.firstColumn(lane: cut.identity.lane)
            let left = Int((column - cut.expectedOrigin.x).rounded())
            #expect(
                Double(cut.firstRow) + cut.expectedOrigin.y
                    == Double(Self.triggers[cut.identity.cycle])
            )
            for (x, y) in [(20, 20), (200, 250), (cut.image.width - 1, 40)] {
                let expected = Self.picture[
                    min(max(left + x, 0), Self.picture.width - 1),
                    min(max(cut.firstRow + y, 0), Self.picture.height - 1)
                ]
                #expect(cut.image[x, y] == expected)
            }
            // Until a second chunk came the rate is not known.
            guard (sizes.max() ?? 0) <= 64 else { continue }
            #expect(cut.encoderTicks == Self.triggers[cut.identity.cycle] * 3)
        }
    }

    @Test
    func `a blister comes out with the chunk that completes it`() {
        let chunks = SyntheticWeb.chunks(Self.picture, sizes: [50])
        var cutter = BlisterCutter(
            geometry: Self.web.geometry,
            format: chunks[0].format,
            trigger: .rows(Self.triggers)
        )
        let last = Self.triggers[0] + 290 + Int(4 / Self.web.millimetresPerRow)
        for chunk in chunks.prefix(8) {
            var count = 0
            cutter.accept(chunk) { cut in
                count += 1
                #expect(cut.capturedNanoseconds == Int64(Self.triggers[0] + 290) * 1000)
            }
            let completes = chunk.header.firstRow < last && chunk.header.firstRow + 50 >= last
            #expect(count == (completes ? 2 : 0))
        }
    }

    @Test
    func `lost rows make their blisters incomplete and no other`() {
        let cuts = cut(SyntheticWeb.chunks(Self.picture, sizes: [60], lost: 400..<405))
        #expect(cuts.filter(\.isIncomplete).map(\.identity.cycle) == [1, 1])
        #expect(cuts.count == 8)
    }

    @Test
    func `a cycle whose rows never came is given out incomplete at the end`() {
        let rows = 700
        let part = Image(
            width: Self.picture.width,
            height: rows,
            channels: 1,
            pixels: Array(Self.picture.pixels.prefix(rows * Self.picture.width))
        )
        let cuts = cut(SyntheticWeb.chunks(part, sizes: [64]))
        #expect(cuts.map(\.isIncomplete) == [false, false, false, false, true, true, true, true])
    }

    @Test
    func `pulses may come before or after their rows`() {
        let chunks = SyntheticWeb.chunks(Self.picture, sizes: [40])
        for late in [false, true] {
            var cuts: [BlisterCut] = []
            var cutter = BlisterCutter(
                geometry: Self.web.geometry,
                format: chunks[0].format,
                trigger: .pulses
            )
            var told = 0
            for chunk in chunks {
                let reach = chunk.header.firstRow + (late ? -30 : 200)
                while told < Self.triggers.count, Self.triggers[told] < reach {
                    cutter.pulse(row: Self.triggers[told], cycle: 10 + told)
                    told += 1
                }
                cutter.accept(chunk) { cuts.append($0) }
            }
            cutter.finish { cuts.append($0) }
            #expect(cuts.map(\.identity.cycle) == [10, 10, 11, 11, 12, 12, 13, 13])
            #expect(cuts.allSatisfy { !$0.isIncomplete })
        }
    }

    @Test(arguments: [false, true])
    func `cycles announced for rows that never came count only where the source ended`(
        isStopped: Bool
    ) {
        var cutter = BlisterCutter(
            geometry: Self.web.geometry,
            format: SyntheticWeb.chunks(Self.picture, sizes: [64])[0].format,
            trigger: .rows(Self.triggers)
        )
        var cuts: [BlisterCut] = []
        // Into the second cycle, which was triggered but not seen whole.
        let seen = SyntheticWeb.chunks(Self.picture, sizes: [64]).prefix {
            $0.header.firstRow <= Self.triggers[1]
        }
        for chunk in seen { cutter.accept(chunk) { cuts.append($0) } }
        cutter.finish(isStopped: isStopped) { cuts.append($0) }
        let cycles = isStopped ? [0, 0, 1, 1] : [0, 0, 1, 1, 2, 2, 3, 3]
        #expect(cuts.map(\.identity.cycle) == cycles)
        #expect(cuts.filter(\.isIncomplete).map(\.identity.cycle) == Array(cycles.dropFirst(2)))
    }

    @Test
    func `a blister that reaches over the web's edge repeats its last samples`() {
        var geometry = Self.web.geometry
        geometry.laneOriginMillimetres = 1
        let cuts = cut(SyntheticWeb.chunks(Self.picture, sizes: [300]), geometry: geometry)
        let first = cuts[0]
        let outside = Int((first.expectedOrigin.x - 1 / 0.25).rounded())
        #expect(outside > 0)
        for x in 0..<outside { #expect(first.image[x, 100] == first.image[outside, 100]) }
    }
}
