public import Blister
internal import Documents

/// The machine-readable code in the layout's code region: `code` of a recipe.
///
/// Thread-safe as a value.
public struct CodeRule: Sendable, Equatable {
    /// Kind of code.
    public var kind: CodeKind
    /// What it says; GS1 element strings have their identifiers in parentheses.
    public var template: TextTemplate

    /// Makes a rule.
    public init(kind: CodeKind, template: TextTemplate) {
        self.kind = kind
        self.template = template
    }

    /// Reads the rule; what means nothing is named with its line.
    init(document: DocumentNode) throws(DocumentError) {
        let fields = try document.mapping(allowed: ["kind", "text"])
        let name = try fields.required("kind")
        guard let kind = CodeKind(rawValue: try name.text()) else {
            let names = CodeKind.allCases.map(\.rawValue).joined(separator: ", ")
            let value = "'\(try name.text())'"
            throw name.error(.outOfRange(value: value, allowed: "one of: \(names)"))
        }
        self.kind = kind
        template = try TextTemplate(document: try fields.required("text"))
    }

    /// The rule's lines in a recipe.
    var yaml: [String] {
        ["code:", "  kind: \(kind.rawValue)", "  text: \(template.yaml)"]
    }
}
