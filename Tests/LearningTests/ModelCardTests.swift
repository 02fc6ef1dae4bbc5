import Imaging
import Tensors
import Testing
import VisionModels

struct ModelCardTests {
    static let card = ModelCard(
        task: .pocket,
        classes: ["good", "missing"],
        width: 16,
        height: 8,
        channels: 3,
        mean: [0.5, 0.25, 0],
        deviation: [0.5, 0.25, 1],
        threshold: 0.8,
        facts: ["seed": "7"]
    )

    @Test func `a card reads back from its metadata`() throws {
        #expect(try ModelCard(metadata: Self.card.metadata) == Self.card)
    }

    @Test(arguments: [
        ("blisterd.task", "guess"), ("blisterd.input", "16x8"), ("blisterd.input", "16x8x2"),
        ("blisterd.mean", "0,0"), ("blisterd.deviation", "1,0,1"), ("blisterd.threshold", "nan"),
        ("blisterd.classes", "missing,broken"), ("blisterd.classes", "good,good"),
    ])
    func `what cannot be used is named`(_ key: String, _ text: String) {
        var metadata = Self.card.metadata
        metadata[key] = text
        let flaw = #expect(throws: ModelCard.Flaw.self) { try ModelCard(metadata: metadata) }
        #expect(flaw?.key == key)
        metadata[key] = nil
        #expect(throws: ModelCard.Flaw.self) { try ModelCard(metadata: metadata) }
    }

    @Test func `a picture becomes a tensor by planes, centred and scaled`() {
        var picture = Image(width: 16, height: 8, channels: 3, filledWith: 0)
        picture.pixels[0] = 255
        let values = Self.card.tensor(of: [picture]).values(of: Float.self) ?? []
        #expect(values.count == 3 * 128)
        #expect(abs(values[0] - 1) < 1e-6 && abs(values[1] + 1) < 1e-6)
        #expect(abs(values[128] + 1) < 1e-6 && values[256] == 0)
    }

    @Test func `a classifier's doubt rejects`() {
        let sure = Opinion(.classes([0.9, 0.1]), Self.card)
        #expect(!sure.isRejected && sure.answer == "good" && abs(sure.score - 0.1) < 1e-6)
        let doubt = Opinion(.classes([0.7, 0.3]), Self.card)
        #expect(doubt.isRejected && doubt.answer == Opinion.undecided)
        let bad = Opinion(.classes([0.05, 0.95]), Self.card)
        #expect(bad.isRejected && bad.answer == "missing")
    }
}
