public import Blister
internal import Linux

/// Pixel coding asked of a camera, as the station configuration names it.
public enum CameraCoding: String, Sendable, CaseIterable {
    case grey
    case y10
    case y12
    case y16
    case rgb24
    case bgr24
    case yuyv
    case uyvy
    case mjpeg
    /// Whatever the camera has (Bayer, planar YUV, vendor formats), converted to RGB by
    /// libv4lconvert. Short chunks are not recognised in it.
    case converted

    var code: PixelCode {
        switch self {
        case .grey: .grey
        case .y10: .y10
        case .y12: .y12
        case .y16: .y16
        case .rgb24, .converted: .rgb24
        case .bgr24: .bgr24
        case .yuyv: .yuyv
        case .uyvy: .uyvy
        case .mjpeg: .mjpeg
        }
    }
}

/// One camera control to set before streaming.
public struct CameraSetting: Sendable, Equatable {
    /// The driver's name as `v4l2-ctl -l` prints it, or a number such as `0x009a0902`.
    public var name: String
    /// The value, in the driver's unit.
    public var value: Int

    /// Makes a setting.
    public init(name: String, value: Int) {
        self.name = name
        self.value = value
    }
}

/// Everything the station configuration says about a V4L2 camera.
public struct CameraPlan: Sendable, Equatable {
    /// Path of the node; a link under `/dev/v4l/by-id` survives replugging.
    public var device: String
    /// Columns, channels of the line's pictures, and rows per frame.
    public var format: ChunkFormat
    /// Coding asked of the camera.
    public var coding: CameraCoding
    /// Buffers between driver and capture thread, 2 to 32.
    public var bufferCount: Int
    /// Which input of the device; nil leaves it.
    public var input: Int?
    /// Frames a second asked of the driver; nil leaves it.
    public var frameRateHertz: Double?
    /// Rows a second when they come at a fixed rate; nil when they follow an encoder.
    public var rowRateHertz: Double?
    /// Encoder counts from row to row when rows follow an encoder.
    public var ticksPerRow: Double?
    /// Set in this order: modes before the values that depend on them.
    public var settings: [CameraSetting]

    /// Makes a plan.
    public init(
        device: String,
        format: ChunkFormat,
        coding: CameraCoding,
        bufferCount: Int = 6,
        input: Int? = nil,
        frameRateHertz: Double? = nil,
        rowRateHertz: Double? = nil,
        ticksPerRow: Double? = nil,
        settings: [CameraSetting] = []
    ) {
        precondition((2...32).contains(bufferCount))
        self.device = device
        self.format = format
        self.coding = coding
        self.bufferCount = bufferCount
        self.input = input
        self.frameRateHertz = frameRateHertz
        self.rowRateHertz = rowRateHertz
        self.ticksPerRow = ticksPerRow
        self.settings = settings
    }
}
