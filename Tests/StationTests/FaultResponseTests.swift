import Blister
import Station
import Testing

/// Rules that hold for every fault, whatever is added to the list.
struct FaultResponseTests {
    @Test(arguments: Fault.allCases)
    func `a fault that takes ready away calls for a person`(fault: Fault) {
        let response = FaultResponse(to: fault)
        #expect(!response.dropsReady || response.notice == .alarm)
    }

    @Test(arguments: Fault.allCases)
    func `a fault rejects under a reason that says nothing about the product`(fault: Fault) {
        // That nobody knows what must be printed is about the print, not about what is in the pockets.
        let reasons: [RejectReason?] =
            [.unseen, .undecided, .late, .doubled, nil] + (fault == .textUnknown ? [.print] : [])
        #expect(reasons.contains(FaultResponse(to: fault).rejectsAs))
    }

    @Test(arguments: Fault.allCases.filter { FaultResponse(to: $0).rejectsAs != nil })
    func `a fault that rejects blisters is told to someone or counted with them`(fault: Fault) {
        // A blister that cannot be aligned has its own line in the reject log.
        #expect(FaultResponse(to: fault).notice != .logged || fault == .notAligned)
    }

    @Test func `a camera or a pin that does not work takes ready away`() {
        for fault in [Fault.cameraSilent, .cameraGone, .cameraRefused, .pinLost] {
            #expect(FaultResponse(to: fault).dropsReady, "\(fault)")
        }
    }

    @Test func `a challenge that is due is shown and leaves blisters their own reasons`() {
        for fault in [Fault.challengeDue, .challengeSoon] {
            let response = FaultResponse(to: fault)
            #expect(response.rejectsAs == nil && !response.dropsReady, "\(fault)")
            #expect(response.notice == .warning, "\(fault)")
        }
    }

    @Test func `trouble with the records neither rejects nor stops the line`() {
        for fault in [Fault.recordLost, .evidenceDropped, .storeDamaged] {
            let response = FaultResponse(to: fault)
            #expect(response.rejectsAs == nil && !response.dropsReady, "\(fault)")
        }
    }
}
