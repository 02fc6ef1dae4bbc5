#if BrailleTables
internal import CLouis
#endif

/// A table between text and cells, of one language and contraction grade, by liblouis.
///
/// Without the trait `BrailleTables` no table is there. Thread-safe: one call at a time is served.
public struct BrailleTable: Sendable, Equatable {
    /// Short names for uncontracted tables, as on packages; others by their file's name.
    public static let languages = [
        "de": "de-g0.utb", "en": "en-ueb-g1.ctb", "es": "es-g1.ctb", "fr": "fr-bfu-comp6.utb",
        "it": "es-g1.ctb", "zh": "zhcn-g1.ctb",
    ]
    /// Italian by the Spanish table: Debian's own Italian one is for computers and takes an `a` back for
    /// a `1`; letters, signs of number and capital and cells of accents are the same, but those are grave.
    private static let italianAccents: [(italian: Character, spanish: Character)] = [
        ("à", "á"), ("è", "é"), ("ì", "í"), ("ò", "ó"), ("ù", "ú"),
    ]
    /// What is taken when nobody says.
    public static let standard = "en"
    /// Longest line, in characters or cells.
    private static let lengthMax = 4096

    /// File name in liblouis's table folder.
    public let file: String
    private let isItalian: Bool

    /// The table called `name`, a key of ``languages`` or a file name; nil when there is none.
    public init?(_ name: String) {
        let file = Self.languages[name] ?? name
        let isName = file.utf8.allSatisfy { byte in
            (byte | 32 >= 97 && byte | 32 <= 122) || (byte >= 48 && byte <= 57)
                || byte == 45 || byte == 46 || byte == 95
        }
        guard isName, !file.isEmpty, file.utf8.count < 100, Self.isThere(file) else { return nil }
        self.file = file
        isItalian = name == "it"
    }

    /// `text` with Italian accents as the Spanish table has them, or back.
    private func accented(_ text: String, back: Bool) -> String {
        guard isItalian else { return text }
        return String(
            text.map { sign in
                let pair = Self.italianAccents.first { sign == (back ? $0.spanish : $0.italian) }
                return pair.map { back ? $0.italian : $0.spanish } ?? sign
            }
        )
    }

    /// Whether this build has tables at all.
    public static var areBuiltIn: Bool {
        #if BrailleTables
        true
        #else
        false
        #endif
    }

    private static func isThere(_ file: String) -> Bool {
        #if BrailleTables
        unsafe blisterd_louis_has_table(file) == 1
        #else
        false
        #endif
    }

    /// The text of one line of cells (masks, 0 a space), or nil where the table has none.
    public func text(_ masks: [UInt8]) -> String? {
        #if BrailleTables
        let cells = masks.map { UInt32(0x2800) + UInt32($0 & 63) }
        var text = [UInt32](repeating: 0, count: Self.lengthMax)
        let count = unsafe blisterd_louis_text(
            file,
            cells,
            Int32(cells.count),
            &text,
            Int32(text.count)
        )
        guard count >= 0 else { return nil }
        let made = String(
            String.UnicodeScalarView(text.prefix(Int(count)).compactMap(Unicode.Scalar.init))
        )
        return accented(made, back: true)
        #else
        return nil
        #endif
    }

    /// The cells of `text`, a line each, or nil where the table has none for it.
    public func cells(_ text: String) -> [[UInt8]]? {
        #if BrailleTables
        var made: [[UInt8]] = []
        let lines = accented(text, back: false)
        for line in lines.split(separator: "\n", omittingEmptySubsequences: false) {
            let source = line.unicodeScalars.map(\.value)
            guard source.count <= Self.lengthMax else { return nil }
            var cells = [UInt32](repeating: 0, count: Self.lengthMax)
            let count = unsafe blisterd_louis_cells(
                file,
                source,
                Int32(source.count),
                &cells,
                Int32(cells.count)
            )
            guard count >= 0 else { return nil }
            made.append(cells.prefix(Int(count)).map { UInt8($0 & 63) })
        }
        return made
        #else
        return nil
        #endif
    }
}
