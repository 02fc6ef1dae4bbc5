import Foundation
import Linux
import SmallModels
import Synchronization
import Testing

@testable import ModelLibraries

/// What is live, whatever happened in between.
struct LedgerTests {
    static let role = ModelRole(task: "pocket", product: nil)

    private static func bench(_ gains: [Float]) throws -> (Bench, digests: [String]) {
        let bench = try Bench()
        var digests: [String] = []
        for gain in gains {
            try bench.write(SmallModel().with { $0.gain = gain }, to: "\(gain).onnx")
            #expect(try bench.install("\(gain).onnx") == nil)
            digests.append(try #require(try bench.live()))
        }
        return (bench, digests)
    }

    @Test func `models follow each other and can be rolled back one by one`() throws {
        let (bench, digests) = try Self.bench([20, 21, 22])
        let library = try bench.library()
        #expect(Set(digests).count == 3)
        let entry = try library.rollBack(Self.role, by: "test")
        #expect(entry.oldDigest == digests[2] && entry.newDigest == digests[1])
        let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        #expect(try abs(format.parse(entry.time).timeIntervalSinceNow) < 60)
        _ = try library.rollBack(Self.role, by: "test")
        #expect(try bench.live() == digests[0])
        #expect(throws: LibraryError.self) { try library.rollBack(Self.role, by: "test") }
        #expect(try bench.install("21.0.onnx") == nil)
        #expect(try bench.live() == digests[1])
        _ = try library.rollBack(Self.role, by: "test")
        #expect(try bench.live() == digests[0])
        #expect(
            try bench.audit()
                == [
                    "installed", "installed", "installed", "rolled_back", "rolled_back",
                    "installed", "rolled_back",
                ]
        )
        #expect(bench.names("installed").count == 3)
    }

    @Test func `the live model installed again changes nothing`() throws {
        let (bench, _) = try Self.bench([20])
        #expect(try bench.install("20.0.onnx") == nil)
        #expect(try bench.library().ledger().entries.count == 1)
    }

    @Test func `what the station does not take is withdrawn`() throws {
        let (bench, digests) = try Self.bench([20])
        bench.refuse("no room")
        try bench.write(SmallModel().with { $0.gain = 21 }, to: "new.onnx")
        let finding = try bench.install("new.onnx")
        #expect(finding?.check == "station" && finding?.value == "no room")
        #expect(try bench.live() == digests[0])
        #expect(try bench.audit() == ["installed", "installed", "withdrawn"])
        bench.refuse(nil)
        #expect(try bench.install("new.onnx") == nil)
        _ = try bench.library().rollBack(Self.role, by: "test")
        #expect(try bench.live() == digests[0])
    }

    @Test func `an accepted file that was changed is not live any more`() throws {
        let (bench, digests) = try Self.bench([20, 21])
        let library = try bench.library()
        let path = library.path(of: Self.role, digest: digests[1])
        try Data("other".utf8).write(to: URL(filePath: path))
        let error = #expect(throws: LibraryError.self) {
            try library.prove(Self.role, in: library.ledger())
        }
        #expect(error?.description.contains("not the file that was accepted") == true)
        _ = try library.rollBack(Self.role, by: "test")
        #expect(try library.prove(Self.role, in: library.ledger()).digest == digests[0])
        // Nobody goes back to a damaged one, and the live one stays.
        try bench.install("20.0.onnx")
        try bench.write(SmallModel().with { $0.gain = 23 }, to: "23.onnx")
        try bench.install("23.onnx")
        try Data("other".utf8).write(
            to: URL(filePath: library.path(of: Self.role, digest: digests[0]))
        )
        let live = try bench.live()
        #expect(throws: LibraryError.self) { try library.rollBack(Self.role, by: "test") }
        #expect(try bench.live() == live)
    }

    @Test(arguments: ["", "{}", "{\"version\":2,\"entries\":[]}", "garbage"])
    func `a damaged ledger is not guessed at`(text: String) throws {
        let bench = try Bench()
        try bench.write(Array(text.utf8), to: "models/library.json")
        #expect(throws: LibraryError.self) { try bench.library().ledger() }
    }

    private struct Stopped: Error {}

    @Test(arguments: [false, true])
    func `an interruption before any step leaves the old or the new model live`(
        signed: Bool
    ) throws {
        var step = 0
        var wasNew = 0
        while true {
            let (bench, digests) = try Self.bench([20])
            let path = try bench.write(SmallModel().with { $0.gain = 21 }, to: "new.onnx")
            if signed { try bench.write([UInt8](repeating: 7, count: 64), to: "new.onnx.sig") }
            let steps = Mutex(0)
            let stopsAt = step
            let library = try ModelLibrary(
                folder: bench.models,
                demands: .patient()
            ) { words throws(LibraryError) in
                let number = steps.withLock { steps in
                    defer { steps += 1 }
                    return steps
                }
                // As if the process were gone: nothing is written any more.
                if number >= stopsAt {
                    throw LibraryError(path: words, "stopped", cure: "none")
                }
            }
            let outcome = try? library.install(
                path,
                as: .installed,
                by: "test",
                onLive: bench.handler
            )
            let again = try bench.library()
            try again.recover()
            let ledger = try again.ledger()
            let live = try #require(ledger.live(Self.role))
            #expect(try again.prove(Self.role, in: ledger).digest == live)
            // Ledger and audit trail tell the same, and nothing lies about that nobody knows.
            let events = ledger.entries.map(\.event.rawValue)
            #expect(try bench.audit() == events, "step \(step)")
            let known = Set(ledger.entries.compactMap(\.newDigest)).count
            let files = bench.names("installed").filter { $0.hasSuffix(".onnx") }
            #expect(files.count == known, "step \(step): \(files)")
            #expect(FolderFiles.names(in: "\(bench.models)/.examining").isEmpty)
            if live != digests[0] { wasNew += 1 }
            // What was stopped can simply be done again.
            #expect(try bench.install("new.onnx") == nil)
            #expect(try bench.live() != digests[0])
            if case .live = outcome { break }
            step += 1
        }
        #expect(step >= 6 && wasNew >= 2, "\(step) steps, \(wasNew) of them after the ledger")
    }
}
