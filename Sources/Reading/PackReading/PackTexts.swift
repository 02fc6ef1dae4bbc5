internal import Barcodes
internal import Braille
internal import Blister
internal import Digests
internal import Foundation
public import Inspection
internal import Louis
internal import TextReading
public import VisionModels

/// What is needed to read the print and Braille of one product, checked once for any number of threads.
///
/// Thread-safe as a value.
public struct PackTexts: Sendable {
    /// A text on the registered blister: where, and by which rule.
    struct Place<Rule: Sendable>: Sendable {
        var rule: Rule
        var region: Region
    }

    /// Pixel of the registered blister.
    let millimetresPerPixel: Double
    let print: Place<PrintRule>?
    let braille: Place<BrailleRule>?
    let readerPath: String
    let finderPath: String
    let table: BrailleTable?
    let code: Place<CodeRule>?
    /// The networks and the first digits of their digests, for results and records; empty for none.
    public let digests: String
    /// Most signs of a text: what is longer would hold up the line.
    static let signCountMax = 200
    /// Signs that print may have.
    private let signs: Set<Character>
    private let recipePath: String

    /// What `recipe` asks for; nil where it asks for nothing.
    ///
    /// - Parameters:
    ///   - recipe: Its print and Braille.
    ///   - recipePath: Its file, for errors.
    ///   - modelsFolder: Folder of the networks; nil: where they ship.
    /// - Throws: what is wrong, with file, reason and cure.
    public init?(
        _ recipe: Recipe,
        recipePath: String,
        modelsFolder: String? = nil
    ) throws(VisionModelError) {
        guard recipe.asksForTexts else { return nil }
        self.recipePath = recipePath
        millimetresPerPixel = recipe.millimetresPerPixel
        var (reader, finder, digests) = ("", "", "")
        var signs: Set<Character> = []
        if let rule = recipe.print, let region = recipe.layout.print {
            print = Place(rule: rule, region: region)
            reader = try PrintFiles.reader(folder: modelsFolder)
            finder = try PrintFiles.finder(folder: modelsFolder)
            signs = Set(try TextReader(path: reader).signs)
            _ = try LineFinder(path: finder)
            digests = "print:\(try Self.digest(reader)) finder:\(try Self.digest(finder))"
        } else {
            print = nil
        }
        if let rule = recipe.braille, let region = recipe.layout.braille {
            braille = Place(rule: rule, region: region)
            table = try Self.table(rule, recipePath)
        } else {
            (braille, table) = (nil, nil)
        }
        if let rule = recipe.code, let region = recipe.layout.code {
            guard Barcode.areBuiltIn else {
                throw VisionModelError(
                    path: recipePath,
                    reason: "code: this build leaves out codes",
                    cure: "build with the trait Codes, or remove code"
                )
            }
            code = Place(rule: rule, region: region)
        } else {
            code = nil
        }
        (readerPath, finderPath, self.digests, self.signs) = (reader, finder, digests, signs)
        // Whatever the batch, these signs must be readable.
        let trial = CalendarDate(year: 2030, month: 12)
        func text(_ template: TextTemplate?) -> String? {
            try? template?.text(product: recipe.product, lot: "0", expiry: trial)
        }
        let texts = ExpectedTexts(
            print: text(recipe.print?.template)?.uppercased(),
            braille: text(recipe.braille?.template),
            code: text(recipe.code?.template)
        )
        do {
            _ = try wanted(texts)
        } catch {
            throw VisionModelError(path: recipePath, reason: error.reason, cure: error.cure)
        }
    }

    private static func digest(_ path: String) throws(VisionModelError) -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw VisionModelError(path: path, reason: "cannot be read", cure: "put it there")
        }
        return String(SHA256Digest(of: Array(data)).description.prefix(16))
    }

    private static func table(
        _ rule: BrailleRule,
        _ recipePath: String
    ) throws(VisionModelError) -> BrailleTable {
        guard BrailleTable.areBuiltIn else {
            throw VisionModelError(
                path: recipePath,
                reason: "braille: this build leaves out Braille tables",
                cure: "build with the trait BrailleTables, or remove braille"
            )
        }
        guard let table = BrailleTable(rule.table) else {
            let names = BrailleTable.languages.keys.sorted().joined(separator: ", ")
            throw VisionModelError(
                path: recipePath,
                reason: "braille.table: there is no table '\(rule.table)'",
                cure: "use \(names) or a file of liblouis's tables"
            )
        }
        return table
    }

    /// `texts` as readers take them.
    ///
    /// - Throws: the sign that cannot be there.
    func wanted(_ texts: ExpectedTexts) throws(UnreadableText) -> WantedTexts {
        for text in [texts.print, texts.braille, texts.code].compactMap({ $0 })
        where text.count > Self.signCountMax {
            throw UnreadableText(
                reason: "a text of \(text.count) signs is too long for a blister",
                cure: "use at most \(Self.signCountMax)"
            )
        }
        if print != nil, let text = texts.print,
            let sign = text.first(where: { !$0.isWhitespace && !signs.contains($0) })
        {
            throw UnreadableText(
                reason: "print: no code is printed with \(sign)",
                cure: "use A to Z, digits, / . - : and blanks"
            )
        }
        var cells: [UInt8] = []
        if let table, let text = texts.braille {
            guard let lines = table.cells(text) else {
                throw UnreadableText(
                    reason: "braille: the table has no cells for '\(text)'",
                    cure: "use another table or text"
                )
            }
            cells = lines.flatMap { $0 }
        }
        var said: CodeText?
        if let code, let text = texts.code { said = try CodeText(text, kind: code.rule.kind) }
        return WantedTexts(texts: texts, cells: cells, code: said)
    }
}

/// Texts as readers take them.
struct WantedTexts: Sendable {
    var texts: ExpectedTexts
    /// Cells of the Braille, lines one after the other.
    var cells: [UInt8]
    /// The code; nil where nothing is expected of it.
    var code: CodeText?
}

/// Why a text can be on no blister, in one line with the cure.
public struct UnreadableText: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public let reason: String
    /// What to do.
    public let cure: String
    /// One line.
    public var description: String { "\(reason); \(cure)" }
}
