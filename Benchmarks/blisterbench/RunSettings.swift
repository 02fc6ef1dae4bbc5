import Foundation

/// What every benchmark is told.
struct RunSettings {
    /// Draws of every rendered web start from it.
    var seed: UInt64
    /// Long runs, as the product's targets state them.
    var isFull: Bool
    /// Folder for recipes and replay sets; emptied by the one who made it.
    var folder: URL
    /// Folder with the pocket classifier; nil: the shipped one.
    var modelsFolder: String?
    /// SCHED_FIFO priority of the daemon's capture; 0: none.
    var realTimePriority = 0
    /// Inspecting threads.
    var workers = 2

    /// A new folder in memory where there is one, on the temporary disk where not.
    static func makeFolder() throws -> URL {
        let memory = URL(filePath: "/dev/shm")
        let base =
            FileManager.default.isWritableFile(atPath: memory.path())
            ? memory : FileManager.default.temporaryDirectory
        let folder = base.appending(
            path: "blisterbench-\(ProcessInfo.processInfo.processIdentifier)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    func path(_ name: String) -> String { folder.appending(path: name).path() }
}
