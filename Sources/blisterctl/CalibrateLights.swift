import ArgumentParser
import Foundation
import Imaging
import Linux
import Shading

extension CalibrateCommand {
    /// `blisterctl calibrate lights`: directions of lights from pictures of a sphere.
    struct Lights: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Directions of lights, from one picture of a sphere under each.",
            discussion: """
                A chrome sphere shows each light as a highlight; a dull white one by its shading, \
                which gives intensities too. The sphere is found in the pictures, or given by --circle. \
                Pictures in the order in which the board is photographed.
                """
        )

        @Argument(help: "One picture per light.") var pictures: [String]
        @Option(help: "The file to write, lights.yaml.") var out: String
        @Option(help: "What the sphere is: chrome or white.") var sphere = "chrome"
        @Option(help: "Centre and radius in pixels: x,y,r; found when absent.") var circle: String?

        func run() throws {
            guard let surface = SphereCalibration.Surface(rawValue: sphere) else {
                throw InputError("--sphere '\(sphere)' is unknown; use chrome or white")
            }
            let planes = try BraillePictures(pictures, lights: nil).planes
            guard planes.count >= 3 else {
                throw InputError("\(out): \(planes.count) lights; give pictures of at least 3")
            }
            let ball = try place(of: surface, in: planes)
            let set: LightSet
            do {
                set = try SphereCalibration.lights(planes, of: ball, surface: surface)
            } catch {
                throw InputError(sentence(error))
            }
            do {
                try AtomicFile.replace(out, with: Array(set.yaml.utf8))
            } catch {
                throw InputError("\(out): cannot be written: \(error.reason); check the folder")
            }
            print(
                "\(out): \(set.lights.count) lights from a \(sphere) sphere at "
                    + String(format: "%.1f, %.1f, radius %.1f pixels", ball.x, ball.y, ball.radius)
            )
        }

        private func place(
            of surface: SphereCalibration.Surface,
            in planes: [Plane]
        ) throws -> Sphere {
            guard let circle else {
                guard let found = Sphere(foundIn: planes, of: surface) else {
                    throw InputError("\(pictures[0]): no sphere is found; give --circle x,y,r")
                }
                return found
            }
            let numbers = circle.split(separator: ",").compactMap { Double($0) }
            guard numbers.count == 3, numbers[2] > 0, numbers.allSatisfy(\.isFinite) else {
                throw InputError("--circle '\(circle)' is no circle; use x,y,r in pixels")
            }
            return Sphere(x: numbers[0], y: numbers[1], radius: numbers[2])
        }

        private func sentence(_ fault: SphereCalibration.Fault) -> String {
            switch fault {
            case .noHighlight(let k):
                "\(pictures[k]): no highlight on the sphere; check the light, or use --sphere white"
            case .unlit(let k):
                "\(pictures[k]): too little of the sphere is lit; check light and exposure"
            case .behind(let k):
                "\(pictures[k]): the light is behind the sphere; check --circle and the order"
            case .flat: "\(out): the lights lie in one plane; place them around the camera"
            }
        }
    }
}
