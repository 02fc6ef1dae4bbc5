import Blister
import Documents
import Foundation
import Inspection
import Testing

/// A recipe and its product folder, on the sample station's.
struct TaughtProductTests {
    static let sample = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Samples/line-1")

    @Test func `a recipe reads back as it was written`() throws {
        let recipe = try Recipe(path: Self.sample.appending(path: "recipe.yaml").path())
        let again = try Recipe(document: Document.parse(recipe.yaml(), file: "again.yaml"))
        #expect(again == recipe)
        #expect(recipe.pocketLimits.count == recipe.layout.pockets.count)
    }

    @Test func `a product folder with one changed byte is refused`() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "taught-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["recipe.yaml", "recipe.product"] {
            try FileManager.default.copyItem(
                at: Self.sample.appending(path: name),
                to: folder.appending(path: name)
            )
        }
        let recipe = folder.appending(path: "recipe.yaml").path()
        _ = try TaughtProduct(recipePath: recipe)
        let model = folder.appending(path: "recipe.product/product.model")
        var bytes = try Data(contentsOf: model)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: model)
        #expect(throws: TaughtProductError.self) { try TaughtProduct(recipePath: recipe) }
    }
}
