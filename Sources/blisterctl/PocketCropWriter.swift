import Foundation
import Imaging
import PocketPictures

/// Crops of pockets as files, one folder per class.
struct PocketCropWriter {
    let source: PocketSource
    let count: Int

    init(seed: UInt64, count: Int, heldOut: Bool) {
        source = PocketSource(seed: seed, heldOut: heldOut ? .all : [])
        self.count = count
    }

    /// Writes into the new folder `folder`; what was written, in a line.
    func write(to folder: String) throws -> String {
        let files = FileManager.default
        let present = (try? files.contentsOfDirectory(atPath: folder)) ?? []
        guard present.isEmpty else {
            throw InputError("\(folder): holds files already; name another folder")
        }
        var counts: [PocketClass: Int] = [:]
        for label in PocketClass.allCases {
            let place = URL(filePath: folder).appending(path: label.rawValue).path(
                percentEncoded: false
            )
            try files.createDirectory(atPath: place, withIntermediateDirectories: true)
        }
        for index in 0..<count {
            let picture = source.picture(index)
            let digits = String(index + 1_000_000_0).dropFirst()
            let name =
                "\(picture.label.rawValue)/\(digits)-\(picture.product.rawValue)"
                + "-\(picture.lamp.rawValue)-\(picture.foil.rawValue).png"
            try picture.image.write(
                path: URL(filePath: folder).appending(path: name).path(percentEncoded: false)
            )
            counts[picture.label, default: 0] += 1
        }
        let parts = PocketClass.allCases.map { "\(counts[$0] ?? 0) \($0.rawValue)" }
        return "\(folder): \(parts.joined(separator: ", "))"
    }

    /// The first crops side by side, one row a class.
    func sheet() throws -> Image {
        let (columns, side) = (14, 96)
        let classes = PocketClass.allCases
        var sheet = Image(
            width: columns * side,
            height: classes.count * side,
            channels: 3,
            filledWith: 0
        )
        var filled: [PocketClass: Int] = [:]
        for index in 0..<count {
            let label = source.label(index)
            let column = filled[label, default: 0]
            guard column < columns, let row = classes.firstIndex(of: label) else { continue }
            filled[label] = column + 1
            let crop = source.picture(index).image.converted(toChannels: 3)
                .scaled(width: side - 2, height: side - 2)
            for y in 0..<crop.height {
                for x in 0..<crop.width {
                    for channel in 0..<3 {
                        sheet[column * side + x, row * side + y, channel] = crop[x, y, channel]
                    }
                }
            }
        }
        return sheet
    }
}
