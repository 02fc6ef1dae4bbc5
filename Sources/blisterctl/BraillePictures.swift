import Foundation
import Imaging
import Shading

/// The pictures of one board, one plane per light.
struct BraillePictures {
    let planes: [Plane]
    let lights: LightSet?
    /// What an overlay is drawn on.
    let shown: Image

    /// Reads `paths`, and the lights' file where there is one; every misfit is said in one line.
    init(_ paths: [String], lights file: String?) throws {
        guard let first = paths.first else { throw InputError("no picture; name at least one") }
        lights = try file.map { try LightSet(path: $0) }
        var images: [Image] = []
        for path in paths {
            let image = try Image(path: path)
            if let size = images.first, (size.width, size.height) != (image.width, image.height) {
                throw InputError(
                    "\(path): has \(image.width) x \(image.height) pixels, \(first) has "
                        + "\(size.width) x \(size.height); give pictures of one camera"
                )
            }
            let brightest = image.pixels.max() ?? 0
            guard brightest >= 16 else {
                throw InputError("\(path): is black; check lamp and exposure")
            }
            images.append(image)
        }
        let planes = images.map { image in
            let grey = image.converted(toChannels: 1)
            return Plane(
                width: grey.width,
                height: grey.height,
                values: grey.pixels.map(Float.init)
            )
        }
        if let lights, let file, lights.lights.count != paths.count {
            let count = lights.lights.count
            guard paths.count == 1 else {
                throw InputError(
                    "\(file): has \(count) lights for \(paths.count) pictures; "
                        + "give one picture per light, in the file's order"
                )
            }
            guard planes[0].height % count == 0, planes[0].height / count >= 8 else {
                throw InputError(
                    "\(first): has \(planes[0].height) rows, which \(count) lights cannot take turns "
                        + "in; give one picture per light, or a multiple of \(count) rows"
                )
            }
            self.planes = InterleavedRows.separated(planes[0], lightCount: count)
        } else {
            self.planes = planes
        }
        guard min(self.planes[0].width, self.planes[0].height) >= 8 else {
            throw InputError(
                "\(first): has \(planes[0].width) x \(planes[0].height) pixels; "
                    + "give a picture of at least 8 x 8"
            )
        }
        shown = Self.mean(self.planes)
    }

    /// The mean of all planes, in colour to draw on.
    private static func mean(_ planes: [Plane]) -> Image {
        let share = 1 / Float(planes.count)
        let grey = planes[0].values.indices.map { i in
            UInt8(min(max(planes.reduce(0) { $0 + $1.values[i] } * share, 0), 255))
        }
        return Image(width: planes[0].width, height: planes[0].height, channels: 1, pixels: grey)
            .converted(toChannels: 3)
    }
}

extension Relief {
    /// Heights as a picture: grey is the surface around, white the highest.
    var picture: Image {
        let order = heights.values.sorted()
        let low = order[order.count / 100]
        let high = order[order.count - 1 - order.count / 1000]
        let grey = heights.values.map { value in
            UInt8(min(max((value - low) / max(high - low, 1e-6) * 255, 0), 255))
        }
        return Image(width: heights.width, height: heights.height, channels: 1, pixels: grey)
    }
}
