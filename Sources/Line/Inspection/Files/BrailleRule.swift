public import Blister
internal import Documents

/// What must be embossed in the layout's Braille region: `braille` of a recipe.
///
/// Thread-safe as a value.
public struct BrailleRule: Sendable, Equatable {
    /// The text, lines parted by line ends.
    public var template: TextTemplate
    /// Language (de, en, es, fr, it, zh) or table of liblouis.
    public var table: String

    /// Makes a rule.
    public init(template: TextTemplate, table: String) {
        self.template = template
        self.table = table
    }

    /// Reads the rule; what means nothing is named with its line.
    init(document: DocumentNode) throws(DocumentError) {
        let fields = try document.mapping(allowed: ["text", "table"])
        template = try TextTemplate(document: try fields.required("text"))
        table = try fields.required("table").text()
    }

    /// The rule's lines in a recipe.
    var yaml: [String] {
        ["braille:", "  text: \(template.yaml)", "  table: \(Recipe.quoted(table))"]
    }
}
