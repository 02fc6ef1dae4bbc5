import Blister
import Foundation
import Inspection
import PaintedBlisters
import PocketVision
import Testing
import VisionModels

/// Files of networks, and the product model's way through its recipe.
struct PocketNetworkTests {
    @Test func `the product model looks at one pocket or at all at once, with the same bits`()
        throws
    {
        let product = try PaintedNetworks.shared.get().product
        let bytes = try #require(product.network)
        func opinions(_ pocketCount: Int) throws -> PocketOpinions {
            let network = try PocketNetwork(
                bytes: bytes,
                name: "product.onnx",
                task: .anomaly,
                pocketCount: pocketCount
            )
            return try PocketExamination(
                PocketNetworks(product.recipe, classifier: nil, product: network)
            ).opinions(on: PaintedBlister(channels: 1, seed: 51).picture, light: [1])
        }
        #expect(try opinions(4) == opinions(1))
        #expect(try opinions(4) == opinions(3))
    }

    @Test func `a taught network comes back from its folder, and a changed one does not`() throws {
        var product = try PaintedNetworks.shared.get().product
        let folder = FileManager.default.temporaryDirectory.appending(path: "recipe-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "painted.yaml").path()
        try product.write(recipePath: path)
        let again = try TaughtProduct(recipePath: path)
        #expect(again.network == product.network && again.recipe == product.recipe)
        let file = folder.appending(path: "painted.product/product.onnx")
        try Data([1, 2, 3]).write(to: file)
        #expect(throws: TaughtProductError.self) { try TaughtProduct(recipePath: path) }
        try FileManager.default.removeItem(at: file)
        #expect(throws: TaughtProductError.absent(file: file.path())) {
            try TaughtProduct(recipePath: path)
        }
    }

    @Test func `a file for another task is refused with its name and a cure`() throws {
        let bytes = try SmallClassifier().bytes()
        #expect {
            try PocketNetwork(bytes: bytes, name: "a.onnx", task: .anomaly, pocketCount: 4)
        } throws: { error in
            "\(error)".hasPrefix("a.onnx: is a model for the task pocket, not anomaly; ")
        }
        #expect {
            try PocketNetwork(bytes: [1, 2, 3], name: "b.onnx", task: .pocket, pocketCount: 4)
        } throws: { error in
            "\(error)".hasPrefix("b.onnx: ") && "\(error)".contains("; ")
        }
        #expect {
            try PocketNetwork(
                path: PaintedNetworks.backbone,
                task: .pocket,
                pocketCount: 4
            )
        } throws: { error in
            "\(error)".contains("is a model for the task backbone")
        }
    }

    @Test func `a folder's only classifier is found, whatever its name`() throws {
        let folder = try SmallClassifier().folder()
        let files = FileManager.default
        #expect(try ClassifierFile.path(folder: folder).hasSuffix("/pocket.onnx"))
        try files.moveItem(atPath: folder + "/pocket.onnx", toPath: folder + "/line-3.onnx")
        #expect(try ClassifierFile.path(folder: folder).hasSuffix("/line-3.onnx"))
        try files.copyItem(atPath: folder + "/line-3.onnx", toPath: folder + "/other.onnx")
        #expect(throws: VisionModelError.self) { try ClassifierFile.path(folder: folder) }
    }

    @Test func `a replacement is taken up between two blisters, by each thread for itself`() throws
    {
        let product = try PaintedNetworks.shared.get().product
        let networks = try product.networks()
        let slot = try ModelSlot(networks, workers: 2)
        var first = slot.seat(ofWorker: 0)
        var second = slot.seat(ofWorker: 1)
        let old = first.newest()
        let same = first.newest()
        #expect(old != nil && same === old)
        #expect(slot.generation == 0)
        let generation = try slot.replace(with: networks)
        #expect(generation == 1 && !slot.isSettled)
        let new = first.newest()
        #expect(new != nil && new !== old && slot.isSettled)
        let other = second.newest()
        #expect(other != nil && other !== new)
        try slot.replace(with: networks)
        try slot.replace(with: networks)
        #expect(slot.generation == 3)
        let third = first.newest()
        #expect(third !== new && !slot.isSettled)
        let fourth = second.newest()
        #expect(fourth !== other && slot.isSettled)
    }
}
