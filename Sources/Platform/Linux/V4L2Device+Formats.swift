internal import CLinux
internal import Glibc

/// One pixel format that a camera offers.
public struct CameraFormatOffer: Sendable, Equatable, CustomStringConvertible {
    /// How pixels are coded.
    public let code: PixelCode
    /// The driver's own words.
    public let name: String
    /// libv4l2 converts to it in software.
    public let isEmulated: Bool
    /// Sizes, such as `1024x256` or `48x48-4096x4096`; empty when the driver lists none.
    public let sizes: [String]

    /// One line for people.
    public var description: String {
        let list = sizes.isEmpty ? "" : " \(sizes.joined(separator: " "))"
        return "\(code)\(isEmulated ? " (converted)" : "")\(list)"
    }
}

extension V4L2Device {
    /// The format that is set now.
    public func frameFormat() throws(SystemError) -> CameraFrameFormat {
        var raw = unsafe v4l2_format()
        unsafe raw.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        try unsafe control(clinux_vidioc_g_fmt, &raw, call: "VIDIOC_G_FMT")
        return try unsafe CameraFrameFormat.fromUAPI(raw, subject: path)
    }

    /// Asks for a format; returns what the driver gave, which may differ.
    public func setFrameFormat(
        code: PixelCode,
        width: Int,
        height: Int
    ) throws(SystemError) -> CameraFrameFormat {
        var raw = unsafe CameraFrameFormat.toUAPI(code: code, width: width, height: height)
        try unsafe control(clinux_vidioc_s_fmt, &raw, call: "VIDIOC_S_FMT")
        return try unsafe CameraFrameFormat.fromUAPI(raw, subject: path)
    }

    /// Chooses one of several inputs of the device.
    public func setInput(_ index: Int) throws(SystemError) {
        var raw = Int32(clamping: index)
        try control(clinux_vidioc_s_input, &raw, call: "VIDIOC_S_INPUT")
    }

    /// Asks for a frame rate; drivers take the nearest they can, or ignore it.
    public func setFrameRate(hertz: Double) throws(SystemError) {
        precondition(hertz > 0 && hertz.isFinite)
        var raw = v4l2_streamparm()
        raw.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        unsafe raw.parm.capture.timeperframe.numerator = 1000
        unsafe raw.parm.capture.timeperframe.denominator =
            UInt32(max(1, min(4e9, (hertz * 1000).rounded())))
        try control(clinux_vidioc_s_parm, &raw, call: "VIDIOC_S_PARM")
    }

    /// Everything the camera offers, in the driver's order; at most 64 formats of 16 sizes.
    public func offers() -> [CameraFormatOffer] {
        var offers: [CameraFormatOffer] = []
        for index in 0..<UInt32(64) {
            var raw = v4l2_fmtdesc()
            raw.index = index
            raw.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
            guard (try? control(clinux_vidioc_enum_fmt, &raw, call: "VIDIOC_ENUM_FMT")) != nil
            else {
                break
            }
            offers.append(
                CameraFormatOffer(
                    code: PixelCode(rawValue: raw.pixelformat),
                    name: text(raw.description),
                    isEmulated: raw.flags & UInt32(V4L2_FMT_FLAG_EMULATED) != 0,
                    sizes: sizes(of: raw.pixelformat)
                )
            )
        }
        return offers
    }

    private func sizes(of code: UInt32) -> [String] {
        var sizes: [String] = []
        for index in 0..<UInt32(16) {
            var raw = v4l2_frmsizeenum()
            raw.index = index
            raw.pixel_format = code
            let call = "VIDIOC_ENUM_FRAMESIZES"
            guard (try? control(clinux_vidioc_enum_framesizes, &raw, call: call)) != nil else {
                break
            }
            guard raw.type != V4L2_FRMSIZE_TYPE_DISCRETE.rawValue else {
                let size = raw.discrete
                sizes.append("\(size.width)x\(size.height)")
                continue
            }
            let range = raw.stepwise
            sizes.append(
                "\(range.min_width)x\(range.min_height)-\(range.max_width)x\(range.max_height)"
            )
            break
        }
        return sizes
    }
}
