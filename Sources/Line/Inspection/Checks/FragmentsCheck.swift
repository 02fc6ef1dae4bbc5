internal import Imaging

/// Largest connected patch in the pocket beside the product that looks like product or like
/// nothing taught, in square millimetres.
struct FragmentsCheck: PocketCheck {
    let name = PocketCheckName.fragments
    /// Distance kept from the pocket's wall, where reflections move.
    static let wallMillimetres: Float = 0.3

    func read(_ scene: PocketScene) -> Reading {
        let near = scene.mask.dilated().dilated()
        var places = scene.remainder
        for place in places.cells.indices {
            let isInside = scene.window.distance[place] < -Self.wallMillimetres
            let isStrange = scene.remainder.cells[place] != 0 || scene.isOdd[place] != 0
            places.cells[place] = isInside && isStrange && near.cells[place] == 0 ? 1 : 0
        }
        let regions = places.labelled().regions
        guard let largest = regions.max(by: { $0.count < $1.count }) else { return Reading(0) }
        return Reading(
            Double(largest.count) * scene.millimetres * scene.millimetres,
            at: scene.point(
                Double(largest.sumX) / Double(largest.count),
                Double(largest.sumY) / Double(largest.count)
            )
        )
    }
}
