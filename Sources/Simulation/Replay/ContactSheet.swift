internal import Blister
public import Imaging

/// Many small pictures of the twin on one sheet, for people to look at.
public struct ContactSheet: Sendable {
    /// Pictures side by side.
    private static let columns = 6
    /// Web shown beyond the blister, millimetres.
    private static let margin = 2.0

    private let tiles: [Image]

    /// A good blister of the product of `web`, then one of every seedable defect, in order.
    public init(defectsOf web: TwinWeb) throws(TwinScenario.Fault) {
        var scenario = web.scenario
        scenario.defectRate = 0
        let layout = scenario.layout
        let kinds: [(reason: RejectReason, form: SeededDefect.Form)] =
            TwinScenario.seedableKinds.flatMap { reason in
                reason.forms.map { (reason, $0) }
            }
        scenario.cycles = kinds.count + 1
        scenario.faults = kinds.enumerated().map { index, kind in
            let inPocket = kind.reason.needsPocket || kind.reason == .foreign
            let pocket = index % layout.pockets.count
            let severity = kind.form == .chip ? 0.16 : kind.form == .half ? 0.45 : 0.6
            return .defect(
                cycle: index + 1,
                lane: 0,
                SeededDefect(
                    reason: kind.reason,
                    form: kind.form,
                    pocket: inPocket ? pocket : nil,
                    severity: severity,
                    place: inPocket
                        ? layout.pockets[pocket].centre
                        : Point(x: layout.width * 0.5, y: layout.length * 0.78)
                )
            )
        }
        let sheetWeb = try TwinWeb(scenario)
        tiles = (0..<scenario.cycles).map { Self.tile(sheetWeb, cycle: $0) }
    }

    /// One good blister of every product, like `scenario` otherwise, under each of `lights`.
    public init(
        products scenario: TwinScenario,
        lights: [LightKind]
    ) throws(TwinScenario.Fault) {
        var tiles: [Image] = []
        for light in lights {
            for product in TwinProduct.presets {
                var own = TwinScenario(seed: scenario.seed, product: product, cycles: 2)
                own.channels = scenario.channels
                own.light = light
                tiles.append(Self.tile(try TwinWeb(own), cycle: 1))
            }
        }
        self.tiles = tiles
    }

    /// Lane 0 of one cycle, at half the resolution.
    private static func tile(_ web: TwinWeb, cycle: Int) -> Image {
        let scenario = web.scenario
        let picture = web.picture(cycle: cycle)
        let left = (scenario.laneOriginMillimetres(0) - margin) / scenario.millimetresPerColumn
        let top = (scenario.triggerOffsetMillimetres - margin) / scenario.millimetresPerRow
        let width = Int((scenario.layout.width + 2 * margin) / scenario.millimetresPerColumn / 2)
        let height = Int((scenario.layout.length + 2 * margin) / scenario.millimetresPerRow / 2)
        var tile = Image(
            width: width,
            height: height,
            channels: picture.channels,
            filledWith: 0
        )
        for y in 0..<height {
            for x in 0..<width {
                for channel in 0..<picture.channels {
                    var sum = 0
                    for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                        let column = (Int(left) + 2 * x + dx).clamped(to: 0...picture.width - 1)
                        let row = (Int(top) + 2 * y + dy).clamped(to: 0...picture.height - 1)
                        sum += Int(picture[column, row, channel])
                    }
                    tile[x, y, channel] = UInt8((sum + 2) / 4)
                }
            }
        }
        return tile
    }

    /// The sheet: six pictures in a row, in the order they were made.
    public func picture() -> Image {
        let gap = 4
        let width = (tiles.map(\.width).max() ?? 1) + gap
        let height = (tiles.map(\.height).max() ?? 1) + gap
        let rows = (tiles.count + Self.columns - 1) / Self.columns
        var sheet = Image(
            width: width * Self.columns,
            height: height * rows,
            channels: tiles.first?.channels ?? 1,
            filledWith: 255
        )
        for (index, tile) in tiles.enumerated() {
            let column = index % Self.columns * width
            let first = index / Self.columns * height
            let span = tile.width * tile.channels
            for row in 0..<tile.height {
                let place = ((first + row) * sheet.width + column) * sheet.channels
                sheet.pixels.replaceSubrange(
                    place..<place + span,
                    with: tile.pixels[row * span..<(row + 1) * span]
                )
            }
        }
        return sheet
    }

    /// Writes the sheet to `path`, in the format its ending names.
    public func write(to path: String) throws(PictureError) {
        try picture().write(path: path, jpegQuality: 50)
    }
}

extension RejectReason {
    /// Every form a seeded defect of this reason can have.
    var forms: [SeededDefect.Form] {
        switch self {
        case .broken: [.half, .chip, .crack]
        case .dented: [.dent, .crushedPocket]
        default: [.plain]
        }
    }
}
