import Foundation
import Imaging
import Testing

@testable import AcceptanceSets

/// Copies of judging pictures are found, other pockets of the same product are not.
@Suite(.serialized)
struct NearDuplicateTests {
    /// Pockets of the sample recording, 128 pixels square: one product, one camera, one light.
    static let pockets = Result { () throws -> [Image] in
        let set = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Samples/line-1/set")
        let names = try FileManager.default.contentsOfDirectory(atPath: set.path()).sorted()
            .filter { $0.hasSuffix(".jpg") }
        var rows: [UInt8] = []
        var width = 0
        for name in names.prefix(20) {
            let chunk = try Image(path: set.appending(path: name).path())
            width = chunk.width
            rows += chunk.pixels
        }
        var pockets: [Image] = []
        let height = rows.count / width
        for cycle in 0..<7 {
            for (x, y) in [(17.0, 10.0), (31, 10), (24, 23.5), (38, 23.5), (17, 37), (45, 37)] {
                let left = (width - 620) / 2 + Int(x * 10) - 64
                let top = 64 + cycle * 640 + Int(y * 10) - 64
                guard top >= 0, top + 128 <= height else { continue }
                var pixels: [UInt8] = []
                for row in top..<top + 128 {
                    pixels += rows[row * width + left..<row * width + left + 128]
                }
                pockets.append(Image(width: 128, height: 128, channels: 1, pixels: pixels))
            }
        }
        return pockets
    }

    /// What a person does to a picture on the way into another folder.
    static let changes: [(name: String, make: @Sendable (Image) throws -> Image)] = [
        ("brighter", { $0.mapped { min(255, $0 * 1.2 + 10) } }),
        ("darker", { $0.mapped { $0 * 0.75 } }),
        ("JPEG 50", { try Image.decode(try $0.jpegData(quality: 50), file: "copy") }),
        ("shifted", { $0.cut(left: 2, top: 3, right: 0, bottom: 0) }),
        ("cut", { $0.cut(left: 6, top: 6, right: 6, bottom: 6) }),
        ("half the size", { $0.scaled(width: 64, height: 64) }),
        ("turned", { $0.turned() }),
    ]

    private static func write(
        _ pictures: [Image],
        _ kind: String,
        _ bench: Bench
    ) throws -> [String] {
        try pictures.enumerated().map { index, picture in
            try bench.write(try picture.pngData(), to: "\(kind)/\(index).png")
        }
    }

    @Test func `copies of every kind are found and strangers are not`() throws {
        let bench = try Bench()
        let pockets = try Self.pockets.get()
        #expect(pockets.count > 30)
        // Few, since debug builds are slow; Models/library.md says what larger sets give.
        let judges = try Self.write(Array(pockets.prefix(5)), "judges", bench)
        var seen = try Self.write(Array(pockets.suffix(6)), "strangers", bench)
        var wanted: [Int: Int] = [:]
        for (index, (name, make)) in Self.changes.enumerated() {
            wanted[seen.count] = index % 5
            seen += try Self.write([try make(pockets[index % 5])], name, bench)
        }
        let finder = NearDuplicates(judges.map { .init(path: $0, group: $0) })
        #expect(try finder.copies(among: seen) == wanted)
    }

    @Test func `pictures without grain are no copies of each other`() throws {
        let bench = try Bench()
        let blank = (0..<2).map {
            Image(width: 64, height: 64, channels: 1, filledWith: UInt8($0 * 9))
        }
        let paths = try Self.write(blank, "blank", bench)
        let finder = NearDuplicates([.init(path: paths[0], group: "a")])
        #expect(try finder.copies(among: [paths[1]]).isEmpty)
    }

    @Test func `a trace turned four times is itself`() throws {
        let picture = try #require(try Self.pockets.get().first)
        let trace = try #require(PictureTrace(picture, factor: 2))
        var turned = trace
        for _ in 0..<4 { turned = turned.turned(1) }
        #expect(turned.levels == trace.levels)
        #expect(trace.turned(4).turned(4).levels == trace.levels)
        #expect(trace.turned(2).levels == trace.turned(1).turned(1).levels)
        #expect(trace.turned(3).levels == trace.turned(2).turned(1).levels)
    }
}

extension Image {
    fileprivate func mapped(_ change: (Double) -> Double) -> Image {
        Image(
            width: width,
            height: height,
            channels: channels,
            pixels: pixels.map { UInt8(change(Double($0)).rounded()) }
        )
    }

    fileprivate func cut(left: Int, top: Int, right: Int, bottom: Int) -> Image {
        let columns = width - left - right
        var rest: [UInt8] = []
        for row in top..<height - bottom {
            rest += pixels[row * width + left..<row * width + left + columns]
        }
        return Image(width: columns, height: height - top - bottom, channels: 1, pixels: rest)
    }

    fileprivate func turned() -> Image {
        var turned = Image(width: height, height: width, channels: 1, filledWith: 0)
        for y in 0..<height { for x in 0..<width { turned[height - 1 - y, x] = self[x, y] } }
        return turned
    }
}
