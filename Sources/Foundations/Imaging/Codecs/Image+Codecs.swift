extension Image {
    /// Most pixels (columns times rows) of a picture that is read.
    public static let pixelCountMax = 200_000_000

    /// Reads the PNM, PNG or JPEG file at `path`; the format is told by its first bytes.
    ///
    /// Deeper than 8 bits is scaled to 8 with rounding; alpha is laid over white; palettes become
    /// RGB. A damaged or truncated file throws. Any thread.
    public init(path: String) throws(PictureError) {
        self = try Self.decode(try PictureFile.read(path), file: path)
    }

    /// Reads the file at `path`, as ``init(path:)``.
    public static func read(_ path: String) throws(PictureError) -> Image {
        try Image(path: path)
    }

    /// Decodes the contents of a picture file; `file` is used in errors only.
    public static func decode(_ bytes: [UInt8], file: String) throws(PictureError) -> Image {
        let size = try headerSize(bytes, file: file)
        guard size.width > 0, size.height > 0 else {
            throw PictureError(file: file, fault: .corrupt(reason: "a side is 0 pixels long"))
        }
        guard size.width <= pixelCountMax / size.height else {
            throw PictureError(
                file: file,
                fault: .tooLarge(width: size.width, height: size.height)
            )
        }
        return switch PictureFormat(firstBytes: bytes) {
        case .pnm: try PNM.decode(bytes, file: file)
        case .png: try PNG.decode(bytes, size: size, file: file)
        case .jpeg: try JPEG.decode(bytes, size: size, file: file)
        case nil: throw PictureError(file: file, fault: .unknownFormat)
        }
    }

    /// Reads no more of the file at `path` than its size needs.
    public static func size(path: String) throws(PictureError) -> ImageSize {
        let prefixByteCount = 64 << 10
        let prefix = try PictureFile.read(path, limit: prefixByteCount)
        do {
            return try headerSize(prefix, file: path)
        } catch {
            guard prefix.count == prefixByteCount else { throw error }
            return try headerSize(try PictureFile.read(path), file: path)
        }
    }

    /// Writes the picture to `path` as its ending says: `.png`, `.jpg`, `.pgm`, `.ppm` or `.pnm`.
    ///
    /// A failure leaves no half-written file. A `.pgm` of a colour picture or a `.ppm` of a mono
    /// one holds what the picture is. JPEG is written with `jpegQuality`, 1 to 100.
    public func write(path: String, jpegQuality: Int = 92) throws(PictureError) {
        guard let format = PictureFormat(extensionOf: path) else {
            throw PictureError(file: path, fault: .unknownExtension)
        }
        let bytes =
            switch format {
            case .pnm: PNM.encode(self)
            case .png: try PNG.encode(self, file: path)
            case .jpeg: try JPEG.encode(self, quality: jpegQuality, file: path)
            }
        try PictureFile.write(bytes, to: path)
    }

    /// The picture as a JPEG file in memory; `quality` is 1 to 100.
    public func jpegData(quality: Int) throws(PictureError) -> [UInt8] {
        try JPEG.encode(self, quality: quality, file: "JPEG")
    }

    /// The picture as a PNG file in memory.
    public func pngData() throws(PictureError) -> [UInt8] {
        try PNG.encode(self, file: "PNG")
    }

    /// The picture as a PNG file in memory, packed loosely for speed; the samples are the same.
    public func quickPNGData() throws(PictureError) -> [UInt8] {
        try PNG.encode(self, level: 1, file: "PNG")
    }

    private static func headerSize(
        _ bytes: [UInt8],
        file: String
    ) throws(PictureError) -> ImageSize {
        guard !bytes.isEmpty else { throw PictureError(file: file, fault: .truncated) }
        return switch PictureFormat(firstBytes: bytes) {
        case .pnm: try PNM.header(bytes, file: file).size
        case .png: try PNG.size(bytes, file: file)
        case .jpeg: try JPEG.size(bytes, file: file)
        case nil: throw PictureError(file: file, fault: .unknownFormat)
        }
    }
}
