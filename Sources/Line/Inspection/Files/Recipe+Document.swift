internal import Blister
public import Documents

extension Recipe {
    /// Version of the recipe format that this build reads and writes.
    public static let formatVersion = 1

    /// Reads a recipe; every unknown key and impossible value is named with its line.
    public init(path: String) throws(DocumentError) {
        try self.init(document: try Document.read(path: path))
    }

    /// Reads a recipe from a parsed document.
    public init(document: DocumentNode) throws(DocumentError) {
        let top = try document.mapping(allowed: [
            "recipe", "product", "mm_per_pixel", "channels", "false_reject_target", "model",
            "acceptance", "layout", "web", "stills", "print", "braille", "code",
            "challenge", "trends", "limits",
        ])
        _ = try top.required("recipe").integer(in: Self.formatVersion...Self.formatVersion)
        product = try top.required("product").text()
        millimetresPerPixel = try top.required("mm_per_pixel").number(in: 0.01...1)
        let channelsNode = try top.required("channels")
        channels = try channelsNode.integer(in: 1...3)
        guard channels != 2 else {
            throw channelsNode.invalid("no camera has 2 channels", cure: "use 1 or 3")
        }
        falseRejectTarget = try top.required("false_reject_target").number(in: 1e-7...0.1)
        let model = try top.required("model").mapping(allowed: [
            "folder", "sha256", "network_sha256",
        ])
        let folderNode = try model.required("folder")
        modelFolder = try folderNode.text()
        guard !modelFolder.contains("/"), !modelFolder.hasPrefix(".") else {
            throw folderNode.invalid(
                "is not a folder beside the recipe",
                cure: "give its name only"
            )
        }
        modelDigest = try model.required("sha256").text()
        networkDigest = try model.optional("network_sha256")?.text()
        acceptanceFolder = try top.optional("acceptance")?.text()
        layout = try Layout(document: try top.required("layout"))
        web = try top.optional("web").map { node throws(DocumentError) in try Web(document: node) }
        stills = try top.optional("stills").map { node throws(DocumentError) in
            try Stills(document: node)
        }
        guard web != nil || stills != nil else {
            throw document.invalid(
                "neither web nor stills is there",
                cure: "teach the recipe again"
            )
        }
        print = try Self.rule(top.optional("print"), "print", region: layout.print) {
            node throws(DocumentError) in try PrintRule(document: node)
        }
        braille = try Self.rule(top.optional("braille"), "braille", region: layout.braille) {
            node throws(DocumentError) in try BrailleRule(document: node)
        }
        code = try Self.rule(top.optional("code"), "code", region: layout.code) {
            node throws(DocumentError) in try CodeRule(document: node)
        }
        challenge = try top.optional("challenge").map { node throws(DocumentError) in
            try ChallengeRule(document: node)
        }
        trends = try top.optional("trends").map { node throws(DocumentError) in
            try TrendRule(document: node)
        }
        let limits = try top.required("limits").mapping(allowed: ["blister", "pockets"])
        blisterLimits = try BlisterLimits(document: try limits.required("blister"))
        let pockets = try limits.required("pockets")
        var list: [PocketLimits] = []
        for (index, node) in try pockets.elements().enumerated() {
            list.append(try PocketLimits(document: node, index: index))
        }
        guard list.count == layout.pockets.count else {
            throw pockets.invalid(
                "limits for \(list.count) pockets, but the layout has \(layout.pockets.count)",
                cure: "teach the recipe for this layout"
            )
        }
        pocketLimits = list
        if networkDigest == nil, wants(.productModel) {
            throw pockets.invalid(
                "limits for product_model, but model names no network_sha256",
                cure: "teach the recipe with networks, or remove the product_model lines"
            )
        }
    }
}

extension Recipe {
    /// The rule for what stands in a region; where there is a rule, there must be the region.
    private static func rule<Rule>(
        _ node: DocumentNode?,
        _ name: String,
        region: Region?,
        read: (DocumentNode) throws(DocumentError) -> Rule
    ) throws(DocumentError) -> Rule? {
        guard let node else { return nil }
        guard region != nil else {
            throw node.invalid(
                "the layout does not say where it is",
                cure: "add \(name): {x_mm, y_mm, width_mm, height_mm} to layout"
            )
        }
        return try read(node)
    }
}

extension Recipe.Web {
    init(document: DocumentNode) throws(DocumentError) {
        let fields = try document.mapping(allowed: [
            "mm_per_column", "mm_per_row", "lane_origin_mm", "trigger_offset_mm", "has_trigger",
        ])
        self.init(
            millimetresPerColumn: try fields.required("mm_per_column").number(in: 0.001...5),
            millimetresPerRow: try fields.required("mm_per_row").number(in: 0.001...5),
            laneOriginMillimetres: try fields.required("lane_origin_mm").number(in: -500...5000),
            triggerOffsetMillimetres: try fields.required("trigger_offset_mm")
                .number(in: -5000...5000),
            hasTrigger: try fields.required("has_trigger").flag()
        )
    }
}

extension Recipe.Stills {
    init(document: DocumentNode) throws(DocumentError) {
        let fields = try document.mapping(allowed: [
            "mm_per_pixel", "origin_across_mm", "origin_along_mm",
        ])
        self.init(
            millimetresPerPixel: try fields.required("mm_per_pixel").number(in: 0.001...5),
            originAcrossMillimetres: try fields.required("origin_across_mm").number(
                in: -500...5000
            ),
            originAlongMillimetres: try fields.required("origin_along_mm").number(in: -500...5000)
        )
    }
}

extension PocketLimits {
    init(document: DocumentNode, index: Int) throws(DocumentError) {
        self.init()
        let fields = try document.mapping(
            allowed: ["pocket"] + PocketCheckName.allCases.map(\.rawValue)
        )
        _ = try fields.required("pocket").integer(in: index...index)
        for name in PocketCheckName.allCases {
            self[name] = try fields.optional(name.rawValue).map { node throws(DocumentError) in
                try LimitRange(document: node)
            }
        }
    }
}

extension BlisterLimits {
    init(document: DocumentNode) throws(DocumentError) {
        self.init()
        let fields = try document.mapping(allowed: BlisterCheckName.allCases.map(\.rawValue))
        for name in BlisterCheckName.allCases {
            self[name] = try fields.optional(name.rawValue).map { node throws(DocumentError) in
                try LimitRange(document: node)
            }
        }
    }
}

extension LimitRange {
    init(document: DocumentNode) throws(DocumentError) {
        let fields = try document.mapping(allowed: ["min", "max", "typical"])
        let range = -1e6...1e6
        let lower = try fields.optional("min")?.number(in: range)
        let upper = try fields.optional("max")?.number(in: range)
        let typical = try fields.required("typical").number(in: range)
        guard lower != nil || upper != nil else {
            throw document.invalid("has neither min nor max", cure: "give one, or remove the check")
        }
        guard (lower ?? typical) <= typical, typical <= (upper ?? typical) else {
            throw document.invalid(
                "good samples read \(typical), which these limits reject",
                cure: "keep typical between min and max"
            )
        }
        self.init(lower: lower, upper: upper, typical: typical)
    }
}
