import Imaging
import Shading
import Simulation
import Testing

extension EmbossedCarton {
    /// The carton as the line sees it: one picture under each light, and the lights.
    func pictures() throws -> (planes: [Plane], lights: LightSet) {
        let picture = interleaved()
        let rows = Plane(
            width: picture.width,
            height: picture.height,
            values: picture.pixels.map(Float.init)
        )
        let directions = lights.map { LightDirection(x: $0.x, y: $0.y, z: $0.z) }
        let set = try #require(LightSet(directions))
        return (InterleavedRows.separated(rows, lightCount: directions.count), set)
    }
}
