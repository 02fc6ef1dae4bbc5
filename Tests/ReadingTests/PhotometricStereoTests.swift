import Imaging
import Shading
import Testing

/// Spheres whose normals are known, under lights that are.
struct PhotometricStereoTests {
    private static let side = 96
    private static let sphere = Sphere(x: 48, y: 48, radius: 40)

    private static func lights(_ count: Int) -> [LightDirection] {
        (0..<count).map { k in
            let turn = Double(k) / Double(count) * 2 * Double.pi
            let slant = k % 2 == 0 ? 0.45 : 0.75
            return LightDirection(
                x: slant * cosine(turn),
                y: slant * cosine(turn - Double.pi / 2),
                z: (1 - slant * slant).squareRoot()
            )
        }
    }

    private static func cosine(_ angle: Double) -> Double {
        var (sum, term) = (0.0, 1.0)
        for k in 0..<20 {
            sum += term
            term *= -angle * angle / Double((2 * k + 1) * (2 * k + 2))
        }
        return sum
    }

    /// Lambert with a highlight, an ambient share and the lights' strengths.
    private static func picture(_ light: LightDirection, shine: Double, ambient: Double) -> Plane {
        var plane = Plane(width: side, height: side, filledWith: 0)
        for y in 0..<side {
            for x in 0..<side {
                guard let normal = sphere.normal(x: Double(x) + 0.5, y: Double(y) + 0.5) else {
                    continue
                }
                let cosine = max((normal * light.vector).sum(), 0)
                let mirrored = 2 * normal.z * (normal * light.vector).sum() - light.z
                var gloss = max(mirrored, 0)
                for _ in 0..<5 { gloss *= gloss }
                let level = 180 * (light.intensity * cosine + ambient) + shine * gloss
                plane[x, y] = Float(min(level.rounded(), 255))
            }
        }
        return plane
    }

    private static func meanError(_ field: NormalField) -> Double {
        var (sum, count) = (0.0, 0.0)
        for y in 0..<side {
            for x in 0..<side {
                guard let normal = sphere.normal(x: Double(x) + 0.5, y: Double(y) + 0.5),
                    normal.z > 0.2
                else { continue }
                let found = SIMD3(
                    Double(field.x[x, y]),
                    Double(field.y[x, y]),
                    Double(field.z[x, y])
                )
                let apart = found - normal
                // The chord is the angle, near enough.
                sum += (apart * apart).sum().squareRoot() * 180 / Double.pi
                count += 1
            }
        }
        return sum / count
    }

    @Test(arguments: [3, 4, 6, 12])
    func `a dull sphere gives its normals`(count: Int) throws {
        let lights = Self.lights(count)
        let set = try #require(LightSet(lights))
        let field = PhotometricStereo(set).normals(
            lights.map { Self.picture($0, shine: 0, ambient: 0) }
        )
        // With three or four, one light in its own shadow leaves too few to tell.
        let error = Self.meanError(field)
        #expect(error < (count < 6 ? 6 : 3.5), "\(error) degrees")
    }

    @Test func `highlights, uneven strengths and ambient light are seen through`() throws {
        let strengths = [1.0, 1.2, 0.85, 1.1, 0.9, 1.05, 1.15, 0.8, 1.0, 0.95, 1.1, 0.9]
        let real = zip(Self.lights(12), strengths).map { light, strength in
            LightDirection(x: light.x, y: light.y, z: light.z, intensity: strength)
        }
        let set = try #require(LightSet(Self.lights(12)))
        let field = PhotometricStereo(set).normals(
            real.map { Self.picture($0, shine: 120, ambient: 0.05) }
        )
        #expect(Self.meanError(field) < 3.5)
    }

    @Test func `a white sphere gives the directions of its lights`() throws {
        let lights = Self.lights(6)
        let pictures = lights.map { Self.picture($0, shine: 0, ambient: 0) }
        let found = try #require(Sphere(foundIn: pictures, of: .white))
        #expect(abs(found.x - 48) < 1 && abs(found.y - 48) < 1 && abs(found.radius - 40) < 1.5)
        let set = try SphereCalibration.lights(pictures, of: Self.sphere, surface: .white)
        for (light, truth) in zip(set.lights, lights) {
            #expect((light.vector * truth.vector).sum() > 0.999)
        }
    }

    @Test func `lights in a plane are no set`() {
        let flat = (0..<4).map { LightDirection(x: Double($0), y: 0, z: 2) }
        #expect(LightSet(flat) == nil)
        #expect(LightSet(Array(Self.lights(4).prefix(2))) == nil)
    }

    @Test func `a NumPy file has the header, the shape and the bytes`() throws {
        let set = try #require(LightSet(Self.lights(3)))
        let field = PhotometricStereo(set).normals(
            (0..<3).map { _ in Plane(width: 5, height: 2, filledWith: 90) }
        )
        let bytes = field.npy
        #expect(Array(bytes.prefix(8)) == [0x93, 78, 85, 77, 80, 89, 1, 0])
        let headerLength = Int(bytes[8]) + Int(bytes[9]) * 256
        #expect((10 + headerLength) % 64 == 0)
        #expect(bytes.count == 10 + headerLength + 5 * 2 * 3 * 4)
        let header = String(decoding: bytes[10..<(10 + headerLength)], as: UTF8.self)
        #expect(header.contains("(2, 5, 3)"))
    }

    @Test func `rows that lights take turns in are moved onto each other`() {
        var rows = Plane(width: 4, height: 64, filledWith: 0)
        for y in 0..<64 { for x in 0..<4 { rows[x, y] = Float(y) * 3 } }
        let pictures = InterleavedRows.separated(rows, lightCount: 4)
        for picture in pictures {
            for y in 3..<13 { #expect(abs(picture[1, y] - Float(y * 12)) < 0.01) }
        }
    }

    @Test func `integration gives back the surface`() {
        var across = Plane(width: 40, height: 30, filledWith: 0)
        var along = across
        for y in 0..<30 {
            for x in 0..<40 {
                across[x, y] = 2 * Float(x - 20) * 0.01
                along[x, y] = 0.05
            }
        }
        var field = NormalFieldMaker.field(across, along)
        field.albedo = Plane(width: 40, height: 30, filledWith: 1)
        let relief = Relief(field, blockSide: 1, flatteningRadius: 0)
        let rise = relief.heights[35, 10] - relief.heights[20, 10]
        #expect(abs(rise - 0.01 * 15 * 15) < 0.01)
        #expect(abs(relief.heights[20, 20] - relief.heights[20, 10] - 0.5) < 0.01)
    }
}

/// Normals of given slopes, by way of the pictures that three lights make of them.
enum NormalFieldMaker {
    static func field(_ across: Plane, _ along: Plane) -> NormalField {
        let lights = [
            LightDirection(x: 1, y: 0, z: 1), LightDirection(x: -1, y: 0.5, z: 1),
            LightDirection(x: 0, y: -1, z: 1),
        ]
        let pictures = lights.map { light in
            var picture = across
            for i in picture.values.indices {
                let normal = SIMD3(-Double(across.values[i]), Double(along.values[i]), 1)
                let length = (normal * normal).sum().squareRoot()
                picture.values[i] = Float(200 * (normal * light.vector).sum() / length)
            }
            return picture
        }
        guard let set = LightSet(lights) else { preconditionFailure("three lights apart") }
        return PhotometricStereo(set).normals(pictures)
    }
}
