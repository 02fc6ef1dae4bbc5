public import Blister
internal import Documents

/// The challenge test of a product: `challenge` of a recipe.
///
/// A kit of known-bad blisters, each of which must be rejected for what is wrong with it before a
/// batch may run. Thread-safe as a value.
public struct ChallengeRule: Sendable, Equatable {
    /// One known-bad blister.
    public struct Item: Sendable, Equatable {
        /// What people call it.
        public var name: String
        /// At least one of these must be among the reasons for which it is rejected; never empty.
        public var reasons: [RejectReason]

        /// Makes an item.
        public init(name: String, reasons: [RejectReason]) {
            self.name = name
            self.reasons = reasons
        }
    }

    /// Blisters of one kit at most.
    public static let kitCountMax = 32

    /// The known-bad blisters; never empty.
    public var kit: [Item]
    /// Hours of production after which the challenge is due again; nil: once a batch.
    public var everyHours: Double?

    /// Makes a rule; traps on an empty kit.
    public init(kit: [Item], everyHours: Double? = nil) {
        precondition(!kit.isEmpty)
        self.kit = kit
        self.everyHours = everyHours
    }

    /// Reasons that say how the line fared, not what is wrong with a blister.
    private static let reasonsOfTheLine: [RejectReason] = [.unseen, .late, .doubled]

    /// Reads the rule; what means nothing is named with its line.
    init(document: DocumentNode) throws(DocumentError) {
        let fields = try document.mapping(allowed: ["kit", "every_hours"])
        let list = try fields.required("kit")
        kit = []
        for node in try list.elements() {
            let item = try Self.item(node)
            guard !kit.contains(where: { $0.name == item.name }) else {
                throw node.invalid(
                    "'\(item.name)' is in the kit twice",
                    cure: "give each known-bad blister its own name"
                )
            }
            kit.append(item)
        }
        guard (1...Self.kitCountMax).contains(kit.count) else {
            throw list.invalid(
                "a kit of \(kit.count) blisters challenges nothing, or takes all day",
                cure: "name 1 to \(Self.kitCountMax) known-bad blisters, or remove challenge"
            )
        }
        everyHours = try fields.optional("every_hours")?.number(in: 0.1...168)
    }

    private static func item(_ node: DocumentNode) throws(DocumentError) -> Item {
        let fields = try node.mapping(allowed: ["name", "reasons"])
        let nameNode = try fields.required("name")
        let name = try nameNode.text()
        guard !name.allSatisfy(\.isWhitespace) else {
            throw nameNode.invalid("is empty", cure: "say what is wrong with the blister")
        }
        let reasonsNode = try fields.required("reasons")
        var reasons: [RejectReason] = []
        for element in try reasonsNode.elements() {
            let reason = try element.choice(RejectReason.self)
            guard !reasonsOfTheLine.contains(reason) else {
                throw element.invalid(
                    "\(reason.rawValue) says nothing about a blister",
                    cure: "name the reasons for which inspection must reject it"
                )
            }
            if !reasons.contains(reason) { reasons.append(reason) }
        }
        guard !reasons.isEmpty else {
            throw reasonsNode.invalid(
                "is empty",
                cure: "name at least one reason, such as [missing]"
            )
        }
        return Item(name: name, reasons: reasons)
    }

    /// The rule's lines in a recipe.
    var yaml: [String] {
        var lines = ["challenge:", "  kit:"]
        for item in kit {
            let reasons = item.reasons.map(\.rawValue).joined(separator: ", ")
            lines.append("    - {name: \(Recipe.quoted(item.name)), reasons: [\(reasons)]}")
        }
        if let everyHours { lines.append("  every_hours: \(Recipe.text(everyHours))") }
        return lines
    }
}
