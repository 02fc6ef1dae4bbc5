public import Documents

/// The lights of one set-up, in the order of the pictures: the contents of `lights.yaml`.
public struct LightSet: Sendable, Equatable {
    /// Most lights of a set-up.
    public static let countMax = 128
    /// Least determinant of the lights' normalised second moments: below it they lie in a plane.
    static let spreadMin = 1e-5

    /// At least 3, not all in one plane with the surface.
    public let lights: [LightDirection]

    /// Wraps `lights`; nil when they are fewer than 3 or lie in one plane.
    public init?(_ lights: [LightDirection]) {
        guard lights.count >= 3, Self.spread(lights) >= Self.spreadMin else { return nil }
        self.lights = lights
    }

    /// Reads `lights.yaml`: `lights: [{x: 0.40, y: 0.48, z: 0.78, intensity: 1}, …]`.
    public init(path: String) throws(DocumentError) {
        let root = try Document.read(path: path)
        let list = try root.mapping(allowed: ["lights"]).required("lights")
        var lights: [LightDirection] = []
        for node in try list.elements() {
            let keys = try node.mapping(allowed: ["x", "y", "z", "intensity"])
            let x = try keys.required("x").number(in: -1e6...1e6)
            let y = try keys.required("y").number(in: -1e6...1e6)
            let z = try keys.required("z").number(in: -1e6...1e6)
            let intensity = try keys.optional("intensity")?.number(in: 1e-6...1e6) ?? 1
            guard z > 0 else {
                throw node.invalid(
                    "the light is not on the camera's side (z \(z))",
                    cure: "give directions towards the light, z towards the camera"
                )
            }
            lights.append(LightDirection(x: x, y: y, z: z, intensity: intensity))
        }
        guard (3...Self.countMax).contains(lights.count) else {
            throw list.invalid(
                "\(lights.count) lights",
                cure: "photometric stereo needs 3 to \(Self.countMax); add lights and pictures"
            )
        }
        guard let set = Self(lights) else {
            throw list.invalid(
                "the lights lie in one plane",
                cure: "place them around the camera, or calibrate again"
            )
        }
        self = set
    }

    /// The file's text.
    public var yaml: String {
        let lines = lights.map { light in
            "  - {x: \(Self.rounded(light.x)), y: \(Self.rounded(light.y)), "
                + "z: \(Self.rounded(light.z)), intensity: \(Self.rounded(light.intensity))}\n"
        }
        return "# Directions towards the light: x right, y up, z to the camera; one per picture.\n"
            + "lights:\n" + lines.joined()
    }

    private static func rounded(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }

    /// Determinant of the mean of l·lᵀ: 1/27 for lights at right angles, 0 in a plane.
    private static func spread(_ lights: [LightDirection]) -> Double {
        var moments = SymmetricMatrix()
        for light in lights { moments.add(light.vector, weight: 1 / Double(lights.count)) }
        return moments.determinant
    }
}
