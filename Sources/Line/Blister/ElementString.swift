/// GS1 element strings, such as `(01)04150123456782(17)280831(10)LOT12`: how people write them, and how
/// they stand in a symbol.
///
/// Source: GS1 General Specifications, section 7.8: elements of predefined length need no separator,
/// all others are ended by FNC1, which reads as U+001D. Thread-safe as a value.
public struct ElementString: Sendable, Equatable {
    /// What ends an element of variable length.
    public static let separator: Character = "\u{1D}"
    /// Digits of the identifiers that begin so, and of identifier and value together.
    private static let lengths: [String: Int] = [
        "00": 20, "01": 16, "02": 16, "03": 16, "04": 18, "11": 8, "12": 8, "13": 8, "14": 8,
        "15": 8, "16": 8, "17": 8, "18": 8, "19": 8, "20": 4, "31": 10, "32": 10, "33": 10,
        "34": 10, "35": 10, "36": 10, "41": 16,
    ]
    /// Digits of identifiers by their first two, where they are not two.
    private static let identifierLengths: [String: Int] = [
        "23": 3, "24": 3, "25": 3, "31": 4, "32": 4, "33": 4, "34": 4, "35": 4, "36": 4, "39": 4,
        "40": 3, "41": 3, "42": 3, "43": 4, "70": 4, "71": 3, "72": 4, "80": 4, "81": 4, "82": 4,
    ]

    /// Identifiers and values in their order.
    public let elements: [(identifier: String, value: String)]

    /// Reads what people write; nil where it is no such string.
    public init?(written: String) {
        var elements: [(identifier: String, value: String)] = []
        var rest = written[...]
        while !rest.isEmpty {
            guard rest.first == "(", let close = rest.firstIndex(of: ")") else { return nil }
            let identifier = String(rest[rest.index(after: rest.startIndex)..<close])
            let after = rest[rest.index(after: close)...]
            let value = String(after.prefix { $0 != "(" })
            guard Self.isIdentifier(identifier), Self.fits(identifier, value) else { return nil }
            elements.append((identifier, value))
            rest = after.dropFirst(value.count)
        }
        guard !elements.isEmpty else { return nil }
        self.elements = elements
    }

    /// Reads what stands in a symbol; nil where it is no such string.
    public init?(symbol: String) {
        var elements: [(identifier: String, value: String)] = []
        var rest = symbol[...]
        while !rest.isEmpty {
            let start = String(rest.prefix(2))
            let identifier = String(rest.prefix(Self.identifierLengths[start] ?? 2))
            let after = rest.dropFirst(identifier.count)
            let value: Substring
            if let length = Self.lengths[start] {
                value = after.prefix(length - identifier.count)
            } else {
                value = after.prefix { $0 != Self.separator }
            }
            guard Self.isIdentifier(identifier), Self.fits(identifier, String(value)) else {
                return nil
            }
            elements.append((identifier, String(value)))
            rest = after.dropFirst(value.count)
            if rest.first == Self.separator { rest = rest.dropFirst() }
        }
        guard !elements.isEmpty else { return nil }
        self.elements = elements
    }

    /// As people write it.
    public var written: String {
        elements.map { "(\($0.identifier))\($0.value)" }.joined()
    }

    /// As it stands in a symbol.
    public var symbol: String {
        var text = ""
        for (index, element) in elements.enumerated() {
            text += element.identifier + element.value
            let isFixed = Self.lengths[String(element.identifier.prefix(2))] != nil
            if !isFixed, index < elements.count - 1 { text.append(Self.separator) }
        }
        return text
    }

    /// The same identifiers with the same values in the same order.
    public static func == (left: ElementString, right: ElementString) -> Bool {
        left.written == right.written
    }

    private static func isIdentifier(_ text: String) -> Bool {
        text.count == identifierLengths[String(text.prefix(2))] ?? 2
            && text.utf8.allSatisfy { (48...57).contains($0) }
    }

    private static func fits(_ identifier: String, _ value: String) -> Bool {
        if let length = lengths[String(identifier.prefix(2))] {
            return identifier.count + value.count == length
                && value.utf8.allSatisfy { (48...57).contains($0) }
        }
        return (1...90).contains(value.count)
            && value.utf8.allSatisfy { (33...126).contains($0) }
    }
}
