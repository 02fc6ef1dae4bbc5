public import Graphs

/// The equation of an Einsum, such as `bij,bjk->bik`, as labels of axes.
///
/// An axis of an ellipsis is labelled with its place from the end.
public struct EinsumEquation: Sendable {
    /// One axis of an operand or of the result.
    public enum Label: Hashable, Sendable {
        case letter(Character)
        case ellipsis(fromEnd: Int)
    }

    /// The labels of every operand.
    public let operands: [[Label]]
    /// The labels of the result.
    public let result: [Label]

    /// Reads the equation of `node` for operands of `ranks`.
    public init(_ node: Node, ranks: [Int]) throws(ModelError) {
        guard let text = try node.string("equation") else {
            throw node.error(.attribute("equation is missing"))
        }
        let equation = text.filter { $0 != " " }
        let invalid = node.error(.attribute("equation is \(text)"))
        let sides = equation.split(separator: ">", omittingEmptySubsequences: false)
        guard (1...2).contains(sides.count), sides.count == 1 || sides[0].last == "-" else {
            throw invalid
        }
        let left = sides.count == 1 ? sides[0] : sides[0].dropLast()
        let terms = left.split(separator: ",", omittingEmptySubsequences: false)
        guard terms.count == ranks.count else { throw invalid }
        var operands: [[Label]] = []
        for (term, rank) in zip(terms, ranks) {
            guard let labels = Self.labels(term, rank: rank) else { throw invalid }
            operands.append(labels)
        }
        let widest = operands.map { Self.ellipses($0).count }.max() ?? 0
        if sides.count == 2 {
            let letters = sides[1].count { $0 != "." }
            let rank = letters + (sides[1].contains(".") ? widest : 0)
            guard let labels = Self.labels(sides[1], rank: rank),
                Set(labels).count == labels.count, Set(labels).isSubset(of: operands.joined())
            else {
                throw invalid
            }
            result = labels
        } else {
            result = Self.implied(operands, widest: widest)
        }
        self.operands = operands
    }

    private static func ellipses(_ labels: [Label]) -> [Label] {
        labels.filter { if case .ellipsis = $0 { true } else { false } }
    }

    /// The labels of a term with `rank` axes; nil where it cannot have as many.
    private static func labels(_ term: Substring, rank: Int) -> [Label]? {
        let letters = term.filter { $0 != "." }
        guard letters.allSatisfy({ $0.isASCII && $0.isLetter }) else { return nil }
        let parts = term.replacing("...", with: "*").split(
            separator: "*",
            omittingEmptySubsequences: false
        )
        guard parts.count <= 2, !parts.contains(where: { $0.contains(".") }) else { return nil }
        let hidden = rank - letters.count
        guard parts.count == 2 ? hidden >= 0 : hidden == 0 else { return nil }
        let before = parts[0].map { Label.letter($0) }
        guard parts.count == 2 else { return before }
        let between = (0..<hidden).reversed().map { Label.ellipsis(fromEnd: $0) }
        return before + between + parts[1].map { Label.letter($0) }
    }

    /// The result of an equation without an arrow: the ellipsis, then letters that stand once.
    private static func implied(_ operands: [[Label]], widest: Int) -> [Label] {
        var counts: [Character: Int] = [:]
        for case .letter(let letter) in operands.joined() { counts[letter, default: 0] += 1 }
        let letters = counts.filter { $0.value == 1 }.keys.sorted()
        return (0..<widest).reversed().map { .ellipsis(fromEnd: $0) }
            + letters.map { .letter($0) }
    }
}
