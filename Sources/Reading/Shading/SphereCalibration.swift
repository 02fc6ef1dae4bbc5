public import Imaging

/// Directions of lights from pictures of a sphere, one picture per light.
public enum SphereCalibration {
    /// What a sphere is made of.
    public enum Surface: String, Sendable, CaseIterable {
        /// A mirror: the highlight says where the light is.
        case chrome
        /// Dull and even: the shading does.
        case white
    }

    /// Why a picture gives no direction.
    public enum Fault: Error, Equatable, Sendable {
        /// Nothing bright on the sphere of this picture.
        case noHighlight(picture: Int)
        /// Too little of the sphere is lit in this picture.
        case unlit(picture: Int)
        /// The light of this picture comes from behind the sphere.
        case behind(picture: Int)
        /// All directions lie in one plane, or there are fewer than 3.
        case flat
    }

    /// The lights of `pictures` of `sphere`, whose surface is `surface`.
    public static func lights(
        _ pictures: [Plane],
        of sphere: Sphere,
        surface: Surface
    ) throws(Fault) -> LightSet {
        var found: [(direction: SIMD3<Double>, strength: Double)] = []
        for (index, picture) in pictures.enumerated() {
            switch surface {
            case .chrome: found.append((try highlight(picture, sphere, index), 1))
            case .white:
                let vector = try shading(picture, sphere, index)
                let strength = (vector * vector).sum().squareRoot()
                found.append((vector / strength, strength))
            }
        }
        guard !found.isEmpty else { throw .flat }
        let mean = found.reduce(0) { $0 + $1.strength } / Double(found.count)
        var lights: [LightDirection] = []
        for (index, light) in found.enumerated() {
            guard light.direction.z > 0.02 else { throw .behind(picture: index) }
            let direction = light.direction
            lights.append(
                LightDirection(
                    x: direction.x,
                    y: direction.y,
                    z: direction.z,
                    intensity: light.strength / mean
                )
            )
        }
        guard let set = LightSet(lights) else { throw .flat }
        return set
    }

    /// Towards the light that a mirror shows: the line of sight, mirrored at the highlight's normal.
    private static func highlight(
        _ picture: Plane,
        _ sphere: Sphere,
        _ index: Int
    ) throws(Fault) -> SIMD3<Double> {
        var brightest: Float = 0
        each(picture, sphere) { i, _ in brightest = max(brightest, picture.values[i]) }
        guard brightest >= 64 else { throw .noHighlight(picture: index) }
        // The largest patch near the greatest brightness: a mirror also shows the room.
        var sums: [Int: (x: Double, y: Double, weight: Double)] = [:]
        var seen = Set<Int>()
        var starts: [Int] = []
        let limit = 0.85 * brightest
        each(picture, sphere) { i, _ in if picture.values[i] >= limit { starts.append(i) } }
        for start in starts where seen.insert(start).inserted {
            var open = [start]
            var sum = (x: 0.0, y: 0.0, weight: 0.0)
            while let i = open.popLast() {
                let weight = Double(picture.values[i])
                let (x, y) = (i % picture.width, i / picture.width)
                sum.x += weight * (Double(x) + 0.5)
                sum.y += weight * (Double(y) + 0.5)
                sum.weight += weight
                for (u, v) in [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)]
                where u >= 0 && v >= 0 && u < picture.width && v < picture.height {
                    let next = v * picture.width + u
                    let normal = sphere.normal(x: Double(u) + 0.5, y: Double(v) + 0.5)
                    if normal != nil, picture.values[next] >= limit, seen.insert(next).inserted {
                        open.append(next)
                    }
                }
            }
            sums[start] = sum
        }
        let patches = starts.compactMap { sums[$0] }
        guard let patch = patches.max(by: { $0.weight < $1.weight }),
            let normal = sphere.normal(x: patch.x / patch.weight, y: patch.y / patch.weight)
        else { throw .noHighlight(picture: index) }
        return normal * (2 * normal.z) - SIMD3(0, 0, 1)
    }

    /// Strength times direction, by least squares over the lit part of a dull sphere.
    private static func shading(
        _ picture: Plane,
        _ sphere: Sphere,
        _ index: Int
    ) throws(Fault) -> SIMD3<Double> {
        var brightest: Float = 0
        each(picture, sphere) { i, _ in brightest = max(brightest, picture.values[i]) }
        guard brightest >= 16 else { throw .unlit(picture: index) }
        var solution: SIMD3<Double>?
        for _ in 0..<6 {
            var matrix = SymmetricMatrix()
            var right = SIMD3<Double>.zero
            var count = 0
            each(picture, sphere) { i, normal in
                let level = Double(picture.values[i])
                guard level > 0.15 * Double(brightest), level < 253, normal.z > 0.15 else { return }
                var weight = 1.0
                if let solution {
                    let residual = (level - (solution * normal).sum()).magnitude
                    weight = 1 / max(residual, 0.02 * Double(brightest))
                }
                matrix.add(normal, weight: weight)
                right += normal * (weight * level)
                count += 1
            }
            guard count >= 32, let next = matrix.solved(right) else {
                throw .unlit(picture: index)
            }
            solution = next
        }
        guard let solution else { throw .unlit(picture: index) }
        return solution
    }

    /// Calls `body` with every pixel on the sphere and the normal there.
    private static func each(
        _ picture: Plane,
        _ sphere: Sphere,
        _ body: (Int, SIMD3<Double>) -> Void
    ) {
        let rows =
            Int(
                max(0, sphere.y - sphere.radius)
            )...Int(
                min(Double(picture.height - 1), max(0, sphere.y + sphere.radius))
            )
        let left = Int(max(0, sphere.x - sphere.radius))
        let right = Int(min(Double(picture.width - 1), max(0, sphere.x + sphere.radius)))
        guard left <= right else { return }
        for y in rows {
            for x in left...right {
                guard let normal = sphere.normal(x: Double(x) + 0.5, y: Double(y) + 0.5) else {
                    continue
                }
                body(y * picture.width + x, normal)
            }
        }
    }
}
