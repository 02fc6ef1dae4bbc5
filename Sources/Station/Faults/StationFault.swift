public import Correction
public import Inspection

/// Why a station cannot start, in one line with file and cure.
public enum StationFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The recipe is for another camera or web.
    case recipe(path: String, misfit: RecipeMisfit)
    /// The calibration is for another camera.
    case calibration(path: String, misfit: CalibrationError)
    /// The source has no trigger rows although the configuration counts on them.
    case noTriggerRows(source: String)
    /// Networks cannot run on this machine.
    case networks(reason: String)
    /// The reference strip reaches beyond what the camera sees, millimetres across the web.
    case referenceStrip(reach: Double, width: Double)
    /// A public key of models cannot be read.
    case modelKey(path: String)

    /// One line.
    public var description: String {
        switch self {
        case .recipe(let path, let misfit): "\(path): the recipe \(misfit)"
        case .calibration(let path, let misfit): "\(path): \(misfit)"
        case .noTriggerRows(let source):
            "\(source): no cycle_rows; set trigger to image, or add them to replay.yaml"
        case .networks(let reason): reason
        case .referenceStrip(let reach, let width):
            "camera_health: the reference strip reaches \(reach) mm, the camera sees "
                + "\((width * 10).rounded() / 10) mm; correct x_mm and width_mm"
        case .modelKey(let path):
            "\(path): is no readable public Ed25519 key; write one with blisterctl model key"
        }
    }
}
