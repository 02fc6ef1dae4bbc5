internal import CLinux
internal import Glibc

/// What a camera node says of itself.
public struct CameraIdentity: Sendable, Equatable {
    /// Kernel driver, such as `uvcvideo`.
    public let driver: String
    /// Product name.
    public let card: String
    /// Where it is plugged in.
    public let bus: String
    /// It can capture frames.
    public let canCapture: Bool
    /// It can stream into mapped buffers.
    public let canStream: Bool
}

/// Geometry and coding of the frames of a camera.
public struct CameraFrameFormat: Sendable, Equatable {
    /// How pixels are coded.
    public var code: PixelCode
    /// Columns.
    public var width: Int
    /// Rows.
    public var height: Int
    /// From one row to the next; 0 where rows have no fixed place, as in MJPEG.
    public var bytesPerRow: Int
    /// Largest frame.
    public var byteCountMax: Int
    /// YUV luma runs from 16 to 235 rather than 0 to 255.
    public var isLimitedRange: Bool
}

/// One filled buffer that the driver handed over.
public struct CameraBuffer: Sendable, Equatable {
    /// Which of the mapped buffers.
    public var index: Int
    /// Bytes that were filled.
    public var byteCount: Int
    /// The driver's running number.
    public var sequence: UInt32
    /// The driver's time.
    public var timestampNanoseconds: Int64
    /// The time is CLOCK_MONOTONIC.
    public var isMonotonic: Bool
    /// The time is that of the start of exposure rather than the end of the frame.
    public var isStartOfExposure: Bool
    /// The driver says that the contents are damaged.
    public var isDamaged: Bool
}

extension CameraIdentity {
    static func fromUAPI(_ raw: v4l2_capability) -> Self {
        let all = raw.capabilities
        let own = all & UInt32(V4L2_CAP_DEVICE_CAPS) != 0 ? raw.device_caps : all
        return Self(
            driver: text(raw.driver),
            card: text(raw.card),
            bus: text(raw.bus_info),
            canCapture: own & UInt32(V4L2_CAP_VIDEO_CAPTURE) != 0,
            canStream: own & UInt32(V4L2_CAP_STREAMING) != 0
        )
    }
}

extension CameraFrameFormat {
    static func fromUAPI(_ raw: v4l2_format, subject: String) throws(SystemError) -> Self {
        let pix = unsafe raw.fmt.pix
        let side = 1...65536
        guard side.contains(Int(pix.width)), side.contains(Int(pix.height)),
            pix.sizeimage <= 1 << 30, pix.bytesperline <= 1 << 20
        else { throw SystemError(call: "VIDIOC_G_FMT", subject: subject, code: EOVERFLOW) }
        let isFull =
            pix.quantization == V4L2_QUANTIZATION_FULL_RANGE.rawValue
            || pix.quantization == V4L2_QUANTIZATION_DEFAULT.rawValue
                && pix.colorspace == V4L2_COLORSPACE_JPEG.rawValue
        return Self(
            code: PixelCode(rawValue: pix.pixelformat),
            width: Int(pix.width),
            height: Int(pix.height),
            bytesPerRow: Int(pix.bytesperline),
            byteCountMax: Int(pix.sizeimage),
            isLimitedRange: !isFull
        )
    }

    static func toUAPI(code: PixelCode, width: Int, height: Int) -> v4l2_format {
        var raw = unsafe v4l2_format()
        unsafe raw.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        unsafe raw.fmt.pix.width = UInt32(width)
        unsafe raw.fmt.pix.height = UInt32(height)
        unsafe raw.fmt.pix.pixelformat = code.rawValue
        unsafe raw.fmt.pix.field = V4L2_FIELD_NONE.rawValue
        return unsafe raw
    }
}

extension CameraBuffer {
    static func fromUAPI(
        _ raw: v4l2_buffer,
        bufferByteCounts: [Int],
        subject: String
    ) throws(SystemError) -> Self {
        let index = unsafe Int(raw.index)
        guard bufferByteCounts.indices.contains(index) else {
            throw SystemError(call: "VIDIOC_DQBUF", subject: subject, code: EOVERFLOW)
        }
        let flags = unsafe raw.flags
        let clock = flags & UInt32(V4L2_BUF_FLAG_TIMESTAMP_MASK)
        let nanoseconds =
            unsafe Int64(raw.timestamp.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        return unsafe Self(
            index: index,
            byteCount: min(Int(raw.bytesused), bufferByteCounts[index]),
            sequence: raw.sequence,
            timestampNanoseconds: nanoseconds.overflow
                ? 0 : nanoseconds.partialValue &+ Int64(raw.timestamp.tv_usec) &* 1000,
            isMonotonic: clock == UInt32(V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC)
                && !nanoseconds.overflow,
            isStartOfExposure: flags & UInt32(V4L2_BUF_FLAG_TSTAMP_SRC_MASK)
                == UInt32(V4L2_BUF_FLAG_TSTAMP_SRC_SOE),
            isDamaged: flags & UInt32(V4L2_BUF_FLAG_ERROR) != 0
        )
    }

    static func empty(index: Int) -> v4l2_buffer {
        var raw = unsafe v4l2_buffer()
        unsafe raw.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        unsafe raw.memory = V4L2_MEMORY_MMAP.rawValue
        unsafe raw.index = UInt32(index)
        return unsafe raw
    }
}

/// A C string in a fixed field, cut at its end even when the kernel forgot the final zero.
func text<Field>(_ field: Field) -> String {
    unsafe withUnsafeBytes(of: field) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}
