public import Blister
internal import Documents

/// What must be printed in the layout's print region: `print` of a recipe.
///
/// Thread-safe as a value.
public struct PrintRule: Sendable, Equatable {
    /// Ways the text may be turned on the registered blister.
    static let turns = [0, 90, 180, 270]

    /// The text, rows parted by line ends.
    public var template: TextTemplate
    /// Regular expression that a batch's lot must match as a whole; nil: any will do.
    public var lotPattern: String?
    /// Degrees, clockwise, from reading left to right across the web: 0, 90, 180 or 270.
    public var turnDegrees: Int

    /// Makes a rule; traps on a turn that is none of the four.
    public init(template: TextTemplate, lotPattern: String? = nil, turnDegrees: Int = 0) {
        precondition(Self.turns.contains(turnDegrees))
        self.template = template
        self.lotPattern = lotPattern
        self.turnDegrees = turnDegrees
    }

    /// Reads the rule; what means nothing is named with its line.
    init(document: DocumentNode) throws(DocumentError) {
        let fields = try document.mapping(allowed: ["template", "lot_pattern", "turn"])
        template = try TextTemplate(document: try fields.required("template"))
        lotPattern = nil
        if let node = fields.optional("lot_pattern") {
            let pattern = try node.text()
            guard (try? Regex(pattern)) != nil else {
                throw node.invalid(
                    "\(pattern) is no regular expression",
                    cure: "give one that the whole lot must match, such as '[0-9]{6}'"
                )
            }
            lotPattern = pattern
        }
        turnDegrees = 0
        if let node = fields.optional("turn") {
            turnDegrees = try node.integer(in: 0...270)
            guard Self.turns.contains(turnDegrees) else {
                throw node.invalid(
                    "text is not turned by \(turnDegrees) degrees",
                    cure: "use 0, 90, 180 or 270, clockwise"
                )
            }
        }
    }

    /// The rule's lines in a recipe.
    var yaml: [String] {
        var lines = ["print:", "  template: \(template.yaml)"]
        if let lotPattern { lines.append("  lot_pattern: \(Recipe.quoted(lotPattern))") }
        if turnDegrees != 0 { lines.append("  turn: \(turnDegrees)  # degrees, clockwise") }
        return lines
    }
}

extension TextTemplate {
    /// Reads a template: a text, or a list of rows.
    init(document: DocumentNode) throws(DocumentError) {
        var rows: [String] = []
        if let list = try? document.elements() {
            for node in list { rows.append(try node.text()) }
        } else {
            rows = [try document.text()]
        }
        let made: TextTemplate
        do {
            made = try TextTemplate(rows.joined(separator: "\n"))
        } catch {
            throw document.invalid(
                "\(error)",
                cure: "write fields as {lot}, {product} or {expiry:MM/yyyy}"
            )
        }
        guard !made.isBlank else {
            throw document.invalid("is empty", cure: "give the text that must be there")
        }
        self = made
    }

    /// As ``init(document:)`` reads it.
    var yaml: String {
        let rows = source.split(separator: "\n", omittingEmptySubsequences: false)
            .map { Recipe.quoted(String($0)) }
        return rows.count == 1 ? rows[0] : "[" + rows.joined(separator: ", ") + "]"
    }
}
