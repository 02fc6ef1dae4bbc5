internal import Foundation
internal import Linux

/// Evidence pictures as files, a folder a day, inside a budget; the oldest go first.
///
/// Only the days' sums are held in memory, and the file list of the oldest day, so that years of
/// pictures cost nothing. Thread-bound: the records thread.
final class EvidenceFolder {
    /// Room for pictures.
    struct Budget: Equatable, Sendable {
        var byteCountMax: Int
        var freeByteCountMin: Int
    }

    /// Why a picture was not kept.
    enum Refusal: Error, Equatable {
        case noRoom
        case unwritable
    }

    private struct Day {
        let name: String
        var byteCount: Int
    }

    private let folder: URL
    private let budget: Budget
    private var days: [Day] = []
    // Files of days[0], newest first so that the oldest is taken off the end.
    private var oldestDay: [(name: String, byteCount: Int)]?
    private var isScanned = false
    private let freeByteCount: (URL) -> Int?
    /// Pictures dropped for free space at once, at most.
    static let dropCountMax = 16

    /// Pictures dropped because something else fills the disk.
    private(set) var droppedForSpace = 0
    /// Whether the disk had too little free space the last time.
    private(set) var isShortOfSpace = false

    /// Makes the folder's keeper; `freeByteCount` is how it learns the free space of a disk.
    init(
        folder: URL,
        budget: Budget,
        freeByteCount: @escaping (URL) -> Int? = EvidenceFolder.freeByteCount
    ) {
        self.folder = folder
        self.budget = budget
        self.freeByteCount = freeByteCount
    }

    /// Whether a store has kept pictures here before.
    var isUsed: Bool {
        scan()
        return !days.isEmpty
    }

    /// Bytes of all pictures.
    var byteCount: Int { days.reduce(0) { $0 + $1.byteCount } }

    /// Stores `bytes` as `day/name`.
    ///
    /// - Returns: the path relative to the folder.
    func store(_ bytes: [UInt8], day: String, name: String) throws(Refusal) -> String {
        scan()
        try makeRoom(for: bytes.count)
        let target = folder.appending(path: day)
        do {
            try FileManager.default.createDirectory(
                at: target,
                withIntermediateDirectories: true
            )
            try Data(bytes).write(to: target.appending(path: name), options: .atomic)
        } catch {
            throw .unwritable
        }
        count(bytes.count, day: day, name: name)
        return "\(day)/\(name)"
    }

    private func count(_ byteCount: Int, day: String, name: String) {
        if let index = days.firstIndex(where: { $0.name == day }) {
            days[index].byteCount += byteCount
            if index == 0 { oldestDay?.insert((name, byteCount), at: 0) }
            return
        }
        let index = days.firstIndex { $0.name > day } ?? days.count
        days.insert(Day(name: day, byteCount: byteCount), at: index)
        if index == 0 { oldestDay = nil }
    }

    private func makeRoom(for wanted: Int) throws(Refusal) {
        while byteCount + wanted > budget.byteCountMax {
            guard dropOldest() else { throw .noRoom }
        }
        isShortOfSpace = false
        var count = 0
        while let free = freeByteCount(folder), free - wanted < budget.freeByteCountMin {
            isShortOfSpace = true
            // Whatever fills the disk shall not empty this folder at once, nor hold up the records.
            guard count < Self.dropCountMax, dropOldest() else { throw .noRoom }
            count += 1
            droppedForSpace += 1
        }
    }

    /// Drops the oldest picture; false when there is none or it cannot be removed.
    private func dropOldest() -> Bool {
        guard let day = days.first else { return false }
        let path = folder.appending(path: day.name)
        var files = oldestDay ?? Self.files(of: path).sorted { $0.name > $1.name }
        guard let oldest = files.popLast() else {
            try? FileManager.default.removeItem(at: path)
            days.removeFirst()
            oldestDay = nil
            return !days.isEmpty
        }
        do {
            try FileManager.default.removeItem(at: path.appending(path: oldest.name))
        } catch {
            let nsError = error as NSError
            // A picture that somebody else removed is room all the same.
            guard nsError.code == NSFileNoSuchFileError else { return false }
        }
        oldestDay = files
        days[0].byteCount -= oldest.byteCount
        if files.isEmpty {
            try? FileManager.default.removeItem(at: path)
            days.removeFirst()
            oldestDay = nil
        }
        return true
    }

    private func scan() {
        guard !isScanned else { return }
        isScanned = true
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        days = names.filter(Self.isDay).sorted().map { name in
            let sum = Self.files(of: folder.appending(path: name)).reduce(0) { $0 + $1.byteCount }
            return Day(name: name, byteCount: sum)
        }
    }

    private static func isDay(_ name: String) -> Bool {
        name.utf8.count == 10
            && name.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: "-") }
    }

    private static func files(of day: URL) -> [(name: String, byteCount: Int)] {
        let files =
            (try? FileManager.default.contentsOfDirectory(
                at: day,
                includingPropertiesForKeys: [.fileSizeKey]
            )) ?? []
        return files.map { file in
            let size = try? file.resourceValues(forKeys: [.fileSizeKey]).fileSize
            return (file.lastPathComponent, size ?? 0)
        }
    }

    /// Free bytes of the disk that holds `folder`, or its nearest ancestor that exists.
    static func freeByteCount(_ folder: URL) -> Int? {
        var place = folder.standardizedFileURL
        while !FileManager.default.fileExists(atPath: place.path()), place.pathComponents.count > 1
        {
            place.deleteLastPathComponent()
        }
        return (try? DiskSpace(path: place.path()))?.freeByteCount
    }
}
