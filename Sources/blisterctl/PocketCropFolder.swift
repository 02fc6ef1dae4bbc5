import Blister
import Foundation
import Imaging
import Inspection
import Judging
import PocketVision

/// Pictures of single pockets, one folder for each class that inspection finds: a person moves what
/// it got wrong, and `train` and `model acceptance` take the folders as they are.
struct PocketCropFolder {
    private static let side = 128
    private let folder: URL
    private let crops: PocketCrops

    /// Prepares for pockets of `recipe`; folders are made when they are needed.
    init(_ folder: String, _ recipe: Recipe) {
        self.folder = URL(filePath: folder)
        crops = PocketCrops(
            layout: recipe.layout,
            millimetresPerPixel: recipe.millimetresPerPixel,
            width: Self.side,
            height: Self.side
        )
    }

    /// Writes every pocket of `judged` as `CLASS/NAME-pN.png`; `name` is the blister's.
    ///
    /// What was not seen or not aligned has no pockets.
    func write(_ judged: JudgedBlister, name: String) throws {
        guard let image = judged.registered?.image else { return }
        let light = [Float](repeating: 1, count: image.channels)
        for (pocket, crop) in zip(judged.result.pockets, crops.crops(of: image, light: light)) {
            let place = folder.appending(path: pocket.classification)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try crop.write(path: place.appending(path: "\(name)-p\(pocket.index).png").path())
        }
    }
}
