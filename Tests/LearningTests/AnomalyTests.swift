import Foundation
import Imaging
import Testing
import VisionModels

@testable import Anomalies

/// Anomaly models on drawn pictures: a disc on a ground, both of them noisy.
struct AnomalyTests {
    static let backbone = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Models/backbone/backbone.onnx").path()

    /// A bright disc, off its place by chance; `scratch` lays a dark line over it.
    static func picture(seed: UInt64, scratch: Bool = false) -> Image {
        var state = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493
        func draw() -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 40)
        }
        let (x0, y0) = (64 + draw() % 7 - 3, 64 + draw() % 7 - 3)
        var image = Image(width: 128, height: 128, channels: 1, filledWith: 0)
        for y in 0..<128 {
            for x in 0..<128 {
                let (dx, dy) = (x - x0, y - y0)
                let isInside = dx * dx + dy * dy < 40 * 40
                var level = (isInside ? 180 : 60) + draw() % 13 - 6
                if scratch, abs(dx - dy / 2) < 3, abs(dy) < 24 { level -= 70 }
                image.pixels[y * 128 + x] = UInt8(level)
            }
        }
        return image
    }

    static func taught(threads: Int) throws -> AnomalyTeaching.Outcome {
        var teaching = AnomalyTeaching(backbonePath: backbone)
        teaching.size = 128
        teaching.memoryCount = 300
        teaching.threads = threads
        return try teaching.teach(
            groups: (0..<24).map { "blister \($0 / 2)" },
            facts: ["product": "disc"],
            picture: { picture(seed: UInt64($0)) }
        )
    }

    @Test func `scratches are told from good ones never seen, and found where they are`() throws {
        let outcome = try Self.taught(threads: 1)
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "anomaly-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "disc.onnx").path()
        try Data(outcome.bytes).write(to: URL(filePath: path))
        let model = try VisionModel(path: path)
        #expect(model.card == outcome.card && model.card.task == .anomaly)
        func finding(_ seed: UInt64, _ scratch: Bool) throws -> (Float, [Float], Int) {
            let found = try model.findings(on: [Self.picture(seed: seed, scratch: scratch)])
            guard case .anomaly(let score, let map, let width)? = found.first else {
                throw VisionModelError(path: path, reason: "gave no score", cure: "")
            }
            return (score, map, width)
        }
        let good = try (100..<112).map { try finding($0, false).0 }
        let bad = try (200..<212).map { try finding($0, true).0 }
        #expect((good.max() ?? .infinity) < (bad.min() ?? 0), "good \(good), bad \(bad)")
        // One in a hundred may be over it: two of twelve are so with a chance of 0.6 %.
        #expect(
            good.count(where: { Double($0) > outcome.card.threshold }) <= 1,
            "good \(good), threshold \(outcome.card.threshold), taught \(outcome.goodScores)"
        )
        let (_, map, width) = try finding(300, true)
        let place = map.indices.max { map[$0] < map[$1] } ?? 0
        let (x, y) = (place % width * 128 / width, place / width * 128 / width)
        #expect(abs(x - 64) < 28 && abs(y - 64) < 32, "found at \(x), \(y)")
    }

    /// A bright bar through the middle, lying at `angle`.
    private static func bar(_ angle: Double, seed: UInt64) -> Image {
        var image = picture(seed: seed)
        for y in 0..<128 {
            for x in 0..<128 {
                let (dx, dy) = (Double(x) - 64, Double(y) - 64)
                let along = abs(dx * cos(angle) + dy * sin(angle))
                let across = abs(dy * cos(angle) - dx * sin(angle))
                let noise = Int(image.pixels[y * 128 + x]) % 13
                image.pixels[y * 128 + x] = UInt8((along < 44 && across < 16 ? 180 : 60) + noise)
            }
        }
        return image
    }

    @Test(arguments: [true, false])
    func `turned copies are remembered where products lie any way, and only there`(
        isAnyWay: Bool
    ) throws {
        var teaching = AnomalyTeaching(backbonePath: Self.backbone)
        teaching.size = 64
        teaching.memoryCount = 50
        teaching.copiedPatchesMax = 2_000
        teaching.turning = .whereUseful
        let outcome = try teaching.teach(groups: (0..<20).map { "\($0)" }, facts: [:]) { index in
            // No other fold shows the bar the same way.
            Self.bar(isAnyWay ? 0.4 * .pi * Double(index % 5) : 0.3, seed: UInt64(index))
        }
        #expect(outcome.card.facts["turned_copies"] == (isAnyWay ? "yes" : "no"))
    }

    @Test func `the same pictures give the same bytes on any number of threads`() throws {
        #expect(try Self.taught(threads: 1).bytes == Self.taught(threads: 3).bytes)
    }

    @Test func `a model that is no backbone is refused by name`() throws {
        let model = try Self.taught(threads: 1)
        let path = FileManager.default.temporaryDirectory
            .appending(path: "no-backbone-\(UUID().uuidString).onnx").path()
        try Data(model.bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let error = #expect(throws: VisionModelError.self) {
            try AnomalyTeaching(backbonePath: path).teach(
                groups: (0..<24).map(String.init),
                facts: [:],
                picture: { Self.picture(seed: UInt64($0)) }
            )
        }
        #expect(error?.path == path)
    }
}
