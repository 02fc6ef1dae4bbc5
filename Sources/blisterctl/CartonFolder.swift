import Blister
import Foundation
import Imaging
import Linux
import Louis
import Shading
import Simulation

/// A carton of the twin as files: pictures, lights, truth.
struct CartonFolder {
    let carton: EmbossedCarton
    let text: String

    /// Writes into a new folder, or an empty one.
    func write(to path: String) throws -> String {
        let manager = FileManager.default
        if let inside = try? manager.contentsOfDirectory(atPath: path), !inside.isEmpty {
            throw InputError("\(path): is not empty; name a new folder or empty this one")
        }
        do {
            try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw InputError("\(path): cannot be made; check the path and its permissions")
        }
        let lights = carton.lights.map { LightDirection(x: $0.x, y: $0.y, z: $0.z) }
        guard let set = LightSet(lights) else { throw InputError("lights in a plane; use others") }
        try carton.interleaved().write(path: path + "/rows.png")
        for (k, picture) in carton.pictures().enumerated() {
            try picture.write(path: path + "/light-\(k).png")
        }
        do {
            try AtomicFile.replace(path + "/lights.yaml", with: Array(set.yaml.utf8))
            try AtomicFile.replace(path + "/truth.json", with: Array((truth + "\n").utf8))
        } catch {
            throw InputError("\(path): cannot be written: \(error.reason); check the folder")
        }
        let spoilt = carton.dots.count { $0.kind != .good }
        return "\(path): \(carton.dots.count - spoilt) good dots, \(spoilt) others, "
            + "\(carton.lights.count) lights"
    }

    private var truth: String {
        var out = JSONText()
        out.object { out in
            out.value(text, "text")
            out.value(carton.scenario.millimetresPerPixel, "mm_per_pixel")
            out.array("dots") { out in
                for dot in carton.dots {
                    out.object { out in
                        out.value(dot.line, "line")
                        out.value(dot.column, "column")
                        out.value(dot.dot, "dot")
                        out.value(dot.kind.rawValue, "kind")
                        out.value(dot.heightMillimetres, "height_mm")
                        out.value(dot.x / carton.scenario.millimetresPerPixel - 0.5, "x_px")
                        out.value(dot.y / carton.scenario.millimetresPerPixel - 0.5, "y_px")
                    }
                }
            }
        }
        return out.text
    }
}
