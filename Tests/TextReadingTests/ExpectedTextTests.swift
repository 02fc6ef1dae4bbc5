import Blister
import Testing

@testable import TextReading

struct ExpectedTextTests {
    @Test func `a template is filled from batch and expiry`() throws {
        let text = try ExpectedText(
            template: "LOT {lot} EXP {expiry:MM/yyyy}",
            lot: "ab12",
            expiry: "2027-03"
        )
        #expect(text.text == "LOT AB12 EXP 03/2027")
        let day = try ExpectedText(template: "{expiry:dd MMM yy}", lot: nil, expiry: "2028-02")
        #expect(day.text == "29 FEB 28")
        #expect(try ExpectedText(template: "16 NOV", lot: nil, expiry: nil).text == "16 NOV")
    }

    @Test(arguments: ["2027-02-29", "2027-13", "2027-00", "27-03", "2027", "2027-04-31", "soon"])
    func `an expiry that is no date is refused`(expiry: String) {
        #expect(throws: ExpectedText.Flaw.noDate(expiry)) {
            try ExpectedText(template: "{expiry}", lot: nil, expiry: expiry)
        }
    }

    @Test func `fields without a value or a meaning are refused`() {
        #expect(throws: ExpectedText.Flaw.missingValue(field: "lot")) {
            try ExpectedText(template: "{lot}", lot: nil, expiry: nil)
        }
        #expect(throws: ExpectedText.Flaw.unknownField("batch")) {
            try ExpectedText(template: "{batch}", lot: "1", expiry: nil)
        }
        #expect(throws: ExpectedText.Flaw.unknownField("expiry:hh")) {
            try ExpectedText(template: "{expiry:hh}", lot: nil, expiry: "2027-03")
        }
        #expect(throws: ExpectedText.Flaw.form(batch: "A1", pattern: "[0-9]+")) {
            try ExpectedText(template: "{lot}", lot: "A1", expiry: nil, lotPattern: "[0-9]+")
        }
    }

    @Test func `dates and batches rank before words`() {
        for text in [
            "16 NOV", "EXP 03/2027", "LOT A123", "12.03.27", "2027-03-01", "05NOV27", "BATCH GAL3",
            "LOT KYRY", "B.NO ABX",
        ] {
            #expect(CodeGrammar.rank(text) == 2, "\(text)")
        }
        for text in ["KEEP REFRIGERATED", "USE BY", "A", "LOT", "EXP", "DRY 5", "BATCH NO"] {
            #expect(CodeGrammar.rank(text) == 0, "\(text)")
        }
        #expect(CodeGrammar.rank("754KJ 183KCAL") == 1)
        for text in ["45/13/2027", "GAL3", "LRYVZT"] { #expect(CodeGrammar.rank(text) == 1) }
    }

    @Test func `twins follow their neighbours, and stay where those do not agree`() {
        #expect(TwinSigns.settled("O3/2O27") == "03/2027")
        #expect(TwinSigns.settled("2O27") == "2027")
        #expect(TwinSigns.settled("L0T 12") == "LOT 12")
        #expect(TwinSigns.settled("A0B1") == nil)
        #expect(TwinSigns.settled("LOT 123") == nil)
    }
}
