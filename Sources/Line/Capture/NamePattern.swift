/// A file-name pattern with `*`, `?` and `[a-z]`, as a shell matches it inside one folder.
///
/// Twin: fnmatch(3) with FNM_PERIOD.
struct NamePattern: Sendable {
    private enum Part {
        case any
        case one
        case character(Character)
        case set([ClosedRange<Character>], isNegated: Bool)
    }

    private let parts: [Part]

    init(_ text: String) {
        var parts: [Part] = []
        var rest = Substring(text)
        while let first = rest.popFirst() {
            switch first {
            case "*": parts.append(.any)
            case "?": parts.append(.one)
            case "[":
                if let (set, after) = Self.set(rest) {
                    parts.append(set)
                    rest = after
                } else {
                    parts.append(.character("["))
                }
            default: parts.append(.character(first))
            }
        }
        self.parts = parts
    }

    /// Whether the whole of `name` fits; a leading dot must be named.
    func matches(_ name: String) -> Bool {
        let characters = Array(name)
        if characters.first == ".", case .character(".")? = parts.first {
        } else if characters.first == "." {
            return false
        }
        var part = 0
        var position = 0
        var retry: (part: Int, position: Int)?
        while position < characters.count {
            if part < parts.count, case .any = parts[part] {
                retry = (part + 1, position)
                part += 1
            } else if part < parts.count, Self.fits(characters[position], parts[part]) {
                part += 1
                position += 1
            } else if let last = retry {
                retry = (last.part, last.position + 1)
                part = last.part
                position = last.position + 1
            } else {
                return false
            }
        }
        return parts[part...].allSatisfy { if case .any = $0 { true } else { false } }
    }

    private static func fits(_ character: Character, _ part: Part) -> Bool {
        switch part {
        case .any: false
        case .one: true
        case .character(let wanted): character == wanted
        case .set(let ranges, let isNegated):
            ranges.contains { $0.contains(character) } != isNegated
        }
    }

    private static func set(_ text: Substring) -> (Part, Substring)? {
        var rest = text
        let isNegated = rest.first == "!" || rest.first == "^"
        if isNegated { rest.removeFirst() }
        var ranges: [ClosedRange<Character>] = []
        while let low = rest.popFirst() {
            if low == "]", !ranges.isEmpty { return (.set(ranges, isNegated: isNegated), rest) }
            if rest.first == "-", let high = rest.dropFirst().first, high != "]", low <= high {
                ranges.append(low...high)
                rest.removeFirst(2)
            } else {
                ranges.append(low...low)
            }
        }
        return nil
    }
}

extension Sequence<String> {
    /// Names in the order of their bytes; names of unequal length with numbers in them by number.
    ///
    /// Padded names of one length (`chunk-0002`, `chunk-0010`) are right by their bytes alone,
    /// in any number base; `chunk-2` and `chunk-10` are right by number only.
    func inNameOrder() -> [String] {
        let names = Array(self)
        let lengths = Set(names.map(\.utf8.count))
        guard lengths.count > 1 else {
            return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
        return names.map { (name: $0, key: numberKey($0)) }
            .sorted { left, right in
                for (first, second) in zip(left.key, right.key) where first != second {
                    return first < second
                }
                return left.key.count == right.key.count
                    ? left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
                    : left.key.count < right.key.count
            }
            .map(\.name)
    }
}

/// A name as a list of comparable parts: runs of digits by value, everything else by byte.
private func numberKey(_ name: String) -> [NameKey] {
    var parts: [NameKey] = []
    var digits: [UInt8] = []
    func flush() {
        guard !digits.isEmpty else { return }
        let significant = digits.drop { $0 == UInt8(ascii: "0") }
        parts.append(.number(count: significant.count, digits: Array(significant)))
        digits = []
    }
    for byte in name.utf8 {
        if (0x30...0x39).contains(byte) {
            digits.append(byte)
        } else {
            flush()
            parts.append(.byte(byte))
        }
    }
    flush()
    return parts
}

private enum NameKey: Comparable {
    case number(count: Int, digits: [UInt8])
    case byte(UInt8)

    static func < (left: NameKey, right: NameKey) -> Bool {
        switch (left, right) {
        case (.number(let leftCount, let leftDigits), .number(let rightCount, let rightDigits)):
            leftCount == rightCount
                ? leftDigits.lexicographicallyPrecedes(rightDigits) : leftCount < rightCount
        case (.byte(let leftByte), .byte(let rightByte)): leftByte < rightByte
        case (.number, .byte(let byte)): byte > 0x39
        case (.byte(let byte), .number): byte < 0x30
        }
    }
}
