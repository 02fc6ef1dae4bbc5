import ArgumentParser
import Blister
import Inspection
import Linux
import ModelLibraries
import Station
import VisionModels

/// Which model library a command is about, and what its models are held to.
struct LibraryOptions: ParsableArguments {
    @Option(help: "Folder of the model library.") var models: String?
    @Option(help: "Station configuration: names the library, and all that its models must be.")
    var config: String?

    func validate() throws {
        guard (models == nil) != (config == nil) else {
            throw ValidationError("give either --models or --config")
        }
    }

    /// The library, with the station's demands where there is a station.
    func library() throws -> ModelLibrary {
        guard let config else { return try ModelLibrary(folder: models ?? "") }
        let station = try StationConfiguration(path: config)
        guard let folder = station.modelsPath else {
            throw InputError("\(config): has no model library; add models: FOLDER")
        }
        let recipe = try TaughtProduct(recipePath: station.recipePath).recipe
        let demands = try station.modelDemands(
            recipe,
            blisterNanoseconds: nil
        )
        return try ModelLibrary(folder: folder, demands: demands)
    }
}

/// Who answers for a change.
struct OperatorOption: ParsableArguments {
    @Option(help: "Who is answerable; your user name when left out.") var `operator`: String?

    var name: String { `operator` ?? FileFacts.currentUserName }
}
