import Blister
import Imaging
import Inspection
import Simulation
import Testing

@testable import PackReading

/// Print of the line twin, against what a batch expects.
struct PrintOnTheLineTests {
    @Test func `good print is accepted, and every seeded fault is rejected for it`() throws {
        let web = try PrintedWeb(seed: 31)
        let examination = try web.examination(web.recipe())
        for cycle in 0...PrintedWeb.forms.count {
            let findings = examination.findings(on: web.blister(cycle))
            let print = try #require(findings.print)
            #expect(findings.fault == nil && findings.braille == nil)
            #expect(print.expected == "LOT 7K2415 EXP 08.2028")
            #expect(print.passes == (cycle == 0), "cycle \(cycle): \(print)")
            #expect(print.check.passes == print.passes)
            if cycle == 0 { #expect(print.text == print.expected) }
        }
    }

    @Test func `print of drops is read as well`() throws {
        let web = try PrintedWeb(seed: 31, style: .dots)
        let examination = try web.examination(web.recipe())
        #expect(examination.findings(on: web.blister(0)).print?.passes == true)
        #expect(examination.findings(on: web.blister(1)).print?.passes == false)
    }

    @Test func `another lot than the printed one is rejected, with the sign and its place`() throws
    {
        let web = try PrintedWeb(seed: 41)
        let blister = web.blister(0)
        let lot = try web.examination(web.recipe(), lot: "7K2416").findings(on: blister).print
        let faults = try #require(lot?.faults)
        #expect(faults.map(\.sign) == ["6"] && faults.map(\.read) == ["5"])
        let region = try #require(web.layout.print)
        let place = try #require(faults[0].place)
        #expect((region.x...region.x + region.width).contains(place.x))
        #expect((region.y...region.y + region.height).contains(place.y))
        #expect(lot?.check.reason == .print && lot?.check.value == 1)
    }

    @Test func `colour pictures are read as well`() throws {
        let web = try PrintedWeb(seed: 43, channels: 3)
        let examination = try web.examination(web.recipe())
        let good = try #require(examination.findings(on: web.blister(0)).print)
        #expect(good.passes, "\(good)")
        #expect(examination.findings(on: web.blister(1)).print?.passes == false)
    }

    @Test(arguments: [90, 180, 270])
    func `print that is turned as the recipe says is read, turned otherwise it is rejected`(
        degrees: Int
    ) throws {
        let web = try PrintedWeb(seed: 45)
        let (image, layout) = try web.turned(degrees)
        let right = try web.examination(web.recipe(turn: degrees, layout: layout))
        let found = try #require(right.findings(on: image).print)
        #expect(found.passes, "\(found)")
        guard degrees == 180 else { return }
        let wrong = try web.examination(web.recipe(turn: (degrees + 180) % 360, layout: layout))
        let missed = try #require(wrong.findings(on: image).print)
        #expect(!missed.passes)
    }

    @Test func `what was read before changes no bit`() throws {
        let web = try PrintedWeb(seed: 47)
        let blisters = [0, 1].map(web.blister)
        let recipe = try web.recipe()
        let one = try web.examination(recipe)
        let forward = blisters.map { one.findings(on: $0) }
        let other = try web.examination(recipe)
        let backward = blisters.reversed().map { other.findings(on: $0) }
        #expect(forward == backward.reversed())
    }

    @Test func `a picture of nothing is rejected`() throws {
        let web = try PrintedWeb(seed: 49)
        let examination = try web.examination(web.recipe())
        let size = web.blister(0)
        let blank = Image(width: size.width, height: size.height, channels: 1, filledWith: 128)
        let print = try #require(examination.findings(on: blank).print)
        #expect(!print.passes && print.text == nil)
        #expect(print.check.value == 19)
    }
}

/// The texts in force, as the control plane changes them.
struct TextSlotTests {
    @Test func `a thread expects the new text from its next blister on`() throws {
        let web = try PrintedWeb(seed: 51)
        let recipe = try web.recipe()
        let texts = try #require(try PackTexts(recipe, recipePath: "recipe.yaml"))
        let slot = try TextSlot(texts, expected: recipe.standingTexts, workers: 2)
        var seat = slot.seat(ofWorker: 1)
        let blister = web.blister(0)
        let before = try #require(seat.newest().findings(on: blister).print)
        #expect(before == .unverified(expected: nil))
        #expect(!recipe.isSatisfied(by: slot.expected))
        try slot.expect(recipe.texts(lot: PrintedWeb.lot, expiry: PrintedWeb.expiry, today: nil))
        #expect(recipe.isSatisfied(by: slot.expected))
        #expect(seat.newest().findings(on: blister).print?.passes == true)
        try slot.expect(recipe.texts(lot: "1", expiry: PrintedWeb.expiry, today: nil))
        #expect(seat.newest().findings(on: blister).print?.passes == false)
        try slot.expect(recipe.standingTexts)
        #expect(seat.newest().findings(on: blister).print?.expected == nil)
    }

    @Test func `a lot with a sign that no code has is refused, and the old text stays`() throws {
        let web = try PrintedWeb(seed: 53)
        let recipe = try web.recipe()
        let texts = try #require(try PackTexts(recipe, recipePath: "recipe.yaml"))
        let known = try recipe.texts(lot: "A1", expiry: "2028-08", today: nil)
        let slot = try TextSlot(texts, expected: known, workers: 1)
        #expect(throws: UnreadableText.self) {
            try slot.expect(recipe.texts(lot: "A_1", expiry: "2028-08", today: nil))
        }
        #expect(slot.expected == known)
    }

    @Test func `a template with a sign that no code has is refused before any batch`() throws {
        let web = try PrintedWeb(seed: 55)
        let recipe = try web.recipe("CHARGE: Ä{lot}")
        #expect(throws: (any Error).self) { try PackTexts(recipe, recipePath: "recipe.yaml") }
    }
}

/// What a batch must say before it is started.
struct BatchTextTests {
    private let today = CalendarDate(year: 2027, month: 3, day: 15)

    @Test func `a lot must be of the recipe's form, and an expiry of the calendar`() throws {
        let recipe = try PrintedWeb(seed: 1).recipe(lotPattern: "[0-9]K[0-9]{4}")
        let texts = try recipe.texts(lot: "7K2415", expiry: "2028-08", today: today)
        #expect(texts == ExpectedTexts(print: "LOT 7K2415 EXP 08.2028"))
        for (lot, expiry) in [("K", "2028-08"), ("7K24150", "2028-08"), ("7K2415", "2028-13")] {
            #expect(throws: BatchFlaw.self) {
                try recipe.texts(lot: lot, expiry: expiry, today: today)
            }
        }
        let anyLot = try PrintedWeb(seed: 1).recipe()
        #expect(throws: BatchFlaw.text(.missingValue(field: "lot"))) {
            try anyLot.texts(lot: " ", expiry: "2028-08", today: today)
        }
        #expect(throws: BatchFlaw.text(.missingValue(field: "expiry"))) {
            try recipe.texts(lot: "7K2415", expiry: nil, today: today)
        }
    }

    @Test func `an expiry that is over or far ahead is a slip, unless somebody insists`() throws {
        let recipe = try PrintedWeb(seed: 1).recipe()
        let past = try CalendarDate("2027-02")
        let day = try #require(today)
        #expect(throws: BatchFlaw.expired(past, today: day)) {
            try recipe.texts(lot: "1", expiry: "2027-02", today: day)
        }
        let far = try CalendarDate("2037-04")
        #expect(throws: BatchFlaw.tooFarAhead(far, today: day)) {
            try recipe.texts(lot: "1", expiry: "2037-04", today: day)
        }
        for expiry in ["2027-03", "2027-03-15", "2037-03"] {
            _ = try recipe.texts(lot: "1", expiry: expiry, today: day)
        }
        _ = try recipe.texts(lot: "1", expiry: "2020-01", today: nil)
    }

    @Test func `texts that name no batch are known without one`() throws {
        let web = try PrintedWeb(seed: 1)
        #expect(try web.recipe("{product} 10").standingTexts.print == "TWIN 10")
        #expect(try web.recipe().standingTexts.print == nil)
    }
}
