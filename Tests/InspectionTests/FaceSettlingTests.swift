import Foundation
import Imaging
import Inspection
import Testing

/// The frame of a two-coloured capsule on pictures whose capsule lies where the test put it.
struct FaceSettlingTests {
    static let (width, height, halfWidth, halfHeight) = (90, 60, 34, 16)
    static let (long, short, jointAt) = (28.0, 10.0, 4.0)

    /// A capsule in `frame`: body of 200, cap of 70, in a pocket of 60; edges two places wide.
    static func picture(_ frame: RigidFrame, cap: Double = 70) -> [Float] {
        func edge(_ distance: Double) -> Double { max(0, min(1, 0.5 - distance / 2)) }
        return (0..<width * height).map { place in
            let x = Double(place % width) - frame.x
            let y = Double(place / width) - frame.y
            let u = cos(frame.radians) * x + sin(frame.radians) * y
            let v = cos(frame.radians) * y - sin(frame.radians) * x
            let along = max(0, abs(u) - (long - short))
            let inside = edge((along * along + v * v).squareRoot() - short)
            let body = edge(u - jointAt)
            return Float(60 + inside * (body * 200 + (1 - body) * cap - 60))
        }
    }

    static func frame(x: Double = 45, y: Double = 30, radians: Double = 0) -> RigidFrame {
        RigidFrame(x: x, y: y, radians: radians, halfWidth: halfWidth, halfHeight: halfHeight)
    }

    static let product: ProductClass = {
        let columns = 2 * halfWidth + 1
        let places = columns * (2 * halfHeight + 1)
        let outline = (0..<places).map { place -> Float in
            let u = Double(place % columns - halfWidth)
            let v = Double(place / columns - halfHeight)
            let along = max(0, abs(u) - (long - short))
            return Float(0.2 * ((along * along + v * v).squareRoot() - short))
        }
        return ProductClass(
            halfWidth: halfWidth,
            halfHeight: halfHeight,
            isElongated: true,
            isMarked: true,
            area: 1000,
            outline: outline,
            inner: outline,
            outer: outline,
            deviation: [Array(repeating: 4, count: places), Array(repeating: 1, count: places)],
            oddness: 6
        )
    }()

    /// The settled frame of `picture`, started at the middle, taught on a capsule with cap `cap`.
    static func settled(_ picture: [Float], cap: Double = 70) -> RigidFrame? {
        let taught = PocketScene.cuts([self.picture(frame(), cap: cap)], width, frame())[0]
        return FaceSettling(taught, width: 2 * halfWidth + 1).settled(
            frame(),
            brightness: PocketScene.cuts([picture], width, frame())[0],
            in: picture,
            width: width,
            taught: taught,
            product: product,
            ceilings: [255]
        )
    }

    @Test(arguments: [(1.5, 0.0, 0.0), (-1.8, 0.6, 0.02), (0.7, -0.8, -0.03), (2, 0, 0)])
    func `a frame that lies off finds back to the joint`(
        _ x: Double,
        _ y: Double,
        _ radians: Double
    ) throws {
        let picture = Self.picture(Self.frame(x: 45 + x, y: 30 + y, radians: radians))
        let found = try #require(Self.settled(picture))
        let along = cos(radians) * (found.x - 45 - x) + sin(radians) * (found.y - 30 - y)
        #expect(abs(along) < 0.25, "along the axis by \(along)")
        #expect(abs(found.radians - radians) < 0.015)
    }

    @Test func `a spot does not drag the frame`() {
        var picture = Self.picture(Self.frame())
        for y in 24..<30 { for x in 26..<32 { picture[y * Self.width + x] = 20 } }
        let found = Self.settled(picture) ?? Self.frame()
        #expect(abs(found.x - 45) < 0.3 && abs(found.y - 30) < 0.3)
    }

    @Test func `a face without marks stays where its silhouette lies`() {
        var picture = Self.picture(Self.frame(), cap: 200)
        for place in picture.indices { picture[place] += Float(place * 7919 % 9) - 4 }
        #expect(Self.settled(picture, cap: 200) == nil)
    }
}
