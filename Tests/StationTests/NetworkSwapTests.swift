import Blister
import Foundation
import Inspection
import PocketVision
import Records
import Station
import Synchronization
import Testing
import VisionModels

/// Networks replaced while blisters come as fast as they are taken.
struct NetworkSwapTests {
    private final class Seen: Sendable {
        let results = Mutex<[InspectionResult]>([])
        let isOver = Atomic<Bool>(false)
    }

    /// The recorded web's recipe with a limit for a classifier that every pocket keeps.
    static func recipe(_ web: RecordedWeb) throws -> String {
        var product = try TaughtProduct(recipePath: web.recipePath)
        for pocket in product.recipe.pocketLimits.indices {
            product.recipe.pocketLimits[pocket][.classifier] = LimitRange(
                lower: nil,
                upper: 16,
                typical: 0
            )
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "swap-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appending(path: "recipe.yaml").path()
        try product.write(recipePath: path)
        return path
    }

    @Test func `every blister is judged once, by one set of networks or the next`() throws {
        let web = try RecordedWeb.shared.get()
        let rehearsal = try Rehearsal(
            recipePath: Self.recipe(web),
            workers: 3,
            modelsFolder: SmallClassifier().folder()
        )
        let slot = try #require(rehearsal.networks)
        let first = slot.networks
        let other = try PocketNetwork(
            path: ClassifierFile.path(folder: SmallClassifier(slope: 40).folder()),
            task: .pocket,
            pocketCount: first.layout.pockets.count
        )
        let sets = [first.replacing(classifier: other), first]
        let seen = Seen()
        let swapper = Thread {
            var count = 0
            while !seen.isOver.load(ordering: .acquiring) {
                _ = try? slot.replace(with: sets[count % 2])
                count += 1
            }
        }
        swapper.start()
        for _ in 0..<3 {
            try rehearsal.run(
                RecordedRows(web, rowsPerChunk: 256),
                supply: web.supply
            ) { record in
                seen.results.withLock { $0.append(record.result) }
            }
        }
        seen.isOver.store(true, ordering: .releasing)
        let results = seen.results.withLock { $0 }
        let reference = try DeterminismTests.reference.get().results
        #expect(results.count == 3 * reference.count)
        let digests = Set(sets.map(\.digests))
        for result in results {
            #expect(result.verdict == reference[result.identity]?.verdict)
            if !result.pockets.isEmpty { #expect(digests.contains(result.networks)) }
        }
        #expect(slot.generation > 0)
        #expect(rehearsal.faults.total(of: .networkFailed) == 0)
    }

    @Test func `a network that gives no number is a fault, and its blisters are undecided`() throws
    {
        let web = try RecordedWeb.shared.get()
        let rehearsal = try Rehearsal(
            recipePath: Self.recipe(web),
            workers: 2,
            modelsFolder: SmallClassifier(isBroken: true).folder()
        )
        let seen = Seen()
        try rehearsal.run(RecordedRows(web, rowsPerChunk: 256), supply: web.supply) { record in
            seen.results.withLock { $0.append(record.result) }
        }
        let results = seen.results.withLock { $0 }.filter { !$0.pockets.isEmpty }
        #expect(!results.isEmpty)
        #expect(results.allSatisfy { $0.verdict != .accept })
        #expect(rehearsal.faults.total(of: .networkFailed) == results.count)
    }
}
