import Inspection
import Station

/// The acceptance sets whose pictures no model may learn from: those that were named, and the
/// station's.
struct AcceptanceFolders {
    let folders: [String]

    /// Joins `named` and that of the station configuration `config`; of the installed one where nil.
    init(named: [String], config: String?) throws {
        var folders = named
        if let path = config ?? DoctorCommand.installed {
            let station = try StationConfiguration(path: path)
            let recipe = try Recipe(path: station.recipePath)
            if let folder = station.acceptancePath(of: recipe) { folders.append(folder) }
        }
        self.folders = folders
    }
}
