/// Why a picture file cannot be read or written, said in one line: file, reason, cure.
public struct PictureError: Error, Equatable, CustomStringConvertible, Sendable {
    /// What is wrong.
    public enum Fault: Equatable, Sendable {
        /// The operating system refuses; `reason` is its own text.
        case unreadable(reason: String)
        /// The operating system refuses; `reason` is its own text.
        case unwritable(reason: String)
        /// Neither PNM, PNG nor JPEG by its first bytes.
        case unknownFormat
        /// A variant of a known format that is not read.
        case unsupported(variant: String)
        /// The file ends before the picture does.
        case truncated
        /// The data contradicts itself; `reason` is the decoder's own text.
        case corrupt(reason: String)
        /// More pixels than ``Image/pixelCountMax``.
        case tooLarge(width: Int, height: Int)
        /// The name's ending says no format that can be written.
        case unknownExtension
        /// There was not enough memory.
        case outOfMemory
    }

    /// Path as the caller gave it.
    public let file: String
    /// What is wrong.
    public let fault: Fault

    /// Makes an error for `file`.
    public init(file: String, fault: Fault) {
        self.file = file
        self.fault = fault
    }

    /// What is wrong and what to do, without the file.
    public var reason: String { fault.sentence }

    /// One line: `file: what is wrong; cure`.
    public var description: String { "\(file): \(fault.sentence)" }
}

extension PictureError.Fault {
    var sentence: String {
        switch self {
        case .unreadable(let reason):
            "cannot be read: \(reason); check the path and its permissions"
        case .unwritable(let reason):
            "cannot be written: \(reason); check the folder, its permissions and the free space"
        case .unknownFormat:
            "is not a picture; use PNG, JPEG or PNM (PGM, PPM)"
        case .unsupported(let variant):
            "is \(variant), which is not read; save it as 8-bit PNG"
        case .truncated:
            "ends before the picture does; copy or record it again"
        case .corrupt(let reason):
            "is damaged: \(reason); copy or record it again"
        case .tooLarge(let width, let height):
            "has \(width) x \(height) pixels, over \(Image.pixelCountMax / 1_000_000) million; "
                + "cut it into smaller pictures"
        case .unknownExtension:
            "has no ending that says the format; name it .png, .jpg, .pgm, .ppm or .pnm"
        case .outOfMemory:
            "does not fit into memory; use smaller pictures"
        }
    }
}
