public import Capture
public import Correction
public import Linux

/// Why a pipeline cannot be set up.
public enum PipelineFault: Error, CustomStringConvertible, Sendable {
    /// The source does not start.
    case capture(CaptureFault)
    /// The calibration does not fit the source.
    case calibration(CalibrationError)
    /// The recipe was taught on another kind of picture.
    case channels(recipe: Int, source: Int)
    /// A thread cannot be started.
    case threads(SystemError)

    /// One line with its cure.
    public var description: String {
        func kind(_ channels: Int) -> String { channels == 1 ? "mono" : "colour" }
        return switch self {
        case .capture(let fault): "\(fault)"
        case .calibration(let error): "\(error)"
        case .channels(let recipe, let source):
            "the recipe is \(kind(recipe)) but the source is \(kind(source)); "
                + "teach a recipe with this camera, or set the camera's format"
        case .threads(let error): "\(error)"
        }
    }
}
