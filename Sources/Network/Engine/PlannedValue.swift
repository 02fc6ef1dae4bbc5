internal import Tensors

/// A range of a buffer of the arena that holds a value: floats, or bytes of 8-bit values.
struct BufferView {
    /// Which buffer.
    var buffer: Int
    /// First float in it.
    var offset = 0
    /// Elements from one image to the next.
    var imageStride: Int
}

/// How many floats a value takes, and where each is.
struct ValueExtents: Equatable {
    /// Images.
    var batch: Int
    /// Channels of an image.
    var channels: Int
    /// Rows.
    var height: Int
    /// Columns.
    var width: Int

    /// Extents of rank 4, or of rank 3 as one row; nil for other ranks and for empty values.
    init?(_ shape: [Int]) {
        guard shape.count == 3 || shape.count == 4, shape.allSatisfy({ $0 > 0 }) else { return nil }
        batch = shape[0]
        channels = shape[1]
        height = shape.count == 4 ? shape[2] : 1
        width = shape[shape.count - 1]
    }

    /// Blocks of 16 channels.
    var blocks: Int { (channels + 15) / 16 }
    /// Pixels of a channel.
    var pixels: Int { height * width }
    /// Floats of an image in planes.
    var planarCount: Int { channels * pixels }
    /// Floats of an image in blocks.
    var blockedCount: Int { blocks * 16 * pixels }
}

/// One value of a plan, and the forms in which it is at hand.
struct PlannedValue {
    /// Its type.
    var elementType: ElementType
    /// Its shape; nil when it is known only while the network runs.
    var shape: [Int]?
    /// Where it is as a tensor, among the slots.
    var slot: Int?
    /// Where it is row-major; for values of one image stride: without gaps.
    var planar: BufferView?
    /// Where it is in blocks of 16 channels.
    var blocked: BufferView?

    /// Where it is in pixels of 4 channels, of bytes.
    var narrow: BufferView?

    /// Whether it is kept as unsigned bytes where it is in a buffer.
    var isBytes: Bool { elementType == .uint8 || elementType == .int8 }

    /// Images, channels, rows and columns where it is a picture of bytes.
    var bytePicture: ValueExtents? {
        guard isBytes, let shape else { return nil }
        return ValueExtents(shape)
    }

    /// Images, channels, rows and columns where it is a picture of floats.
    var picture: ValueExtents? {
        guard elementType == .float32, let shape else { return nil }
        return ValueExtents(shape)
    }

    /// Number of elements; nil when it is known only while the network runs.
    var count: Int? { shape.map { $0.reduce(1, *) } }
}
