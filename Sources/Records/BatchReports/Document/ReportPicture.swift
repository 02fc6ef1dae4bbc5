internal import Imaging

/// Pictures from the disk, believed only once they have been read.
enum ReportPicture {
    /// Largest file that is shown.
    static let byteCountMax = 8 << 20
    /// Most pixels that are shown.
    static let pixelCountMax = 32_000_000

    /// The picture in `jpeg`, as RGB; nil where it is none, damaged, or too large.
    static func decoded(_ jpeg: [UInt8]) -> Image? {
        guard jpeg.count <= byteCountMax, jpeg.starts(with: [0xff, 0xd8, 0xff]),
            let size = headerSize(jpeg), size.width * size.height <= pixelCountMax,
            let image = try? Image.decode(jpeg, file: "picture")
        else { return nil }
        return image.converted(toChannels: 3)
    }

    /// Whether ``decoded(_:)`` has a picture.
    static func isReadable(_ jpeg: [UInt8]) -> Bool { decoded(jpeg) != nil }

    /// Columns and rows by the frame header (ITU-T T.81, B.2.2); nil where there is none.
    private static func headerSize(_ jpeg: [UInt8]) -> (width: Int, height: Int)? {
        var at = 2
        while at + 9 < jpeg.count {
            guard jpeg[at] == 0xff else { return nil }
            let marker = jpeg[at + 1]
            guard marker != 0xff else {
                at += 1
                continue
            }
            if (0xc0...0xcf).contains(marker), ![0xc4, 0xc8, 0xcc].contains(marker) {
                let height = Int(jpeg[at + 5]) << 8 | Int(jpeg[at + 6])
                let width = Int(jpeg[at + 7]) << 8 | Int(jpeg[at + 8])
                return (width, height)
            }
            at += 2 + (Int(jpeg[at + 2]) << 8 | Int(jpeg[at + 3]))
        }
        return nil
    }
}
