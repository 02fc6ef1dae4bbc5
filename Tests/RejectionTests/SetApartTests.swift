import Testing

@testable import Rejection

/// Blisters of a challenge test in the shift register.
struct SetApartTests {
    @Test(arguments: [true, false])
    func `a blister that is set apart is rejected whatever was found`(isAccept: Bool) {
        let register = ShiftRegister(lanes: 2)
        let filing = register.file(cycle: 5, lane: 1, isAccept: isAccept, isSetApart: true)
        #expect(filing == .timely)
        #expect(register.file(cycle: 5, lane: 0, isAccept: true) == .timely)
        #expect(register.isSetApart(cycle: 5, lane: 1))
        #expect(!register.isSetApart(cycle: 5, lane: 0))
        #expect(register.arrive(cycle: 5, lane: 1) == .reject)
        #expect(register.arrive(cycle: 5, lane: 0) == .accept)
        #expect(register.isSetApart(cycle: 5, lane: 1))
        #expect(!register.isSetApart(cycle: 5 + ShiftRegister.cycleCapacity, lane: 1))
    }

    @Test func `a second verdict for it is doubled, and it stays rejected`() {
        let register = ShiftRegister(lanes: 1)
        _ = register.file(cycle: 0, lane: 0, isAccept: true, isSetApart: true)
        #expect(register.file(cycle: 0, lane: 0, isAccept: true) == .doubled)
        #expect(register.arrive(cycle: 0, lane: 0) == .doubled)
    }
}
