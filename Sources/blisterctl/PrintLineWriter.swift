import Foundation
import Imaging
import TextPictures

/// Drawn lines of print as files, with the table that `train` and `evaluate` read.
struct PrintLineWriter {
    let seed: UInt64
    let count: Int
    let isHeldOut: Bool
    let hardness: Float
    /// nil: of every kind.
    let kind: PrintKind?

    /// Writes into the new folder `folder`; what was written, in a line.
    func write(to folder: String) throws -> String {
        let files = FileManager.default
        let present = (try? files.contentsOfDirectory(atPath: folder)) ?? []
        guard present.isEmpty else {
            throw InputError("\(folder): holds files already; name another folder")
        }
        let table = try LetterTable(path: PrintModels.letters())
        let kinds = kind.map { [$0] } ?? PrintKind.allCases
        let source = TextSource(
            seed: seed,
            table: table,
            isHeldOut: isHeldOut,
            hardnessMax: hardness,
            kinds: kinds
        )
        let place = URL(filePath: folder)
        try files.createDirectory(
            atPath: place.appending(path: "images").path(percentEncoded: false),
            withIntermediateDirectories: true
        )
        var rows = "image,text\n"
        for index in 0..<count {
            let line = source.picture(index, width: 320)
            let name = "images/\(line.kind.rawValue)-\(String(index + 1_000_000_0).dropFirst()).png"
            try line.image.write(path: place.appending(path: name).path(percentEncoded: false))
            rows += "\(name),\(line.text)\n"
        }
        try Data(rows.utf8).write(to: place.appending(path: "labels.csv"))
        return "\(folder): \(count) lines"
    }
}
