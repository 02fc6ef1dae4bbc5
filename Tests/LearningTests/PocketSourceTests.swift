import Foundation
import Imaging
import Synchronization
import Testing

@testable import PocketPictures

struct PocketSourceTests {
    @Test func `pictures are the same bytes on any number of threads and in any order`() {
        let source = PocketSource(seed: 11)
        let count = 14
        let one = (0..<count).map { source.picture($0) }
        let several = Mutex<[Int: PocketPicture]>([:])
        DispatchQueue.concurrentPerform(iterations: count) { place in
            let index = count - 1 - place
            let picture = source.picture(index)
            several.withLock { $0[index] = picture }
        }
        let made = several.withLock { $0 }
        #expect((0..<count).allSatisfy { made[$0] == one[$0] })
        #expect(PocketSource(seed: 12).picture(0) != one[0])
    }

    @Test func `every class is drawn, mono and colour, and is what it is said to be`() {
        let source = PocketSource(seed: 3)
        let pictures = (0..<28).map { source.picture($0) }
        #expect(Set(pictures.map(\.label)) == Set(PocketClass.allCases))
        #expect(Set(pictures.map(\.image.channels)) == [1, 3])
        for (index, picture) in pictures.enumerated() {
            #expect(picture.label == source.label(index))
            #expect(picture.image.width == picture.image.height)
            // A picture of one brightness would show nothing.
            #expect(Set(picture.image.pixels).count > 8)
        }
    }

    @Test func `what is held out never appears in training, and nothing else when measuring`() {
        for heldOut in [HeldOut(), .products, .lamps, .foils, .all] {
            let source = PocketSource(seed: 5, heldOut: heldOut)
            for index in 0..<21 {
                let picture = source.picture(index)
                let isProduct = ProductKind.heldOut.contains(picture.product)
                let isLamp = LampKind.heldOut.contains(picture.lamp)
                let isFoil = FoilKind.heldOut.contains(picture.foil)
                #expect(isProduct == heldOut.contains(.products))
                #expect(isLamp == heldOut.contains(.lamps))
                #expect(isFoil == heldOut.contains(.foils))
            }
        }
    }

    @Test func `a fracture takes the share that it is asked for`() {
        let round = Outline(form: .box(Vector()), radius: 4)
        let cut = Fracture.line(way: Vector(1, 0), offset: 0, key: 1)
        #expect(abs(cut.lostShare(round) - 0.5) < 0.1)
        let other = Fracture.crackOther(way: Vector(1, 0), offset: 0, key: 1)
        #expect(abs(cut.lostShare(round) + other.lostShare(round) - 1) < 1e-5)
    }

    @Test(arguments: ProductKind.allCases)
    func `distances from an outline are negative inside and grow outward`(kind: ProductKind) {
        var chance = Chance(seed: 9, index: 0)
        let outline = Tablet(kind, &chance).outline
        #expect(outline.distance(Vector()) < 0)
        var last = -Float.infinity
        for step in 0..<40 {
            let place = Vector(Float(step) * 0.5, Float(step) * 0.31)
            let far = outline.distance(place)
            if last > -0.5 { #expect(far > last) }
            last = far
        }
        #expect(last > 1)
    }
}
