import Blister
import Foundation
import Imaging
import Inspection
import PackReading
import Simulation

/// Blisters of the line twin with print, cut out where they lie; no teaching is needed to read them.
struct PrintedWeb {
    static let lot = "7K2415"
    static let expiry = "2028-08"

    /// A fault for every cycle from 1 on; cycle 0 is good.
    static let forms: [SeededDefect.Form] = [.wrongSign, .missingSign, .noPrint, .smudge]

    let web: TwinWeb

    init(
        seed: UInt64,
        text: String = "LOT 7K2415 EXP 08.2028",
        style: PrintStyle = .strokes,
        channels: Int = 1
    ) throws {
        var scenario = TwinScenario(
            seed: seed,
            product: TwinProduct.presets[0],
            cycles: Self.forms.count + 1,
            pockets: 9
        )
        scenario.channels = channels
        scenario.printText = text
        scenario.printStyle = style
        scenario.faults = Self.forms.enumerated().map { index, form in
            .defect(
                cycle: index + 1,
                lane: 0,
                SeededDefect(
                    reason: .print,
                    form: form,
                    pocket: nil,
                    severity: 1,
                    place: Point(x: 0, y: 0)
                )
            )
        }
        web = try TwinWeb(scenario)
    }

    var layout: Layout { web.scenario.layout }

    /// The blister of `cycle`, to a row or two.
    func blister(_ cycle: Int) -> Image {
        let scenario = web.scenario
        let picture = web.picture(cycle: cycle)
        let width = Int((layout.width / scenario.millimetresPerColumn).rounded())
        let height = Int((layout.length / scenario.millimetresPerRow).rounded())
        let left = Int(scenario.laneOriginMillimetres(0) / scenario.millimetresPerColumn)
        let top = Int(scenario.triggerOffsetMillimetres / scenario.millimetresPerRow)
        return picture.cropped(left: left, top: top, width: width, height: height)
    }

    /// A recipe that asks for print, and has no limits otherwise.
    func recipe(
        _ template: String = "LOT {lot} EXP {expiry:MM.yyyy}",
        lotPattern: String? = nil,
        turn: Int = 0,
        layout other: Layout? = nil
    ) throws -> Recipe {
        var recipe = Recipe.withoutLimits(
            other ?? layout,
            millimetresPerPixel: web.scenario.millimetresPerColumn,
            channels: web.scenario.channels
        )
        recipe.print = PrintRule(
            template: try TextTemplate(template),
            lotPattern: lotPattern,
            turnDegrees: turn
        )
        return recipe
    }

    /// What reads the print of ``recipe(_:lotPattern:turn:layout:)`` for this lot.
    func examination(
        _ recipe: Recipe,
        lot: String = Self.lot,
        expiry: String = Self.expiry
    ) throws -> TextExamination {
        guard let texts = try PackTexts(recipe, recipePath: "recipe.yaml") else {
            throw CocoaError(.featureUnsupported)
        }
        return try TextExamination(
            texts,
            expected: recipe.texts(lot: lot, expiry: expiry, today: nil)
        )
    }

    /// The good blister turned clockwise by 90, 180 or 270 degrees, and where its print lies then.
    func turned(_ degrees: Int) throws -> (Image, Layout) {
        var image = blister(0)
        var layout = layout
        for _ in 0..<degrees / 90 {
            var turned = Image(width: image.height, height: image.width, channels: 1, filledWith: 0)
            for y in 0..<turned.height {
                for x in 0..<turned.width {
                    turned[x, y, 0] = image[y, image.height - 1 - x, 0]
                }
            }
            image = turned
            layout.print = layout.print.map { print in
                Region(
                    x: layout.length - print.y - print.height,
                    y: print.x,
                    width: print.height,
                    height: print.width
                )
            }
            (layout.width, layout.length) = (layout.length, layout.width)
        }
        return (image, layout)
    }
}
