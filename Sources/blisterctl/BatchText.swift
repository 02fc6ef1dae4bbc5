import ArgumentParser
import Blister
import Foundation
import Inspection
import PackReading
import PocketVision
import Teaching
import VisionModels

/// The batch whose print and Braille a recipe asks for.
struct BatchText: ParsableArguments {
    @Option(help: "The batch, where the recipe asks for print, Braille or a code.") var lot: String?
    @Option(help: "Its expiry, as 2027-03 or 2027-03-31.") var expiry: String?

    /// What judges pictures by the recipe of `product` at `path`: with its networks, and with readers of
    /// the texts that it asks for.
    func inspection(
        _ product: TaughtProduct,
        path: String,
        models: String?
    ) throws -> ReplayInspection {
        let networks = try PocketNetworks(product, recipePath: path) {
            () throws(VisionModelError) in try ClassifierOption.path(models)
        }
        let texts = try texts(product.recipe, path: path, models: models)
        return try ReplayInspection(
            product,
            networks: networks,
            texts: texts?.reading,
            expected: texts?.expected ?? ExpectedTexts()
        )
    }

    /// What reads the texts that `recipe` asks for, and what they must be; nil where it asks for none.
    ///
    /// The expiry need not be plausible: pictures may be old.
    private func texts(
        _ recipe: Recipe,
        path: String,
        models: String?
    ) throws -> (reading: PackTexts, expected: ExpectedTexts)? {
        guard let reading = try PackTexts(recipe, recipePath: path, modelsFolder: folder(models))
        else {
            guard lot == nil, expiry == nil else {
                throw InputError(
                    "\(path): asks for no print, Braille or code; leave out --lot and --expiry, "
                        + "or add print: to the recipe"
                )
            }
            return nil
        }
        do {
            return (reading, try recipe.texts(lot: lot, expiry: expiry, today: nil))
        } catch {
            throw InputError("\(path): \(error)")
        }
    }

    /// `models` where it holds a reader, else the shipped one.
    private func folder(_ models: String?) -> String? {
        guard let models, let path = try? PrintFiles.reader(folder: models),
            FileManager.default.fileExists(atPath: path)
        else { return nil }
        return models
    }
}
