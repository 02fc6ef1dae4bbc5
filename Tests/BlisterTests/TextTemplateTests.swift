import Blister
import Testing

struct TextTemplateTests {
    @Test func `fields are filled with what the batch says, in the form that is asked for`() throws
    {
        let template = try TextTemplate("{product} LOT {lot}\nEXP {expiry:dd MMM yy}")
        let day = try CalendarDate("2028-02-09")
        let text = try template.text(product: "aspirin", lot: "7k", expiry: day)
        #expect(text == "aspirin LOT 7k\nEXP 09 FEB 28")
        let month = try TextTemplate("{expiry}").text(
            product: nil,
            lot: nil,
            expiry: CalendarDate("2028-02")
        )
        #expect(month == "02/2028")
    }

    @Test(arguments: [
        ("LOT {charge}", "charge"), ("{expiry:mm/yyyy}", "expiry:mm/yyyy"), ("{lot:x}", "lot:x"),
        ("LOT {lot", "lot"), ("{}", ""), ("{expiry:Q}", "expiry:Q"),
    ])
    func `a field or form that means nothing is refused before any batch`(
        template: String,
        field: String
    ) {
        #expect(throws: ExpectedText.Flaw.unknownField(field)) { try TextTemplate(template) }
    }

    @Test func `a template knows whether it asks for the expiry, and whether it says anything`()
        throws
    {
        #expect(try TextTemplate("EXP {expiry:yyyy}").asksForExpiry)
        #expect(try !TextTemplate("LOT {lot}").asksForExpiry)
        #expect(try TextTemplate(" \n").isBlank)
        #expect(try !TextTemplate("{lot}").isBlank)
    }

    @Test func `a month ends with its last day`() throws {
        let february = try CalendarDate("2028-02")
        #expect(february.lastDay == 29 && february.description == "2028-02")
        #expect(try !february.ends(before: CalendarDate("2028-02-29")))
        #expect(try february.ends(before: CalendarDate("2028-03-01")))
        #expect(try CalendarDate("2027-12-31").ends(before: february))
        #expect(try CalendarDate("2028-02-09").description == "2028-02-09")
    }
}
