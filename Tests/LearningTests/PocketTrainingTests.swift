import Datasets
import Engine
import Foundation
import Imaging
import Layers
import ONNXFiles
import PocketPictures
import SelfTests
import Testing
import Training
import VisionModels

@testable import PocketTraining

struct PocketTrainingTests {
    private static let shipped = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Models/pocket/pocket.onnx").path()

    /// Crops of two classes that an eye tells apart: bright and dark.
    private func folder(_ classes: [String], count: Int = 6) throws -> URL {
        let base = FileManager.default.temporaryDirectory
            .appending(path: "pockets-\(UUID().uuidString)")
        for (place, label) in classes.enumerated() {
            let folder = base.appending(path: label)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for index in 0..<count {
                var image = Image(width: 64, height: 64, channels: 1, filledWith: 60)
                for y in 16..<48 {
                    for x in 16..<48 {
                        image[x, y] = UInt8(20 + place * 160 / classes.count + index + (x ^ y) % 20)
                    }
                }
                let file = folder.appending(path: "b\(index)-p\(place).png")
                try image.write(path: file.path())
            }
        }
        return base
    }

    private func trainer(steps: Int) throws -> PocketTrainer {
        var trainer = PocketTrainer(seed: 4, pool: try ThreadPool(threadCount: 1))
        trainer.steps = steps
        return trainer
    }

    @Test func `a folder gives a model that looks at pictures, the same for the same seed`() throws
    {
        let base = try folder(["good", "odd"])
        defer { try? FileManager.default.removeItem(at: base) }
        let first = try trainer(steps: 2).folder(base.path()) { _ in }
        let second = try trainer(steps: 2).folder(base.path()) { _ in }
        #expect(first.model.parameters == second.model.parameters)
        let path = base.appending(path: "model.onnx").path()
        try first.model.write(path: path)
        let model = try VisionModel(path: path)
        #expect(model.card.classes == ["good", "odd"] && model.card.task == .pocket)
        let pictures = try PictureSet(folder: base.path()).testing
        let findings = try model.findings(on: pictures.map { try Image(path: $0.path) })
        #expect(findings.count == 12)
        for finding in findings {
            guard case .classes(let shares) = finding else {
                Issue.record("not of classes")
                continue
            }
            #expect(shares.count == 2 && abs(shares.reduce(0, +) - 1) < 1e-4)
        }
    }

    @Test func `going on keeps the base's classes where they suffice, and its rows of the head`()
        throws
    {
        let base = try folder(["good", "missing"])
        defer { try? FileManager.default.removeItem(at: base) }
        let model = PocketModel(
            classes: ["good", "double", "missing"],
            parameters: PocketNet.net(classes: 3).initialParameters(seed: 7),
            threshold: 0.5,
            facts: [:]
        )
        let pictures = try PictureSet(folder: base.path()).training
        let kept = try PocketTrainer.classes(pictures, base: model, folder: base.path())
        #expect(kept == model.classes)
        #expect(model.parameters(for: kept, seed: 1) == model.parameters)
        let new = model.parameters(for: ["good", "odd"], seed: 1)
        let layout = PocketNet.net(classes: 2).layout
        let bias = try #require(layout.entries.last)
        let head = try #require(layout.entries.first { $0.name == "head.weight" })
        #expect(bias.name == "head.bias" && head.shape[0] == 2)
        let old = try #require(
            PocketNet.net(classes: 3).layout.entries.first { $0.name == "head.weight" }
        )
        let width = head.count / 2
        #expect(
            new[head.offset..<head.offset + width]
                == model.parameters[old.offset..<old.offset + width]
        )
    }

    @Test func `a file goes back to the same weights, but for rounding`() throws {
        let net = PocketNet.net(classes: 2)
        #expect(net.layout.count < 1_000_000)
        let model = PocketModel(
            classes: ["good", "odd"],
            parameters: net.initialParameters(seed: 3),
            threshold: 0.6,
            facts: ["seed": "3"]
        )
        let path = FileManager.default.temporaryDirectory
            .appending(path: "pocket-\(UUID().uuidString).onnx").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try model.write(path: path)
        let read = try PocketModel(path: path)
        #expect(read.classes == model.classes && read.threshold == 0.6)
        #expect(read.facts["seed"] == "3")
        #expect(read.card == model.card)
        let far = zip(read.parameters, model.parameters).map { abs($0 - $1) }.max() ?? 1
        #expect(far < 1e-5)
    }

    @Test func `a sitting that ends early writes what it has, and the next one goes on`() throws {
        let base = try folder(["good", "odd"])
        defer { try? FileManager.default.removeItem(at: base) }
        var sitting = try trainer(steps: 4)
        sitting.checkpoint = base.appending(path: "checkpoint").path()
        sitting.minutes = 1e-9
        let early = try sitting.folder(base.path()) { _ in }
        #expect(early.model.facts["steps"] == "1 of 4")
        sitting.minutes = nil
        let whole = try sitting.folder(base.path()) { _ in }
        #expect(whole.model.facts["steps"] == "4 of 4")
        let once = try trainer(steps: 4).folder(base.path()) { _ in }
        #expect(whole.model.parameters == once.model.parameters)
    }

    @Test func `folders that cannot be learnt from say why`() throws {
        for (classes, reason) in [
            (["odd", "strange"], "holds only the classes odd, strange"),
            (["good"], "holds only the classes good"),
            (["good", "a,b"], "holds a folder a,b, which is no name for a class"),
        ] {
            let base = try folder(classes, count: 2)
            defer { try? FileManager.default.removeItem(at: base) }
            let error = #expect(throws: PictureSetError.self) {
                try trainer(steps: 1).folder(base.path()) { _ in }
            }
            #expect(error?.reason == reason)
        }
        let single = try folder(["good", "odd"], count: 1)
        defer { try? FileManager.default.removeItem(at: single) }
        let error = #expect(throws: PictureSetError.self) {
            try trainer(steps: 1).folder(single.path()) { _ in }
        }
        #expect(error?.cure == "add pictures of other blisters")
    }

    @Test func `drawn batches follow from the step alone`() throws {
        func source() -> DrawnBatches {
            DrawnBatches(
                seed: 2,
                classes: PocketClass.allCases,
                validationCount: 3
            )
        }
        let first = source()
        _ = try first.batch(step: 0, seed: 5, size: 2)
        let later = try first.batch(step: 3, seed: 5, size: 2)
        #expect(try source().batch(step: 3, seed: 5, size: 2) == later)
        #expect(try first.batch(step: 4, seed: 5, size: 2) != later)
        let held = try #require(try first.validation(1, size: 2))
        let rest = try first.validation(2, size: 2)
        #expect(held.count == 1 && rest == nil)
    }

    @Test func `mixed batches are half drawn and half from the folder`() throws {
        let base = try folder(["good", "missing"])
        defer { try? FileManager.default.removeItem(at: base) }
        let classes = PocketClass.allCases
        let pictures = try PictureSet(folder: base.path()).training
        let labelled = try FolderBatches(pictures, classes: classes.map(\.rawValue), seed: 3)
        let drawn = DrawnBatches(seed: 3, classes: classes, validationCount: 2)
        let mixed = MixedBatches(drawn, labelled, secondShare: 0.5)
        let batch = try mixed.batch(step: 5, seed: 9, size: 4)
        let (own, other) = (
            try drawn.batch(step: 5, seed: 9, size: 2),
            try labelled.batch(step: 5, seed: 9, size: 2)
        )
        #expect(batch.inputs == own.inputs + other.inputs && batch.count == 4)
        var counts: [Int] = []
        while let part = try mixed.validation(counts.count, size: 2) { counts.append(part.count) }
        #expect(counts.reduce(0, +) == 2 + labelled.validationCount)
        let stranger = try folder(["good", "strange"])
        defer { try? FileManager.default.removeItem(at: stranger) }
        let error = #expect(throws: PictureSetError.self) {
            try trainer(steps: 1).mixed(stranger.path()) { _ in }
        }
        #expect(error?.reason == "holds a folder strange, which is no class that is drawn")
    }

    @Test func `the shipped model passes its self-test`() throws {
        let model = try ModelFile.read(Self.shipped)
        let test = try ModelSelfTest(model)
        let plan = try Plan(model, batch: 1)
        _ = try test.run(plan, pool: try ThreadPool(threadCount: 1))
    }

    @Test func `the shipped model knows kinds that it never saw`() throws {
        let model = try VisionModel(path: Self.shipped, batch: 14)
        #expect(model.card.classes == PocketClass.allCases.map(\.rawValue))
        let source = PocketSource(seed: 77, heldOut: .all)
        let pictures = (0..<70).map { source.picture($0) }
        let findings = try model.findings(on: pictures.map(\.image))
        var (right, missed, bad) = (0, 0, 0)
        for (picture, finding) in zip(pictures, findings) {
            let opinion = Opinion(finding, model.card)
            if opinion.answer == picture.label.rawValue { right += 1 }
            if picture.label != .good {
                bad += 1
                if !opinion.isRejected { missed += 1 }
            }
        }
        #expect(right * 100 >= pictures.count * 40, "\(right) of \(pictures.count)")
        #expect(missed * 100 <= bad * 20, "\(missed) of \(bad)")
    }
}
