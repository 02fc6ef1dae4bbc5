public import Blister
internal import Foundation

/// Everything the line twin needs to render one run; equal scenarios render equal bytes.
public struct TwinScenario: Sendable, Equatable {
    /// Why a scenario cannot be rendered.
    public enum Fault: Error, Equatable, Sendable {
        /// `name` must lie in `allowed`.
        case outOfRange(name: String, value: Double, allowed: ClosedRange<Double>)
        /// A scheduled defect names a pocket or lane that the layout does not have.
        case noSuchPlace(fault: String)
        /// The text holds a sign that the twin cannot print.
        case unprintable(sign: Character)
    }

    /// Seed of every draw.
    public var seed: UInt64
    /// What is packed.
    public var product: TwinProduct
    /// Where the pockets are.
    public var layout: Layout
    /// Machine cycles in the run.
    public var cycles: Int
    /// 1 (mono, linear) or 3 (RGB in sRGB encoding).
    public var channels = 1
    /// Extent of one column across the web.
    public var millimetresPerColumn = 0.1
    /// Nominal extent of one row along travel.
    public var millimetresPerRow = 0.1
    /// Rows in a full chunk.
    public var rowsPerChunk = 256
    /// Share of blisters with a seeded defect, 0...1.
    public var defectRate = 0.0
    /// Which defects are seeded, each equally often.
    public var defectKinds: [RejectReason] = TwinScenario.seedableKinds
    /// Lowest seeded severity, 0...1.
    public var severityMin = 0.3
    /// How the web is lit.
    public var light: LightKind
    /// Mean grey of the foil between the pockets, 0...1 of full scale.
    public var foilLevel: Float
    /// Pattern the sealing tool leaves in the foil.
    public var knurl = Knurl.diamond
    /// Distance between two knurl lines, millimetres.
    public var knurlPitchMillimetres = 0.9
    /// Steepest slope of the knurl.
    public var knurlDepth: Float = 0.22
    /// Web beside the outer blisters on each side, millimetres.
    public var webMarginMillimetres = 7.0
    /// Dark machine bed seen beyond each side of the web, millimetres.
    public var bedMarginMillimetres = 2.0
    /// Machine cycles a minute.
    public var cyclesPerMinute = 300.0
    /// Rows seen before the first cycle trigger.
    public var leadInRows = 64
    /// The camera and the way the web runs under it.
    public var camera = CameraCharacter()
    /// What is printed in the print region, rows parted by line ends.
    ///
    /// A to Z, digits, slash, dot, hyphen, colon and blank.
    public var printText = "LOT 7K2415 EXP 08.2028"
    /// How it is printed.
    public var printStyle = PrintStyle.strokes
    /// Scheduled faults.
    public var faults: [TwinFault] = []

    /// A run of `cycles` cycles of `product` under the light that suits it.
    public init(
        seed: UInt64,
        product: TwinProduct,
        lanes: Int = 1,
        cycles: Int,
        pockets: Int? = nil
    ) {
        self.seed = seed
        self.product = product
        layout = TwinLayout.layout(for: product, lanes: lanes, pockets: pockets)
        self.cycles = cycles
        light = .dome
        foilLevel = Self.suitableFoilLevel(for: product)
    }

    /// Whoever sets up the lamps makes the foil differ from the product.
    private static func suitableFoilLevel(for product: TwinProduct) -> Float {
        switch product.colour.luminance {
        case ..<0.3: 0.50
        case ..<0.65: 0.24
        default: 0.40
        }
    }

    /// Every kind of defect that can be seeded: those of ``seedableKinds``, and `print`, which only a recipe
    /// that says what must be printed can find.
    public static let allKinds = seedableKinds + [RejectReason.print]

    /// The kinds of defect that are seeded where nobody says which.
    public static let seedableKinds: [RejectReason] = [
        .missing, .broken, .dented, .undersize, .oversize, .double, .outOfPocket, .wrongProduct,
        .wrongColour, .fragments, .powder, .blackSpot, .foreign, .hair, .dirtyFoil,
        .wrinkledFoil, .splice, .step,
    ]

    /// Columns of a row, a multiple of 16.
    public var width: Int {
        let extent =
            2 * (webMarginMillimetres + bedMarginMillimetres)
            + Double(layout.lanes - 1) * layout.lanePitch + layout.width
        return (Int((extent / millimetresPerColumn).rounded(.up)) + 15) / 16 * 16
    }

    /// Distance of lane `lane`'s first corner from column 0, millimetres, before wander.
    public func laneOriginMillimetres(_ lane: Int) -> Double {
        bedMarginMillimetres + webMarginMillimetres + Double(lane) * layout.lanePitch
    }

    /// Distance of a blister's first corner from its cycle trigger, millimetres.
    public var triggerOffsetMillimetres: Double { (layout.pitch - layout.length) / 2 }

    /// Rows a second at rated speed.
    public var rowRateHertz: Double {
        cyclesPerMinute / 60 * layout.pitch / millimetresPerRow
    }

    /// Checks every figure that would make rendering meaningless.
    public func validate() throws(Fault) {
        func check(_ name: String, _ value: Double, _ allowed: ClosedRange<Double>) throws(Fault) {
            guard allowed.contains(value) else {
                throw .outOfRange(name: name, value: value, allowed: allowed)
            }
        }
        try check("cycles", Double(cycles), 1...10_000_000)
        try check("mm_per_column", millimetresPerColumn, 0.02...0.5)
        try check("mm_per_row", millimetresPerRow, 0.02...0.5)
        try check("rows_per_chunk", Double(rowsPerChunk), 1...8192)
        try check("defect_rate", defectRate, 0...1)
        try check("speed", cyclesPerMinute, 1...6000)
        try check("columns", Double(width), 16...16384)
        let signs = StrokeFont.signs
        if let sign = printText.first(where: { !$0.isNewline && !signs.contains($0) }) {
            throw .unprintable(sign: sign)
        }
        if layout.print == nil, defectKinds.contains(.print) { throw .noSuchPlace(fault: "print") }
        for fault in faults {
            guard case .defect(_, let lane, let defect) = fault else { continue }
            guard lane < layout.lanes, (defect.pocket ?? 0) < layout.pockets.count else {
                throw .noSuchPlace(fault: defect.reason.rawValue)
            }
        }
    }
}

extension TwinScenario.Fault: CustomStringConvertible {
    /// One line with the cure.
    public var description: String {
        switch self {
        case .outOfRange(let name, let value, let allowed):
            "\(name) \(value) is impossible; use \(allowed.lowerBound) to \(allowed.upperBound)"
        case .noSuchPlace(let fault):
            "scheduled defect '\(fault)' names a lane, pocket or print that the layout does not have; "
                + "count lanes and pockets from 0"
        case .unprintable(let sign):
            "the print holds \(sign); use A to Z, digits, / . - : and blanks"
        }
    }
}
