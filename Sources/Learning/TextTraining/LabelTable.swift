internal import Foundation

/// Lines of print that people labelled: a folder with `labels.csv` and pictures.
///
/// The table's first row is `image,x,y,w,h,text`, or `image,text` where the picture holds the line
/// and little else; a text may hold commas.
public struct LabelTable: Sendable {
    /// One row.
    public struct Entry: Sendable, Equatable {
        /// The picture's path.
        public let path: String
        /// First column, first row, columns, rows; nil for the whole picture.
        public let box: [Int]?
        /// What it says.
        public let text: String
        /// What it shares with its neighbours, which may show the same pack.
        public let group: String
    }

    /// Why a folder cannot be used.
    public struct Flaw: Error, Equatable, CustomStringConvertible {
        /// The file.
        public let path: String
        /// From 1; 0 for the whole.
        public let line: Int
        /// What is wrong.
        public let reason: String
        /// One line, with a cure.
        public var description: String {
            let place = line > 0 ? ", line \(line)" : ""
            return "\(path)\(place): \(reason); write image,x,y,w,h,text or image,text in its "
                + "first row, and as much in each other"
        }
    }

    /// In the order of the file.
    public let entries: [Entry]

    /// Reads `folder`'s table; no pictures.
    public init(folder: String) throws(Flaw) {
        let base = URL(filePath: folder)
        let path = base.appending(path: "labels.csv").path(percentEncoded: false)
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Flaw(path: path, line: 0, reason: "is not there")
        }
        let rows = String(decoding: data, as: UTF8.self)
            .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let hasBoxes: Bool
        switch rows.first ?? "" {
        case "image,x,y,w,h,text": hasBoxes = true
        case "image,text": hasBoxes = false
        default: throw Flaw(path: path, line: 1, reason: "names other columns")
        }
        var entries: [Entry] = []
        for (index, row) in rows.enumerated().dropFirst() where !row.isEmpty {
            let parts = row.split(
                separator: ",",
                maxSplits: hasBoxes ? 5 : 1,
                omittingEmptySubsequences: false
            )
            let box = hasBoxes ? parts.dropFirst().prefix(4).compactMap { Int($0) } : nil
            guard parts.count == (hasBoxes ? 6 : 2), !parts[0].isEmpty,
                let text = parts.last, !text.isEmpty,
                box.map({ $0.count == 4 && $0[0] >= 0 && $0[1] >= 0 && $0[2] > 3 && $0[3] > 3 })
                    ?? true
            else { throw Flaw(path: path, line: index + 1, reason: "does not fit its columns") }
            let picture = base.appending(path: String(parts[0])).path(percentEncoded: false)
            entries.append(
                Entry(
                    path: picture,
                    box: box,
                    text: String(text),
                    group: Self.group(String(parts[0]))
                )
            )
        }
        guard !entries.isEmpty else {
            throw Flaw(path: path, line: 0, reason: "holds no lines of print")
        }
        self.entries = entries
    }

    /// Ten pictures of successive numbers are of one group.
    static func group(_ name: String) -> String {
        let stem = ((name as NSString).lastPathComponent as NSString).deletingPathExtension
        let digits = String(stem.reversed().prefix { $0.isNumber }.reversed())
        guard let number = Int(digits) else { return stem }
        return "\(stem.dropLast(digits.count))\(number / 10)"
    }
}
