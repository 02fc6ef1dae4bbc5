import Blister
import Testing

struct ElementStringTests {
    @Test(arguments: [
        (
            "(01)04150123456782(17)280831(10)LOT12(21)A1B2",
            "01041501234567821728083110LOT12\u{1D}21A1B2"
        ),
        ("(10)LOT12(01)04150123456782", "10LOT12\u{1D}0104150123456782"),
        ("(710)12345678(01)04150123456782", "71012345678\u{1D}0104150123456782"),
        ("(3103)001750(10)A", "310300175010A"),
        ("(10)A-1.2", "10A-1.2"),
    ])
    func `what people write and what stands in a symbol are told from each other`(
        written: String,
        symbol: String
    ) throws {
        let one = try #require(ElementString(written: written))
        let other = try #require(ElementString(symbol: symbol))
        #expect(one == other)
        #expect(one.symbol == symbol && other.written == written)
    }

    @Test(arguments: [
        "", "LOT", "(01)123", "(01)0415012345678X", "(17)2808", "(1)A", "(10)", "(10)A B", "(10",
        "(abc)1",
        "(01)041501234567821",
    ])
    func `what is none is refused`(written: String) {
        #expect(ElementString(written: written) == nil)
    }

    @Test func `a separator behind an element of fixed length does no harm`() {
        let parted = ElementString(symbol: "17280831\u{1D}10A")
        #expect(parted?.written == "(17)280831(10)A")
        #expect(ElementString(symbol: "0104150123") == nil)
    }
}
