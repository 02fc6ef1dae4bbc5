import Blister
import Testing

/// The same rows give the same bits, whatever the number of threads and the size of chunks.
struct DeterminismTests {
    /// Four cycles of two lanes, one worker, chunks of 256 rows.
    static let reference = Result {
        try RehearsedVerdicts(RecordedWeb.shared.get(), workers: 1)
    }

    private static let blisters = Set(
        (0..<RecordedWeb.cycles).flatMap { cycle in
            (0..<RecordedWeb.lanes).map { BlisterIdentity(cycle: cycle, lane: $0) }
        }
    )

    @Test func `the web has good and bad blisters, each answered once`() throws {
        let seen = try Self.reference.get()
        #expect(seen.counts == Dictionary(uniqueKeysWithValues: Self.blisters.map { ($0, 1) }))
        let accepted = seen.results.values.filter { $0.verdict == .accept }
        #expect(!accepted.isEmpty && accepted.count < Self.blisters.count)
    }

    @Test(arguments: [(3, 256), (1, 97)])
    func `verdicts, readings and pictures are the same bits`(
        workers: Int,
        rowsPerChunk: Int
    ) throws {
        let reference = try Self.reference.get()
        let other = try RehearsedVerdicts(
            RecordedWeb.shared.get(),
            workers: workers,
            rowsPerChunk: rowsPerChunk
        )
        #expect(other.counts == reference.counts)
        for (identity, result) in reference.results {
            let found = other.results[identity]
            #expect(found?.verdict == result.verdict, "\(identity)")
            #expect(found == result, "\(identity)")
            #expect(other.pictures[identity] == reference.pictures[identity], "\(identity)")
        }
    }

    @Test func `blisters found from the picture are the same bits as well`() throws {
        let web = try RecordedWeb.shared.get()
        let one = try RehearsedVerdicts(web, workers: 1, findsBlisters: true)
        let other = try RehearsedVerdicts(web, workers: 3, rowsPerChunk: 97, findsBlisters: true)
        #expect(one.results.count >= RecordedWeb.lanes * (RecordedWeb.cycles - 1))
        #expect(one.counts == other.counts)
        for (identity, result) in one.results {
            #expect(other.results[identity] == result, "\(identity)")
        }
    }
}
