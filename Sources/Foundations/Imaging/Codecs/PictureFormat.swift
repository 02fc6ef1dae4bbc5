/// The file formats that are read and written, told apart by their first bytes.
enum PictureFormat {
    case pnm
    case png
    case jpeg

    /// The format of a file that begins with `bytes`, or nil.
    init?(firstBytes bytes: [UInt8]) {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if bytes.count >= 2, bytes[0] == UInt8(ascii: "P"),
            (UInt8(ascii: "1")...UInt8(ascii: "7")).contains(bytes[1])
        {
            self = .pnm
        } else {
            return nil
        }
    }

    /// The format to write for the ending of `path`, or nil.
    init?(extensionOf path: String) {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: ".") else { return nil }
        switch name[name.index(after: dot)...].lowercased() {
        case "png": self = .png
        case "jpg", "jpeg": self = .jpeg
        case "pgm", "ppm", "pnm": self = .pnm
        default: return nil
        }
    }
}

/// Columns, rows and channels of a picture.
public struct ImageSize: Sendable, Equatable {
    /// Columns; at least 1.
    public let width: Int
    /// Rows; at least 1.
    public let height: Int
    /// 1 (mono) or 3 (RGB).
    public let channels: Int

    /// Makes a size.
    public init(width: Int, height: Int, channels: Int) {
        self.width = width
        self.height = height
        self.channels = channels
    }
}
