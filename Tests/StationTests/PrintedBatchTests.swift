import Blister
import Foundation
import Inspection
import PackReading
import Records
import Station
import Synchronization
import Testing

/// A recipe that asks for print, on a station's way of a blister.
struct PrintedBatchTests {
    /// What the sample's recording has printed on it.
    private static let printed = (lot: "7K2415", expiry: "2028-08")

    private static func rehearsal(workers: Int) throws -> Rehearsal {
        var product = try TaughtProduct(recipePath: RecordedWeb.shared.get().recipePath)
        product.recipe.print = PrintRule(
            template: try TextTemplate("LOT {lot} EXP {expiry:MM.yyyy}")
        )
        let folder = FileManager.default.temporaryDirectory.appending(path: "print-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appending(path: "recipe.yaml").path()
        try product.write(recipePath: path)
        return try Rehearsal(recipePath: path, workers: workers)
    }

    private static func results(
        _ rehearsal: Rehearsal
    ) throws -> [BlisterIdentity: InspectionResult] {
        let web = try RecordedWeb.shared.get()
        let seen = Seen()
        try rehearsal.run(RecordedRows(web, rowsPerChunk: 256), supply: web.supply) { record in
            seen.results.withLock { $0[record.result.identity] = record.result }
        }
        return seen.results.withLock { $0 }
    }

    private final class Seen: Sendable {
        let results = Mutex<[BlisterIdentity: InspectionResult]>([:])
    }

    @Test func `without a batch every blister is rejected for its print`() throws {
        let results = try Self.results(Self.rehearsal(workers: 2))
        #expect(results.count == RecordedWeb.cycles * RecordedWeb.lanes)
        for result in results.values where !result.pockets.isEmpty {
            #expect(result.verdict.reasons.contains(.print))
            #expect(result.print == .unverified(expected: nil))
        }
    }

    @Test func `with the printed batch print changes no verdict, and no bit with the threads`()
        throws
    {
        let reference = try DeterminismTests.reference.get().results
        var known: [BlisterIdentity: InspectionResult]?
        for workers in [1, 3] {
            let rehearsal = try Self.rehearsal(workers: workers)
            let slot = try #require(rehearsal.texts)
            let recipe = try TaughtProduct(recipePath: RecordedWeb.shared.get().recipePath).recipe
            var printing = recipe
            printing.print = PrintRule(
                template: try TextTemplate("LOT {lot} EXP {expiry:MM.yyyy}")
            )
            try slot.expect(
                printing.texts(lot: Self.printed.lot, expiry: Self.printed.expiry, today: nil)
            )
            let results = try Self.results(rehearsal)
            for (identity, result) in results {
                #expect(result.verdict == reference[identity]?.verdict, "\(identity)")
                #expect(result.pockets == reference[identity]?.pockets, "\(identity)")
                if !result.pockets.isEmpty { #expect(result.print?.passes == true, "\(identity)") }
                if let known { #expect(known[identity]?.print == result.print, "\(identity)") }
            }
            known = results
        }
    }
}
