import Blister
import Imaging
import Inspection
import Judging
import PaintedBlisters
import Testing

/// What cannot be judged is rejected, under its own reason.
struct UnjudgedTests {
    private static let good = PaintedBlister(channels: 1, seed: 9)

    private static func inspect(
        _ edit: (inout RegisteredBlister) -> Void
    ) throws -> InspectionResult {
        let product = try PaintedProduct.of(channels: 1)
        var registered = PaintedProduct.registered(good)
        edit(&registered)
        return product.judge.inspector.inspect(registered)
    }

    @Test func `a good blister is found in its cut and keeps its identity`() throws {
        let product = try PaintedProduct.of(channels: 1)
        let picture = Self.good.picture(margin: PaintedProduct.margin)
        let judged = product.judge.judge(product.cut(picture))
        let registered = try #require(judged.registered)
        #expect(abs(registered.shift.x) < 0.2 && abs(registered.shift.y) < 0.2)
        #expect(judged.result.identity == BlisterIdentity(cycle: 4, lane: 2))
        #expect(judged.result.pockets.allSatisfy { $0.classification == "good" })
    }

    @Test func `a good blister that was not wholly seen is unseen`() throws {
        let product = try PaintedProduct.of(channels: 1)
        let picture = Self.good.picture(margin: PaintedProduct.margin)
        let judged = product.judge.judge(product.cut(picture, isIncomplete: true))
        #expect(judged.result.verdict == .reject([.unseen]))
        #expect(judged.result.identity == BlisterIdentity(cycle: 4, lane: 2))
        #expect(judged.registered == nil)
    }

    @Test(arguments: [0, 128, 255] as [UInt8])
    func `an even picture shows no blister and is undecided`(grey: UInt8) throws {
        let product = try PaintedProduct.of(channels: 1)
        let image = Image(width: 150, height: 150, channels: 1, filledWith: grey)
        let judged = product.judge.judge(product.cut(image))
        #expect(judged.result.verdict == .reject([.undecided]))
        #expect(judged.registered == nil)
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `noise shows no blister and is undecided`(seed: UInt64) throws {
        let product = try PaintedProduct.of(channels: 1)
        var random = SeededRandom(seed: seed)
        let pixels = (0..<150 * 150).map { _ in UInt8.random(in: 0...255, using: &random) }
        let image = Image(width: 150, height: 150, channels: 1, pixels: pixels)
        let result = product.judge.judge(product.cut(image)).result
        #expect(result.verdict.reasons.contains(.undecided), "seed \(seed)")
    }

    @Test func `a picture of the wrong kind is undecided`() throws {
        let product = try PaintedProduct.of(channels: 1)
        let picture = PaintedBlister(channels: 3, seed: 9).picture(margin: PaintedProduct.margin)
        #expect(product.judge.judge(product.cut(picture)).result.verdict == .reject([.undecided]))
        let result = try Self.inspect { $0.image = PaintedBlister(channels: 3, seed: 9).picture }
        #expect(result.verdict == .reject([.undecided]))
    }

    @Test(arguments: [0.25, 0.4]) func `too little light to judge by is undecided`(
        light: Double
    ) throws {
        let product = try PaintedProduct.of(channels: 1)
        let reasons = product.result(PaintedBlister(channels: 1, seed: 9, light: light))
            .verdict.reasons
        #expect(reasons.contains(.undecided))
    }

    @Test func `a blister that agrees too little with the template is undecided`() throws {
        let result = try Self.inspect { $0.agreement = 0.3 }
        #expect(result.verdict == .reject([.undecided]))
    }

    @Test(arguments: [-6.0, 6]) func `a blister far off its step is rejected as a step`(
        millimetres: Double
    ) throws {
        let result = try Self.inspect { $0.stepErrorMillimetres = millimetres }
        #expect(result.verdict == .reject([.step]))
    }

    @Test(arguments: [-1, 1]) func `a registered picture off the recipe's grid is undecided`(
        columns: Int
    ) throws {
        let result = try Self.inspect { blister in
            blister.image = Image(
                width: blister.image.width + columns,
                height: blister.image.height,
                channels: 1,
                filledWith: 120
            )
        }
        #expect(result.verdict == .reject([.undecided]))
        #expect(result.pockets.isEmpty)
    }

    @Test func `a reading that is no number does not pass`() throws {
        let lost = try Self.inspect { $0.agreement = .nan }
        #expect(lost.verdict == .reject([.undecided]))
        let stepped = try Self.inspect { $0.stepErrorMillimetres = .nan }
        #expect(stepped.verdict == .reject([.step]))
    }
}
