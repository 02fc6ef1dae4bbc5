import ArgumentParser
import Blister
import Foundation
import Imaging
import PackReading

/// `blisterctl code`: reads or verifies the machine-readable codes in pictures.
struct CodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "code",
        abstract: "Reads Data Matrix, QR, EAN and Code 128 in pictures, or verifies them.",
        discussion: """
            Codes are found anywhere in a picture, at any angle, dark on light or light on dark. GS1 \
            element strings are written with their identifiers in parentheses, as in \
            (01)04150123456782(17)280831(10)LOT12, and --expect takes them so; a symbol that does not say \
            that it is GS1 does not pass for one. Exit status: 0 read, or as expected; 1 nothing read, or \
            not as expected; 2 bad input.
            """
    )

    @Argument(help: "Pictures: PNG, JPEG or PNM.") var images: [String]
    @Option(help: "Text that a code of every picture must say.") var expect: String?
    @Option(
        help: "Look for this kind only: \(names).",
        transform: Self.kind
    )
    var kind: CodeKind?
    @Flag(help: "One JSON object per picture.") var json = false

    private static let names = CodeKind.allCases.map(\.rawValue).joined(separator: ", ")

    private static func kind(_ name: String) throws -> CodeKind {
        guard let kind = CodeKind(rawValue: name) else {
            throw ValidationError("'\(name)' is no kind of code; take one of \(names)")
        }
        return kind
    }

    func run() throws {
        guard CodeReader.isBuiltIn else {
            throw InputError("code: this build leaves out codes; build with the trait Codes")
        }
        let expected: CodeText?
        do {
            expected = try expect.map { text throws(UnreadableText) in
                try CodeText(text, kind: kind)
            }
        } catch {
            throw InputError("--expect: \(error)")
        }
        // All are looked at before anything is said: bad input leaves no half of an answer.
        for path in images { _ = try Image(path: path) }
        var isMet = true
        for path in images {
            let codes = CodeReader.codes(
                in: try Image(path: path),
                kinds: kind.map { [$0] } ?? CodeKind.allCases
            )
            let passes = expected.map { text in codes.contains { text.isSaid(by: $0) } }
            if codes.isEmpty || passes == false { isMet = false }
            print(
                json
                    ? Self.json(path, codes, expected, passes)
                    : Self.sentence(path, codes, passes)
            )
        }
        if !isMet { throw ExitCode(1) }
    }

    private static func json(
        _ path: String,
        _ codes: [ReadCode],
        _ expected: CodeText?,
        _ passes: Bool?
    ) -> String {
        var text = JSONText()
        text.object { object in
            object.value(path, "image")
            object.value(codes.first?.text, "text")
            object.array("codes") { array in
                for code in codes {
                    array.object { item in
                        item.value(code.kind.rawValue, "kind")
                        item.value(code.text, "text")
                        item.value(code.isGS1, "gs1")
                        item.array("corners_px") { corners in
                            for corner in code.corners {
                                corners.value(corner.x)
                                corners.value(corner.y)
                            }
                        }
                    }
                }
            }
            guard let expected, let passes else { return }
            object.value(expected.written, "expected")
            object.value(passes, "pass")
        }
        return text.text
    }

    private static func sentence(_ path: String, _ codes: [ReadCode], _ passes: Bool?) -> String {
        let read = codes.map { "\($0.text) (\($0.kind.rawValue))" }.joined(separator: ", ")
        let shown = codes.isEmpty ? "no code" : read
        guard let passes else { return "\(path): \(shown)" }
        return "\(path): \(passes ? "as expected" : "not as expected"): \(shown)"
    }
}
