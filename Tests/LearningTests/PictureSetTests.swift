import Datasets
import Foundation
import Imaging
import Testing

struct PictureSetTests {
    private func folder(_ files: [String]) throws -> URL {
        let base = FileManager.default.temporaryDirectory
            .appending(path: "pictures-\(UUID().uuidString)")
        for file in files {
            let path = base.appending(path: file)
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data().write(to: path)
        }
        return base
    }

    @Test func `the MVTec AD layout is divided into training and testing`() throws {
        let base = try folder([
            "train/good/000.png", "test/good/001.png", "test/crack/000.png",
            "ground_truth/crack/000_mask.png", "test/crack/notes.txt",
        ])
        defer { try? FileManager.default.removeItem(at: base) }
        let set = try PictureSet(folder: base.path())
        #expect(set.isDivided)
        #expect(set.training.map(\.label) == ["good"])
        #expect(set.testing.map(\.label) == ["crack", "good"])
    }

    @Test func `a folder per class serves for both`() throws {
        let base = try folder(["good/b1-p0.png", "good/b1-p1.png", "missing/b2-p0.jpg"])
        defer { try? FileManager.default.removeItem(at: base) }
        let set = try PictureSet(folder: base.path())
        #expect(!set.isDivided && set.training == set.testing)
        #expect(set.training.map(\.group) == ["b1", "b1", "b2"])
    }

    @Test func `a folder without pictures is refused with place and cure`() throws {
        let base = try folder(["readme.txt"])
        defer { try? FileManager.default.removeItem(at: base) }
        let error = #expect(throws: PictureSetError.self) { try PictureSet(folder: base.path()) }
        #expect(error?.description.contains(base.path()) == true)
    }
}
