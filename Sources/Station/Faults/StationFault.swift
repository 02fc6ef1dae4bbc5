/// Why a station cannot start, in one line with the cure.
public enum StationFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The recipe knows pictures of single blisters only.
    case recipeFromStills
    /// The source has no trigger rows although the configuration counts on them.
    case noTriggerRows(source: String)
    /// The sizes of recipe and camera do not fit.
    case scale(recipe: Double, camera: Double)

    /// One line.
    public var description: String {
        switch self {
        case .recipeFromStills:
            "the recipe was taught from still pictures and does not know the web; "
                + "teach it with --replay"
        case .noTriggerRows(let source):
            "\(source): no cycle_rows; set trigger to image, or add them to replay.yaml"
        case .scale(let recipe, let camera):
            "the recipe was taught at \(recipe) mm per column and the camera has \(camera); "
                + "correct mm_per_column, or teach with this camera"
        }
    }
}
