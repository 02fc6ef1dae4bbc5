import Datasets
import Foundation
import Imaging
import PocketPictures
import Testing
import Training

@testable import PocketTraining

/// How often labelled crops come where there are few of them, or few of a class.
struct LabelledBatchesTests {
    /// Crops of so many pockets by class, `perBlister` to a blister.
    private static func pictures(
        _ counts: [String: Int],
        perBlister: Int
    ) throws -> (folder: URL, pictures: [LabelledPicture]) {
        let base = FileManager.default.temporaryDirectory.appending(path: "labelled-\(UUID())")
        for (label, count) in counts {
            let folder = base.appending(path: label)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for index in 0..<count {
                let image = Image(width: 64, height: 64, channels: 1, filledWith: UInt8(40 + index))
                let name = "1-\(index / perBlister)-0-p\(index % perBlister).png"
                try image.write(path: folder.appending(path: name).path())
            }
        }
        return (base, try PictureSet(folder: base.path()).training)
    }

    @Test func `classes come alike often, but a rare one no more than twenty times its share`()
        throws
    {
        #expect(FolderBatches.shares([50, 50]) == nil)
        #expect(FolderBatches.shares([46_000, 840, 840, 840, 840, 840]) == nil)
        let shares = try #require(FolderBatches.shares([500, 499, 1]))
        #expect(abs(shares[2] - 0.02) < 1e-9 && abs(shares[0] - 0.49) < 1e-9)
        #expect(shares[0] == shares[1])
    }

    @Test func `a batch holds as many of a rare class as its share says`() throws {
        let (folder, pictures) = try Self.pictures(["good": 120, "missing": 1], perBlister: 5)
        defer { try? FileManager.default.removeItem(at: folder) }
        let place = try #require(pictures.firstIndex { $0.label == "missing" })
        let seed = try #require(
            (0..<20).first { seed in
                GroupSplit(pictures.map(\.group), share: 0.15, seed: seed).training.contains(place)
            }
        )
        let source = try FolderBatches(pictures, classes: ["good", "missing"], seed: seed)
        var (rare, all) = (0, 0)
        for step in 0..<40 {
            let labels = try source.batch(step: step, seed: 7, size: 32).labels[PocketNet.output]
            rare += labels?.count { $0 == 1 } ?? 0
            all += labels?.count ?? 0
        }
        // 20 / 103 or so learnt from: 19 % of 1,280, give or take four deviations; half without a limit.
        #expect(all == 1_280 && (190...310).contains(rare), "\(rare)")
    }

    @Test func `few labelled crops are a small part of a batch beside drawn ones`() throws {
        #expect(
            [0, 30, 64, 128, 256, 9_000].map { MixedBatches.share(ofLabelled: $0) }
                == [0.125, 0.125, 0.125, 0.25, 0.5, 0.5]
        )
        let (folder, pictures) = try Self.pictures(["good": 4, "missing": 4], perBlister: 2)
        defer { try? FileManager.default.removeItem(at: folder) }
        let classes = PocketClass.allCases
        let drawn = DrawnBatches(seed: 3, classes: classes, validationCount: 2)
        let labelled = try FolderBatches(pictures, classes: classes.map(\.rawValue), seed: 3)
        let mixed = MixedBatches(drawn, labelled, secondShare: 0.125)
        let batch = try mixed.batch(step: 1, seed: 9, size: 8)
        let own = try drawn.batch(step: 1, seed: 9, size: 7)
        let other = try labelled.batch(step: 1, seed: 9, size: 1)
        #expect(batch.count == 8 && batch.inputs == own.inputs + other.inputs)
        #expect(
            batch.labels[PocketNet.output]
                == (own.labels[PocketNet.output] ?? []) + (other.labels[PocketNet.output] ?? [])
        )
    }

    @Test func `crops of one blister are all learnt from, and judge nothing`() throws {
        let (folder, pictures) = try Self.pictures(["good": 3], perBlister: 3)
        defer { try? FileManager.default.removeItem(at: folder) }
        let source = try FolderBatches(pictures, classes: ["good", "missing"], seed: 2)
        #expect(source.count == 3 && source.validationCount == 0)
        let validation = try source.validation(0, size: 4)
        #expect(validation == nil)
    }
}
