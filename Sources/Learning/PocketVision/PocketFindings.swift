internal import Inspection

/// What the networks found in some neighbouring pockets of a blister.
struct PocketFindings: Sendable {
    /// One for each of the pockets.
    var pockets: [PocketOpinion]
    /// Why networks could not be asked; empty where all went well.
    var faults: [String]
}
