import Imaging
import Inspection
import PaintedBlisters
import Synchronization
import Testing

@testable import PocketVision

/// Pockets of one blister looked at by several threads.
struct SharedLookTests {
    private static func look(parts: Int) -> SharedLook {
        let image = Image(width: 4, height: 4, channels: 1, filledWith: 0)
        return SharedLook(image, light: [1], parts: parts)
    }

    private static func findings(_ score: Double) -> PocketFindings {
        let opinion = PocketOpinion(product: ProductOpinion(score: score, map: nil))
        return PocketFindings(pockets: [opinion], faults: [])
    }

    @Test func `every part is begun once, and what nobody finishes stays to be done`() {
        let look = Self.look(parts: 3)
        #expect([look.begin(), look.begin(), look.begin(), look.begin()] == [0, 1, 2, nil])
        #expect(!look.isOpen && look.unfinished == 0)
        look.finish(0, Self.findings(1))
        look.finish(2, Self.findings(3))
        #expect(look.unfinished == 1)
        look.finish(1, Self.findings(2))
        look.finish(1, Self.findings(9))
        #expect(look.unfinished == nil)
        #expect(look.findings.map { $0.pockets[0].product?.score } == [1, 2, 3])
    }

    @Test func `who called for help is helped, with the bits of one who works alone`() throws {
        let product = try PaintedNetworks.shared.get().product
        let networks = try product.networks()
        let picture = PaintedBlister(channels: 1, seed: 51).picture
        let alone = try PocketExamination(networks).opinions(on: picture, light: [1])
        let slot = try ModelSlot(networks, workers: 2)
        var (first, second) = (slot.seat(ofWorker: 0), slot.seat(ofWorker: 1))
        let (taken, others) = (first.newest(), second.newest())
        let owner = try #require(taken)
        let helper = try #require(others)
        // As if the helping thread took part after part while the owner is halted.
        let helped = Mutex(0)
        slot.onLook {
            helper.help {
                helped.withLock { helped in
                    helped += 1
                    return helped <= 1
                }
            }
        }
        #expect(owner.opinions(on: picture, light: [1]) == alone)
        #expect(helped.withLock { $0 } == 2)
        slot.onLook { helper.help { true } }
        #expect(owner.opinions(on: picture, light: [1]) == alone)
        slot.onLook(nil)
        #expect(owner.opinions(on: picture, light: [1]) == alone)
    }

    @Test func `a helper that is halted is not waited for`() throws {
        let product = try PaintedNetworks.shared.get().product
        let networks = try product.networks()
        let picture = PaintedBlister(channels: 1, seed: 52).picture
        let alone = try PocketExamination(networks).opinions(on: picture, light: [1])
        let call = HelpCall()
        let begun = Mutex<Int?>(nil)
        let board = LookBoard(call)
        call.setAnswer { begun.withLock { $0 = board.open?.begin() } }
        let owner = try PocketExamination(networks, board: board)
        #expect(owner.opinions(on: picture, light: [1]) == alone)
        #expect(begun.withLock { $0 } == 0 && board.open == nil)
    }
}
