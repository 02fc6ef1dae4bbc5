internal import Blister
public import Imaging
public import Inspection
internal import VisionModels

/// One thread's look at what is printed and embossed, with readers of its own, made before they are needed.
///
/// `@unchecked Sendable`: made on the control plane and handed over; afterwards one thread at a time. The
/// same blister and texts give the same bits on any of them.
public final class TextExamination: TextExaminer, @unchecked Sendable {
    private let print: PrintLook?
    private let braille: BrailleLook?
    private let code: CodeLook?
    private let digests: String
    private var wanted: WantedTexts

    /// Makes the readers of `texts`, which expect `expected`.
    ///
    /// - Throws: where a network cannot be read, or a text can be on no blister.
    public convenience init(_ texts: PackTexts, expected: ExpectedTexts) throws {
        try self.init(texts, wanted: try texts.wanted(expected))
    }

    init(_ texts: PackTexts, wanted: WantedTexts) throws(VisionModelError) {
        self.wanted = wanted
        digests = texts.digests
        print = try texts.print.map { place throws(VisionModelError) in
            try PrintLook(place, texts)
        }
        if let place = texts.braille, let table = texts.table {
            braille = BrailleLook(
                place,
                table: table,
                millimetresPerPixel: texts.millimetresPerPixel
            )
        } else {
            braille = nil
        }
        code = texts.code.map {
            CodeLook($0, millimetresPerPixel: texts.millimetresPerPixel)
        }
    }

    /// Expects `wanted` from the next blister on; the thread that examines.
    func expect(_ wanted: WantedTexts) { self.wanted = wanted }

    /// What the next blister is held against; the thread that examines.
    public var expected: ExpectedTexts { wanted.texts }

    /// See ``TextExaminer``.
    public func findings(on image: Image) -> TextFindings {
        var fault: String?
        let found = print.map { look -> PrintFinding in
            guard let expected = wanted.texts.print else { return .unverified(expected: nil) }
            do {
                return try look.finding(image, expected: expected)
            } catch {
                fault = "\(error)"
                return .unverified(expected: expected)
            }
        }
        let felt = braille.map { look -> BrailleFinding in
            guard let expected = wanted.texts.braille else { return .unverified(expected: nil) }
            return look.finding(image, expected: expected, cells: wanted.cells)
        }
        let scanned = code.map { look -> CodeFinding in
            guard let expected = wanted.code else { return .unverified(look.kind, expected: nil) }
            return look.finding(image, expected: expected)
        }
        return TextFindings(
            print: found,
            braille: felt,
            code: scanned,
            networks: digests,
            fault: fault
        )
    }
}
