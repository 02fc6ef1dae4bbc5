public import Documents
internal import Foundation

extension Layout {
    /// Reads `layout.yaml`; every impossible value is named with its line.
    public init(path: String) throws(DocumentError) {
        try self.init(document: try Document.read(path: path))
    }

    /// Reads the layout from a document node (a whole file, or the recipe's `layout` key).
    public init(document: DocumentNode) throws(DocumentError) {
        let top = try document.mapping(allowed: ["blister", "pockets", "print", "braille", "code"])
        let blister = try top.required("blister").mapping(
            allowed: ["width_mm", "length_mm", "lanes", "lane_pitch_mm", "pitch_mm"]
        )
        let millimetres = 1.0...2000.0
        width = try blister.required("width_mm").number(in: millimetres)
        length = try blister.required("length_mm").number(in: millimetres)
        lanes = try blister.optional("lanes")?.integer(in: 1...32) ?? 1
        if let pitchNode = blister.optional("lane_pitch_mm") {
            lanePitch = try pitchNode.number(in: millimetres)
            if lanes > 1 && lanePitch < width {
                throw pitchNode.invalid(
                    "lanes of \(width) mm overlap at a pitch of \(lanePitch) mm",
                    cure: "make lane_pitch_mm at least width_mm"
                )
            }
        } else if lanes > 1 {
            throw blister.node.error(.missingKey("lane_pitch_mm"))
        } else {
            lanePitch = width
        }
        if let pitchNode = blister.optional("pitch_mm") {
            pitch = try pitchNode.number(in: millimetres)
            if pitch < length {
                throw pitchNode.invalid(
                    "blisters of \(length) mm overlap at a pitch of \(pitch) mm",
                    cure: "make pitch_mm at least length_mm"
                )
            }
        } else {
            pitch = length
        }
        pockets = []
        let pocketNodes = try top.required("pockets").elements()
        guard !pocketNodes.isEmpty, pocketNodes.count <= 200 else {
            throw try top.required("pockets").invalid(
                "a blister has 1 to 200 pockets",
                cure: "list them"
            )
        }
        for node in pocketNodes {
            let pocket = try Pocket(document: node)
            let half = pocket.halfExtent
            guard pocket.centre.x - half.x >= 0, pocket.centre.x + half.x <= width,
                pocket.centre.y - half.y >= 0, pocket.centre.y + half.y <= length
            else {
                throw node.invalid(
                    "the pocket reaches over the blister's edge",
                    cure: "correct its place or size"
                )
            }
            pockets.append(pocket)
        }
        print = try top.optional("print").map { node throws(DocumentError) in
            try Region(document: node, width: width, length: length)
        }
        braille = try top.optional("braille").map { node throws(DocumentError) in
            try Region(document: node, width: width, length: length)
        }
        code = try top.optional("code").map { node throws(DocumentError) in
            try Region(document: node, width: width, length: length)
        }
    }

    /// Millimetres or degrees as a file holds them: to a thousandth.
    private static func filed(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

    /// The layout as its file holds it, so that what is measured by it is measured alike after reading.
    public var filed: Layout {
        var made = self
        made.width = Self.filed(width)
        made.length = Self.filed(length)
        made.lanePitch = Self.filed(lanePitch)
        made.pitch = Self.filed(pitch)
        made.pockets = pockets.map { pocket in
            var pocket = pocket
            pocket.centre = Point(x: Self.filed(pocket.centre.x), y: Self.filed(pocket.centre.y))
            switch pocket.shape {
            case .circle(let diameter):
                pocket.shape = .circle(diameterMillimetres: Self.filed(diameter))
            case .oblong(let length, let width, let angle):
                pocket.shape = .oblong(
                    lengthMillimetres: Self.filed(length),
                    widthMillimetres: Self.filed(width),
                    angleDegrees: Self.filed(angle)
                )
            }
            return pocket
        }
        return made
    }

    /// The layout as YAML in the contract's form, without a leading key, indented by `indent` spaces.
    public func yaml(indent: Int = 0) -> String {
        func number(_ value: Double) -> String {
            String(format: "%.10g", Self.filed(value))
        }
        var lines = [
            "blister: {width_mm: \(number(width)), length_mm: \(number(length)), lanes: \(lanes), "
                + "lane_pitch_mm: \(number(lanePitch)), pitch_mm: \(number(pitch))}",
            "pockets:",
        ]
        for pocket in pockets {
            let place = "x_mm: \(number(pocket.centre.x)), y_mm: \(number(pocket.centre.y))"
            switch pocket.shape {
            case .circle(let diameter):
                lines.append("  - {\(place), shape: circle, diameter_mm: \(number(diameter))}")
            case .oblong(let length, let width, let angle):
                lines.append(
                    "  - {\(place), shape: oblong, length_mm: \(number(length)), "
                        + "width_mm: \(number(width)), angle_deg: \(number(angle))}"
                )
            }
        }
        for (name, region) in [("print", print), ("braille", braille), ("code", code)] {
            guard let region else { continue }
            lines.append(
                "\(name): {x_mm: \(number(region.x)), y_mm: \(number(region.y)), "
                    + "width_mm: \(number(region.width)), height_mm: \(number(region.height))}"
            )
        }
        let padding = String(repeating: " ", count: indent)
        return lines.map { padding + $0 + "\n" }.joined()
    }
}

extension Pocket {
    init(document: DocumentNode) throws(DocumentError) {
        let fields = try document.mapping(
            allowed: ["x_mm", "y_mm", "shape", "diameter_mm", "length_mm", "width_mm", "angle_deg"]
        )
        let place = 0.0...2000.0
        let size = 1.0...500.0
        centre = Point(
            x: try fields.required("x_mm").number(in: place),
            y: try fields.required("y_mm").number(in: place)
        )
        let name = try fields.required("shape")
        switch try name.text() {
        case "circle":
            for key in ["length_mm", "width_mm", "angle_deg"] {
                if let extra = fields.optional(key) {
                    throw extra.invalid("a circle has no \(key)", cure: "give diameter_mm only")
                }
            }
            shape = .circle(
                diameterMillimetres: try fields.required("diameter_mm").number(in: size)
            )
        case "oblong":
            if let extra = fields.optional("diameter_mm") {
                throw extra.invalid(
                    "an oblong has no diameter_mm",
                    cure: "give length_mm and width_mm"
                )
            }
            let length = try fields.required("length_mm").number(in: size)
            let width = try fields.required("width_mm").number(in: size)
            guard length >= width else {
                throw try fields.required("length_mm").invalid(
                    "length is less than width",
                    cure: "swap them and turn angle_deg by 90"
                )
            }
            shape = .oblong(
                lengthMillimetres: length,
                widthMillimetres: width,
                angleDegrees: try fields.optional("angle_deg")?.number(in: -360...360) ?? 0
            )
        case let other:
            throw name.error(.outOfRange(value: "'\(other)'", allowed: "one of: circle, oblong"))
        }
    }
}

extension Region {
    init(document: DocumentNode, width blisterWidth: Double, length: Double) throws(DocumentError) {
        let fields = try document.mapping(allowed: ["x_mm", "y_mm", "width_mm", "height_mm"])
        let place = 0.0...2000.0
        x = try fields.required("x_mm").number(in: place)
        y = try fields.required("y_mm").number(in: place)
        width = try fields.required("width_mm").number(in: 0.1...2000)
        height = try fields.required("height_mm").number(in: 0.1...2000)
        guard x + width <= blisterWidth, y + height <= length else {
            throw document.invalid("the region reaches over the blister's edge", cure: "correct it")
        }
    }
}
