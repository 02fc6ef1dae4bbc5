internal import Capture

/// Pixel format of a camera, by the four characters of the kernel's documentation.
///
/// Source: `linux/videodev2.h`.
public enum CameraFormat: String, Sendable, CaseIterable {
    case grey = "GREY"
    case y10 = "Y10"
    case y12 = "Y12"
    case y16 = "Y16"
    case rgb = "RGB3"
    case bgr = "BGR3"
    case yuyv = "YUYV"
    case uyvy = "UYVY"
    case motionJPEG = "MJPG"
    /// Bayer and vendor formats: libv4lconvert makes RGB of whatever the camera has.
    case converted = "ANY"

    var coding: CameraCoding {
        switch self {
        case .grey: .grey
        case .y10: .y10
        case .y12: .y12
        case .y16: .y16
        case .rgb: .rgb24
        case .bgr: .bgr24
        case .yuyv: .yuyv
        case .uyvy: .uyvy
        case .motionJPEG: .mjpeg
        case .converted: .converted
        }
    }
}
