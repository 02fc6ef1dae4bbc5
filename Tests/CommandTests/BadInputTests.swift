import Foundation
import Testing

/// Every bad input of the contract, given to the built programs.
@Suite(.serialized)
struct BadInputTests {
    @Test(arguments: BadInput.all)
    func `bad input ends with status 2, one line that names file and cure, and nothing written`(
        input: BadInput
    ) throws {
        let ground = try Ground()
        try input.prepare(ground)
        let before = try contents(ground)
        let outcome = try input.program.run(input.arguments, in: ground)
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        let lines = outcome.complaintLines
        #expect(lines.count == 1, "\(outcome.complaint)")
        let line = lines.first ?? ""
        #expect(line.hasPrefix("\(input.program.rawValue): "))
        #expect(line.contains("; "), "the cure is missing: \(line)")
        for name in input.names { #expect(line.contains(name), "'\(name)' is missing: \(line)") }
        let after = try contents(ground)
        #expect(after == before, "\(Set(after).symmetricDifference(before).sorted())")
    }

    /// All but the daemon's own store, which is whole, if empty, before the camera is asked.
    private func contents(_ ground: Ground) throws -> [String] {
        try ground.contents().filter { !$0.hasPrefix("records ") && !$0.hasPrefix("records/") }
    }
}
