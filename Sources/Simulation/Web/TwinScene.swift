internal import Blister

/// Everything about a scenario that is the same in every cycle, tabulated once.
struct TwinScene: Sendable {
    /// Film variants per pocket; a real forming tool never makes two domes quite alike.
    static let filmVariants = 3

    let scenario: TwinScenario
    let grid: WebGrid
    let plan: DefectPlan
    let foil: FoilPattern
    let body: ProductBody
    let otherBodies: [ProductBody]
    let otherColours: [TwinProduct.Colour]
    let print: PrintPattern?
    let filmTable: ShadingTable
    /// By lane, pocket and variant.
    let films: [FilmSprite]
    /// Radiance of a white matt surface lying flat.
    let exposure: Float = 0.92

    init(scenario: TwinScenario) {
        self.scenario = scenario
        let rows = Int((scenario.layout.pitch / scenario.millimetresPerRow).rounded())
        let grid = WebGrid(
            columns: scenario.width,
            rowsPerCycle: rows,
            millimetresPerColumn: scenario.millimetresPerColumn,
            millimetresPerRow: scenario.layout.pitch / Double(rows)
        )
        self.grid = grid
        let light = LightField(kind: scenario.light)
        plan = DefectPlan(scenario: scenario)
        foil = FoilPattern(scenario: scenario, grid: grid, light: light)
        body = ProductBody(product: scenario.product, light: light)
        otherBodies = Self.others(scenario).map { ProductBody(product: $0, light: light) }
        otherColours = Self.colours(unlike: scenario.product)
        print = scenario.layout.print.map {
            PrintPattern(
                text: scenario.printText,
                style: scenario.printStyle,
                region: $0,
                grid: grid
            )
        }
        let filmTable = ShadingTable(light: light, reflectance: 0.05, softness: 0.07)
        self.filmTable = filmTable
        var films: [FilmSprite] = []
        for lane in 0..<scenario.layout.lanes {
            let origin = Point(
                x: scenario.laneOriginMillimetres(lane),
                y: scenario.triggerOffsetMillimetres
            )
            for (index, pocket) in scenario.layout.pockets.enumerated() {
                for variant in 0..<Self.filmVariants {
                    films.append(
                        FilmSprite(
                            pocket: pocket,
                            origin: origin,
                            canvas: grid,
                            table: filmTable,
                            variant: Draw(seed: scenario.seed, .film, lane, index, variant)
                        )
                    )
                }
            }
        }
        self.films = films
    }

    func film(lane: Int, pocket: Int, variant: Int) -> FilmSprite {
        films[(lane * scenario.layout.pockets.count + pocket) * Self.filmVariants + variant]
    }

    /// Products that fit the pocket and cannot be taken for the right one.
    private static func others(_ scenario: TwinScenario) -> [TwinProduct] {
        let scheduled = scenario.faults.contains { fault in
            guard case .defect(_, _, let defect) = fault else { return false }
            return defect.reason == .wrongProduct
        }
        let seeded = scenario.defectRate > 0 && scenario.defectKinds.contains(.wrongProduct)
        guard seeded || scheduled, let pocket = scenario.layout.pockets.first else { return [] }
        let own = scenario.product
        var room = (length: 0.0, width: 0.0)
        switch pocket.shape {
        case .circle(let diameter): room = (diameter - 0.8, diameter - 0.8)
        case .oblong(let length, let width, _): room = (length - 0.8, width - 0.8)
        }
        var found: [TwinProduct] = []
        for preset in TwinProduct.presets where preset.name != own.name {
            var other = preset
            let size = preset.size
            let scale = min(1, room.length / size.length, room.width / size.width)
            switch preset.outline {
            case .round(let diameter): other.outline = .round(diameter: diameter * scale)
            case .oblong(let length, let width):
                other.outline = .oblong(length: length * scale, width: width * scale)
            }
            let ratio = other.area / own.area
            let contrast = abs(other.colour.luminance - own.colour.luminance)
            if ratio < 0.78 || ratio > 1.2 || contrast > 0.22 { found.append(other) }
        }
        return Array(found.prefix(5))
    }

    private static func colours(unlike product: TwinProduct) -> [TwinProduct.Colour] {
        let all: [TwinProduct.Colour] = [
            SIMD3(0.86, 0.86, 0.84), SIMD3(0.80, 0.62, 0.10), SIMD3(0.10, 0.32, 0.62),
            SIMD3(0.45, 0.05, 0.06), SIMD3(0.10, 0.36, 0.14), SIMD3(0.74, 0.34, 0.42),
            SIMD3(0.24, 0.10, 0.05), SIMD3(0.35, 0.34, 0.33),
        ]
        return all.filter { colour in
            let first = abs(colour.luminance - product.colour.luminance)
            let second = abs(colour.luminance - product.secondColour.luminance)
            return max(first, second) > 0.25
        }
    }
}
