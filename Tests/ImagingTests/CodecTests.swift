import Foundation
import Testing

@testable import Imaging

struct CodecTests {
    let folder: String

    init() throws {
        folder =
            FileManager.default.temporaryDirectory
            .appending(path: "codec-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = "\(folder)/\(name)"
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    static func noise(width: Int, height: Int, channels: Int, seed: UInt64) -> Image {
        var state = seed
        let pixels = (0..<width * height * channels).map { _ -> UInt8 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
        return Image(width: width, height: height, channels: channels, pixels: pixels)
    }

    static func slope(width: Int, height: Int, channels: Int) -> Image {
        let pixels = (0..<width * height * channels).map { index -> UInt8 in
            let column = index / channels % width
            let row = index / channels / width
            return UInt8((column * 2 + row + index % channels * 20) % 256 / 2 + 60)
        }
        return Image(width: width, height: height, channels: channels, pixels: pixels)
    }

    @Test(arguments: ["png", "pgm", "ppm", "pnm"], [1, 3])
    func `a lossless format gives back every sample`(ending: String, channels: Int) throws {
        let image = Self.noise(width: 37, height: 23, channels: channels, seed: 11)
        let path = "\(folder)/picture.\(ending)"
        try image.write(path: path)
        #expect(try Image(path: path) == image)
        #expect(try Image.size(path: path) == ImageSize(width: 37, height: 23, channels: channels))
    }

    @Test(arguments: [1, 3])
    func `JPEG of a smooth picture stays within three levels`(channels: Int) throws {
        let image = Self.slope(width: 64, height: 48, channels: channels)
        let path = "\(folder)/picture.jpg"
        try image.write(path: path, jpegQuality: 95)
        let back = try Image(path: path)
        #expect(back.channels == channels && back.width == 64 && back.height == 48)
        let worst = zip(image.pixels, back.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 255
        #expect(worst <= 3)
        #expect(try image.jpegData(quality: 40).count < image.jpegData(quality: 95).count)
    }

    @Test func `text PNM with comments is scaled to 8 bits`() throws {
        let grey = try file("a.pgm", Array("P2 # note\n# more\n3 1\n15\n0 7\n15".utf8))
        #expect(try Image(path: grey).pixels == [0, 119, 255])
        let colour = try file("b.ppm", Array("P3\n1 2 255\n1 2 3 4 5 6\n".utf8))
        let image = try Image(path: colour)
        #expect(image.channels == 3 && image.height == 2 && image.pixels == [1, 2, 3, 4, 5, 6])
    }

    @Test func `16-bit binary PNM is rounded to 8 bits`() throws {
        let header = Array("P5\n4 1\n65535\n".utf8)
        let path = try file("a.pgm", header + [0, 0, 0, 128, 0, 129, 255, 255])
        #expect(try Image(path: path).pixels == [0, 0, 1, 255])
        let tenBits = Array("P5\n3 1\n1023\n".utf8)
        let other = try file("b.pgm", tenBits + [0, 0, 2, 0, 3, 255])
        #expect(try Image(path: other).pixels == [0, 128, 255])
    }

    @Test func `every cut of a picture is refused and none crashes`() throws {
        let image = Self.noise(width: 16, height: 9, channels: 3, seed: 5)
        for ending in ["png", "jpg", "ppm"] {
            let path = "\(folder)/whole.\(ending)"
            try image.write(path: path)
            let bytes = Array(try Data(contentsOf: URL(filePath: path)))
            for count in stride(from: 0, to: bytes.count, by: 3) {
                #expect(throws: PictureError.self, "\(ending) cut to \(count)") {
                    try Image.decode(Array(bytes[..<count]), file: "cut")
                }
            }
        }
    }

    @Test func `flipped bytes never crash a decoder`() throws {
        let image = Self.noise(width: 16, height: 9, channels: 1, seed: 6)
        for ending in ["png", "jpg", "pgm"] {
            let path = "\(folder)/whole.\(ending)"
            try image.write(path: path)
            let whole = Array(try Data(contentsOf: URL(filePath: path)))
            for index in whole.indices.prefix(400) {
                var bytes = whole
                bytes[index] ^= 0x5A
                let decoded = try? Image.decode(bytes, file: "flipped")
                if ending == "png", index < whole.count - 12 {
                    #expect(decoded == nil, "the checksum must catch byte \(index)")
                }
            }
        }
    }

    @Test func `a header that claims too much is refused before memory is taken`() throws {
        let huge = try file("huge.pgm", Array("P5 200001 1000 255\n".utf8))
        #expect(throws: PictureError(file: huge, fault: .tooLarge(width: 200_001, height: 1000))) {
            try Image(path: huge)
        }
        let overflow = try file("o.pgm", Array("P5 2000000000 2000000000 255\n".utf8))
        #expect(throws: PictureError.self) { try Image(path: overflow) }
        let endless = try file("e.pgm", Array("P5 99999999999999999999 1 255\n".utf8))
        #expect(throws: PictureError.self) { try Image(path: endless) }
        let claim = try file("claim.pgm", Array("P5 10000 10000 255\nabc".utf8))
        #expect(throws: PictureError(file: claim, fault: .truncated)) { try Image(path: claim) }
    }

    @Test func `what is no picture is named with its cure in one line`() throws {
        let text = try file("notes.png", Array("hello, this is text".utf8))
        let faults: [(String, PictureError.Fault)] = [
            (text, .unknownFormat),
            (folder, .unreadable(reason: "it is a folder")),
            (try file("empty.png", []), .truncated),
            (
                try file("bits.pbm", Array("P4 8 1\nx".utf8)),
                .unsupported(variant: "a PNM bitmap of one bit")
            ),
        ]
        for (path, fault) in faults {
            let error = #expect(throws: PictureError.self) { try Image(path: path) }
            #expect(error?.fault == fault)
            #expect(error?.description.contains("\n") == false)
        }
        #expect(throws: PictureError.self) { try Image(path: "\(folder)/none.png") }
    }

    @Test func `an ending that says no format is refused and nothing is written`() throws {
        let path = "\(folder)/picture.webp"
        #expect(throws: PictureError(file: path, fault: .unknownExtension)) {
            try Image(width: 1, height: 1, channels: 1, filledWith: 0).write(path: path)
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `channels convert as libjpeg does`() throws {
        let colour = Self.noise(width: 9, height: 4, channels: 3, seed: 3)
        let grey = colour.converted(toChannels: 1)
        for index in 0..<36 {
            let red = Double(colour.pixels[3 * index])
            let green = Double(colour.pixels[3 * index + 1])
            let blue = Double(colour.pixels[3 * index + 2])
            let expected = 0.299 * red + 0.587 * green + 0.114 * blue
            #expect(abs(Double(grey.pixels[index]) - expected) <= 0.51)
        }
        #expect(grey.converted(toChannels: 3).converted(toChannels: 1) == grey)
    }
}
