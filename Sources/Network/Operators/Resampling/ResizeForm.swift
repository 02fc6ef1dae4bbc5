import Graphs

/// The attributes of a Resize, with what earlier versions imply.
struct ResizeForm {
    /// What is made of the neighbouring places.
    enum Mode: String {
        case nearest
        case linear
        case cubic
    }

    /// How places of the output become coordinates of the input.
    enum Coordinates: String {
        case asymmetric
        case alignCorners = "align_corners"
        case halfPixel = "half_pixel"
        case halfPixelForNearest = "tf_half_pixel_for_nn"
        case halfPixelSymmetric = "half_pixel_symmetric"
        case pytorchHalfPixel = "pytorch_half_pixel"
        case cropAndResize = "tf_crop_and_resize"
    }

    /// How a coordinate becomes the nearest place.
    enum Rounding: String {
        case preferFloor = "round_prefer_floor"
        case preferCeil = "round_prefer_ceil"
        case floor
        case ceil
        /// Before opset 11: down, or up where the output is smaller.
        case simple
    }

    /// What happens to the proportions of the axes.
    enum Policy: String {
        case stretch
        case notLarger = "not_larger"
        case notSmaller = "not_smaller"
    }

    /// What is made of the neighbouring places.
    let mode: Mode
    /// How places of the output become coordinates of the input.
    let coordinates: Coordinates
    /// How a coordinate becomes the nearest place.
    let rounding: Rounding
    /// What happens to the proportions of the axes.
    let policy: Policy
    /// Parameter of the cubic spline.
    let cubic: Double
    /// Whether places beside the input have no weight.
    let excludesOutside: Bool
    /// Whether neighbours widen where the output is smaller.
    let isSmoothed: Bool
    /// What stands beside the input in crop-and-resize.
    let extrapolation: Double

    /// Reads the attributes of a Resize from opset 10 on, or of an Upsample.
    init(_ node: Node) throws(ModelError) {
        let isOld = node.opset < 11 || node.operation == "Upsample"
        let stated = try node.string("mode") ?? "nearest"
        mode = try Self.value("mode", stated == "bilinear" ? "linear" : stated, node)
        coordinates = try Self.value(
            "coordinate_transformation_mode",
            isOld ? "asymmetric" : node.string("coordinate_transformation_mode") ?? "half_pixel",
            node
        )
        rounding = try Self.value(
            "nearest_mode",
            isOld ? "simple" : node.string("nearest_mode") ?? "round_prefer_floor",
            node
        )
        policy = try Self.value(
            "keep_aspect_ratio_policy",
            node.string("keep_aspect_ratio_policy") ?? "stretch",
            node
        )
        cubic = Double(try node.float("cubic_coeff_a") ?? -0.75)
        excludesOutside = try node.int("exclude_outside") ?? 0 != 0
        isSmoothed = try node.int("antialias") ?? 0 != 0
        extrapolation = Double(try node.float("extrapolation_value") ?? 0)
        guard !isSmoothed || mode != .nearest else {
            throw node.error(.attribute("antialias is set in mode nearest"))
        }
    }

    private static func value<Value: RawRepresentable<String>>(
        _ name: String,
        _ text: String,
        _ node: Node
    ) throws(ModelError) -> Value {
        guard let value = Value(rawValue: text) else {
            throw node.error(.attribute("\(name) is \(text)"))
        }
        return value
    }
}
