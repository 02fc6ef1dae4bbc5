import Documents
import Foundation
import Testing

/// A mistake in a document is told with its place; nothing is guessed.
@Suite struct StrictReadingTests {
    private static let text = """
        camera: {width: 2048, name: 'left'}
        rates:
          - 1.5
          - off
        """

    private func parsed(_ text: String = Self.text) throws -> DocumentNode {
        try Document.parse(text, file: "a.yaml")
    }

    private func fault(_ body: () throws -> Void) -> DocumentError? {
        do {
            try body()
            return nil
        } catch {
            return error as? DocumentError
        }
    }

    @Test func `values are read with their types`() throws {
        let top = try parsed().mapping(allowed: ["camera", "rates"])
        let camera = try top.required("camera").mapping(allowed: ["width", "name"])
        #expect(try camera.required("width").integer(in: 1...4096) == 2048)
        #expect(try camera.required("name").text() == "left")
        let rates = try top.required("rates").elements()
        #expect(try rates[0].number(in: 0...10) == 1.5)
    }

    @Test func `an unknown key is named with the keys that exist`() throws {
        let found = fault { _ = try parsed().mapping(allowed: ["camera"]) }
        #expect(found?.line == 2)
        #expect(found?.fault == .unknownKey("rates", allowed: ["camera"]))
    }

    @Test func `a missing key is named`() throws {
        let top = try parsed().mapping(allowed: ["camera", "rates", "speed"])
        #expect(fault { _ = try top.required("speed") }?.fault == .missingKey("speed"))
        #expect(top.optional("speed") == nil)
    }

    @Test func `a number out of range is told with line and dotted key`() throws {
        let top = try parsed().mapping(allowed: ["camera", "rates"])
        let found = fault { _ = try top.required("rates").elements()[0].number(in: 2...3) }
        #expect(found?.line == 3)
        #expect(found?.key == "rates[0]")
        #expect(found.map(\.description)?.contains("1.5") == true)
    }

    @Test(arguments: ["nan", "inf", "1e999", "off", "'3'", "3.5", "[3]", "{a: 3}", "~"])
    func `what is no whole number in range is refused`(value: String) throws {
        let top = try parsed("n: \(value)").mapping(allowed: ["n"])
        #expect(fault { _ = try top.required("n").integer(in: 1...9) } != nil)
    }

    @Test(arguments: ["a: 1\na: 2", "a: &x 1\nb: *x", "a: [1, 2", "", "\ta: 1", "a: 1\n b: 2"])
    func `what is not plain YAML is refused`(text: String) {
        #expect(fault { _ = try parsed(text) } != nil)
    }

    @Test func `nesting without end is refused, not followed`() {
        let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        #expect(fault { _ = try parsed("a: " + deep) } != nil)
    }

    @Test func `a folder, a missing file and a file that is not text are told by name`() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "documents-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let binary = folder.appending(path: "x.yaml").path()
        try Data([0xFF, 0xFE, 0x00, 0xC3]).write(to: URL(filePath: binary))
        for path in [folder.path(), folder.path() + "none.yaml", binary] {
            #expect(fault { _ = try Document.read(path: path) }?.file == path)
        }
    }
}
