import Blister
import Foundation
import Imaging
import Testing

@testable import Registration

@Suite struct AlignerTests {
    static let learned: AlignmentTemplate = {
        let cuts = (0..<8).map { index -> BlisterCut in
            var random = SeededRandom(seed: UInt64(900 + index))
            let pose = AlignmentPose(
                shiftX: random.uniform(-0.5...0.5),
                shiftY: random.uniform(-0.5...0.5),
                rotation: random.uniform(-0.005...0.005)
            )
            var blister = SyntheticBlister()
            blister.loosenessMillimetres = 0.3
            return blister.cut(pose: pose, seed: UInt64(index))
        }
        do {
            return try LearnedTemplate.learn(
                cuts: cuts,
                layout: SyntheticBlister.tenPockets,
                millimetresPerPixel: 0.1,
                search: .web
            ).template
        } catch {
            fatalError("learning failed: \(error)")
        }
    }()

    @Test(arguments: 0..<8)
    func `a shifted, turned and stretched blister is found to a tenth of a pixel`(
        seed: UInt64
    ) throws {
        var random = SeededRandom(seed: seed)
        let centre = try reference()
        let pose = AlignmentPose(
            shiftX: random.uniform(-2.5...2.5),
            shiftY: random.uniform(-3...3),
            rotation: random.uniform(-2.5...2.5) * .pi / 180,
            stretch: random.uniform(0.98...1.02)
        )
        var blister = SyntheticBlister()
        blister.gain = random.uniform(0.7...1.1)
        blister.offset = random.uniform(-20...10)
        let aligner = Aligner(template: Self.learned, search: .web)
        let found = try #require(aligner.align(blister.cut(pose: pose, seed: seed + 50)))
        #expect(abs(found.shift.x - centre.x - pose.shiftX) <= 0.012, "seed \(seed)")
        #expect(abs(found.shift.y - centre.y - pose.shiftY) <= 0.012, "seed \(seed)")
        #expect(abs(found.rotationDegrees - centre.turn - pose.rotation * 180 / .pi) <= 0.05)
        #expect(abs(found.stretch / centre.stretch - pose.stretch) <= 0.0005)
        #expect(found.agreement > 0.8)
    }

    @Test(arguments: [3, 5, 7])
    func `missing products and dirt do not pull the place`(missing: Int) throws {
        let centre = try reference()
        var blister = SyntheticBlister()
        blister.missing = Set(0..<missing)
        blister.gain = 0.85
        let pose = AlignmentPose(shiftX: 0.8, shiftY: -0.6, rotation: 0.012)
        var cut = blister.cut(pose: pose, seed: 77)
        for y in 300..<380 {
            for x in 350..<420 { cut.image[x, y] = 15 }
        }
        let aligner = Aligner(template: Self.learned, search: .web)
        let found = try #require(aligner.align(cut))
        #expect(abs(found.shift.x - centre.x - pose.shiftX) <= 0.03)
        #expect(abs(found.shift.y - centre.y - pose.shiftY) <= 0.03)
        #expect(abs(found.rotationDegrees - centre.turn - pose.rotation * 180 / .pi) <= 0.1)
    }

    @Test
    func `an empty web is not aligned`() {
        var random = SeededRandom(seed: 5)
        var cut = SyntheticBlister().cut(seed: 5)
        for i in cut.image.pixels.indices {
            cut.image.pixels[i] = UInt8(140 + 6 * random.uniform(-1...1))
        }
        #expect(Aligner(template: Self.learned, search: .web).align(cut) == nil)
    }

    /// Where the template lies against a blister that is exactly in place.
    private func reference() throws -> (x: Double, y: Double, turn: Double, stretch: Double) {
        let aligner = Aligner(template: Self.learned, search: .web)
        let found = try #require(aligner.align(SyntheticBlister().cut(seed: 4711)))
        return (found.shift.x, found.shift.y, found.rotationDegrees, found.stretch)
    }
}
