public import Imaging

/// Which way a surface faces at every pixel, and how bright it is by itself.
///
/// Row-major planes of one size. Unit vectors, x to the right, y up, z towards the camera; where
/// nothing was lit, the normal is (0, 0, 1) and the albedo 0. Thread-safe as a value.
public struct NormalField: Sendable, Equatable {
    /// To the right, -1...1.
    public var x: Plane
    /// Up, -1...1.
    public var y: Plane
    /// Towards the camera, 0...1.
    public var z: Plane
    /// Reflected share of the light, in the pictures' own unit.
    public var albedo: Plane

    /// Columns.
    public var width: Int { x.width }
    /// Rows.
    public var height: Int { x.height }

    /// Wraps four planes of one size.
    init(x: Plane, y: Plane, z: Plane, albedo: Plane) {
        self.x = x
        self.y = y
        self.z = z
        self.albedo = albedo
    }

    /// A field that faces the camera everywhere.
    init(width: Int, height: Int) {
        x = Plane(width: width, height: height, filledWith: 0)
        y = x
        z = Plane(width: width, height: height, filledWith: 1)
        albedo = x
    }

    /// The file `.npy`, version 1.0: `<f4`, C order, height × width × 3.
    public var npy: [UInt8] {
        var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(height), \(width), 3), }"
        let unpadded = 10 + header.utf8.count + 1
        header += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
        var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
        bytes += [UInt8(header.utf8.count & 255), UInt8(header.utf8.count >> 8)]
        bytes += Array(header.utf8)
        bytes.reserveCapacity(bytes.count + width * height * 12)
        for i in x.values.indices {
            for value in [x.values[i], y.values[i], z.values[i]] {
                let bits = value.bitPattern
                bytes.append(UInt8(truncatingIfNeeded: bits))
                bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
                bytes.append(UInt8(truncatingIfNeeded: bits >> 16))
                bytes.append(UInt8(truncatingIfNeeded: bits >> 24))
            }
        }
        return bytes
    }

    /// The normals as a picture: red right, green up, blue towards the camera.
    public var picture: Image {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(x.values.count * 3)
        for i in x.values.indices {
            for value in [x.values[i], y.values[i], z.values[i]] {
                pixels.append(UInt8(min(max((value + 1) * 127.5, 0), 255)))
            }
        }
        return Image(width: width, height: height, channels: 3, pixels: pixels)
    }
}
