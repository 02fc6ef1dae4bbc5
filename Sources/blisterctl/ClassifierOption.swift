import ModelLibraries
import PocketVision
import VisionModels

/// What `--models` names: a model library, whose live classifier is meant, or a plain folder.
enum ClassifierOption {
    /// The classifier's file; of `folder` nil, the shipped one.
    static func path(_ folder: String?) throws(VisionModelError) -> String {
        if let folder, let library = try? ModelLibrary(folder: folder),
            let ledger = try? library.ledger()
        {
            let role = ModelRole(task: ModelCard.Task.pocket.rawValue, product: nil)
            if let digest = ledger.live(role) { return library.path(of: role, digest: digest) }
        }
        return try ClassifierFile.path(folder: folder)
    }
}
