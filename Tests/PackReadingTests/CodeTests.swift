import Barcodes
import Blister
import Foundation
import Imaging
import Inspection
import Testing

@testable import PackReading

/// Codes that the library draws, and some of another program.
@Suite(.enabled(if: CodeReader.isBuiltIn))
struct CodeTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Codes")

    static func drawn(
        _ kind: CodeKind,
        _ text: String,
        modulePixels: Int = 3
    ) throws -> Image {
        let wanted = try #require(Barcode.Kind(rawValue: kind.rawValue))
        let drawn = try #require(DrawnBarcode(wanted, text, modulePixels: modulePixels))
        return Image(width: drawn.width, height: drawn.height, channels: 1, pixels: drawn.pixels)
    }

    private static func turned(_ image: Image) -> Image {
        var pixels: [UInt8] = []
        for row in 0..<image.width {
            for column in 0..<image.height {
                pixels.append(image.pixels[(image.height - 1 - column) * image.width + row])
            }
        }
        return Image(width: image.height, height: image.width, channels: 1, pixels: pixels)
    }

    @Test(arguments: [
        (CodeKind.dataMatrix, "LOT12", "LOT12"), (.qrCode, "LOT12", "LOT12"),
        (.ean8, "1234567", "12345670"), (.ean13, "415012345678", "4150123456782"),
        (.code128, "LOT12", "LOT12"),
    ])
    func `every kind is read, however it is turned, dark or light`(
        kind: CodeKind,
        text: String,
        said: String
    ) throws {
        var image = try Self.drawn(kind, text)
        for turn in 0..<4 {
            let code = try #require(CodeReader.codes(in: image).first, "turn \(turn)")
            #expect(code.kind == kind && code.text == said && !code.isGS1)
            #expect(abs(code.middle.x - Double(image.width) / 2) < 12)
            image = Self.turned(image)
        }
        let light = Image(
            width: image.width,
            height: image.height,
            channels: 1,
            pixels: image.pixels.map { 255 - $0 }
        )
        #expect(CodeReader.codes(in: light).map(\.text) == [said])
        let others = CodeKind.allCases.filter { $0 != kind }
        #expect(CodeReader.codes(in: image, kinds: others).isEmpty)
    }

    @Test func `a Data Matrix is found wherever it is`() throws {
        var random = SystemRandomNumberGenerator()
        let seed = UInt64.random(in: 0...UInt64.max, using: &random)
        print("seed \(seed)")
        var state = seed
        func draw(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        // The first is square, the second rectangular.
        for (text, modulePixels) in [("LOT12", 2), ("LOT12", 5), ("LOT 12 2028-08", 3)] {
            let code = try Self.drawn(.dataMatrix, text, modulePixels: modulePixels)
            for trial in 0..<3 {
                var pixels = (0..<500 * 260).map { _ in UInt8(180 + draw(20)) }
                let (left, top) = (draw(500 - code.width), draw(260 - code.height))
                for row in 0..<code.height {
                    for column in 0..<code.width {
                        let ink = code.pixels[row * code.width + column]
                        if ink == 0 { pixels[(top + row) * 500 + left + column] = 50 }
                    }
                }
                let image = Image(width: 500, height: 260, channels: 1, pixels: pixels)
                let found = CodeReader.codes(in: image)
                #expect(
                    found.map(\.text) == [text],
                    "seed \(seed), \(modulePixels) pixels, trial \(trial), at \(left), \(top)"
                )
            }
        }
    }

    @Test func `modules of two pixels are read`() throws {
        let small = try Self.drawn(.dataMatrix, "LOT12", modulePixels: 2)
        #expect(CodeReader.codes(in: small).map(\.text) == ["LOT12"])
    }

    @Test(arguments: [
        (
            "gs1-data-matrix.png", CodeKind.dataMatrix,
            "(01)04150123456782(17)280831(10)LOT12(21)A1B2"
        ),
        ("gs1-code-128.png", .code128, "(01)04150123456782(10)LOT12"),
    ])
    func `element strings are told with their identifiers`(
        name: String,
        kind: CodeKind,
        text: String
    ) throws {
        let image = try Image(path: Self.folder.appending(path: name).path())
        let code = try #require(CodeReader.codes(in: image).first)
        #expect(code.kind == kind && code.text == text && code.isGS1)
        #expect(try CodeText(text, kind: kind).isSaid(by: code))
        // The same signs without FNC1 are another code.
        let plain = try Self.drawn(kind, "010415012345678210LOT12")
        let other = try #require(CodeReader.codes(in: plain).first)
        #expect(try !CodeText("(01)04150123456782(10)LOT12", kind: kind).isSaid(by: other))
    }

    @Test(arguments: [
        ("(01)123", CodeKind.dataMatrix, "no GS1 element string"),
        ("(01)04150123456782", .ean13, "has no GS1 element strings"),
        ("4150123456783", .ean13, "is no ean_13"), ("12345", .ean8, "is no ean_8"),
        ("", .code128, "is empty"),
    ])
    func `a text that no code can say is refused`(text: String, kind: CodeKind, words: String) {
        let error = #expect(throws: UnreadableText.self) { try CodeText(text, kind: kind) }
        #expect(error?.description.contains(words) == true)
    }
}
