import Foundation
import Testing

@testable import Linux

/// Folders that are watched and files that only grow.
struct FolderTests {
    private static func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "folder-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    @Test func `files that were written or moved in are told in their order`() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let watch = try FolderWatch(path: folder.path())
        #expect(try watch.names(timeoutNanoseconds: 1_000_000).isEmpty)
        try Data([1]).write(to: folder.appending(path: "a"))
        try FileManager.default.moveItem(
            at: folder.appending(path: "a"),
            to: folder.appending(path: "a name of more than sixteen bytes")
        )
        var names: [String] = []
        while let more = try? watch.names(timeoutNanoseconds: 100_000_000), !more.isEmpty {
            names += more
        }
        #expect(names == ["a", "a name of more than sixteen bytes"])
        #expect(throws: SystemError.self) { try FolderWatch(path: "/dev/null") }
    }

    @Test(arguments: [[], [1], Array(repeating: UInt8(255), count: 40)])
    func `events that are cut off are left out`(bytes: [UInt8]) {
        #expect(FolderWatch.names(bytes[...]).isEmpty)
    }

    @Test func `a line that was cut off spoils no later one`() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "log").path()
        try AppendedFile.append("one", to: path)
        try Data("one\ntw".utf8).write(to: URL(filePath: path))
        try AppendedFile.append("three", to: path)
        try AppendedFile.append("four", to: path)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text == "one\ntw\nthree\nfour\n")
    }

    @Test func `a locked file keeps others waiting until it is let go`() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "lock").path()
        let first = try FileLock(path: path)
        let isOver = Semaphore()
        let other = try RealTimeThread(ThreadPlan(name: "other", isBackground: true)) {
            (try? FileLock(path: path))?.release()
            isOver.post()
        }
        #expect(
            !isOver.wait(
                untilNanoseconds: MonotonicClock.nowNanoseconds + 50_000_000
            )
        )
        first.release()
        other.join()
        isOver.wait()
    }
}
