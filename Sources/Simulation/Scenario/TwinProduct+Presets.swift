extension TwinProduct {
    /// Every product the twin knows, in the order it lists them.
    public static let presets: [TwinProduct] = tablets + oblongs + capsules

    /// The product called `name`, or nil.
    public static func named(_ name: String) -> TwinProduct? {
        presets.first { $0.name == name }
    }

    private static let white = Colour(0.88, 0.88, 0.86)

    private static func tablet(
        _ name: String,
        _ summary: String,
        _ outline: Outline,
        _ relief: Relief,
        marks: [Mark] = [],
        colour: Colour,
        second: Colour? = nil,
        core: Colour = white,
        gloss: Float,
        softness: Float,
        grain: Float,
        in arrangement: TwinLayout.Arrangement
    ) -> TwinProduct {
        TwinProduct(
            name: name,
            summary: summary,
            outline: outline,
            relief: relief,
            marks: marks,
            colour: colour,
            secondColour: second ?? colour,
            coreColour: core,
            gloss: gloss,
            softness: softness,
            grain: grain,
            arrangement: arrangement
        )
    }

    private static let tablets = [
        tablet(
            "round-flat-white",
            "9 mm flat tablet with bevelled edge, uncoated, matt white",
            .round(diameter: 9),
            .flat(bevel: 0.5),
            colour: white,
            gloss: 0.010,
            softness: 0.6,
            grain: 0.030,
            in: .staggered
        ),
        tablet(
            "biconvex-yellow",
            "8.6 mm biconvex tablet, film-coated, glossy yellow",
            .round(diameter: 8.6),
            .biconvex(height: 1.2),
            colour: Colour(0.83, 0.56, 0.07),
            gloss: 0.045,
            softness: 0.12,
            grain: 0.012,
            in: .staggered
        ),
        tablet(
            "scored-white",
            "9.4 mm flat white tablet with a break line",
            .round(diameter: 9.4),
            .flat(bevel: 0.45),
            marks: [.score(depth: 0.55)],
            colour: Colour(0.85, 0.84, 0.80),
            gloss: 0.012,
            softness: 0.5,
            grain: 0.030,
            in: .staggered
        ),
        tablet(
            "debossed-pink",
            "8.4 mm biconvex matt pink tablet, debossed K7",
            .round(diameter: 8.4),
            .biconvex(height: 0.8),
            marks: [.deboss(text: "K7", height: 3.2, depth: 0.22)],
            colour: Colour(0.78, 0.36, 0.38),
            core: Colour(0.82, 0.62, 0.62),
            gloss: 0.015,
            softness: 0.45,
            grain: 0.028,
            in: .staggered
        ),
        tablet(
            "small-brown",
            "6 mm sugar-coated biconvex tablet, polished brown",
            .round(diameter: 6),
            .biconvex(height: 1.4),
            colour: Colour(0.23, 0.085, 0.04),
            core: Colour(0.70, 0.62, 0.50),
            gloss: 0.055,
            softness: 0.09,
            grain: 0.008,
            in: .grid
        ),
        tablet(
            "large-effervescent",
            "18 mm flat effervescent tablet, coarse off-white",
            .round(diameter: 18),
            .flat(bevel: 0.8),
            colour: Colour(0.82, 0.79, 0.68),
            gloss: 0.008,
            softness: 0.7,
            grain: 0.055,
            in: .four
        ),
    ]

    private static let oblongs = [
        tablet(
            "oblong-white",
            "17 x 7.4 mm oblong white tablet with a break line",
            .oblong(length: 17, width: 7.4),
            .biconvex(height: 1.1),
            marks: [.score(depth: 0.5)],
            colour: white,
            gloss: 0.02,
            softness: 0.35,
            grain: 0.022,
            in: .upright
        ),
        tablet(
            "oblong-blue",
            "16.5 x 7.6 mm oblong tablet, film-coated blue, debossed BD20",
            .oblong(length: 16.5, width: 7.6),
            .biconvex(height: 1.2),
            marks: [.deboss(text: "BD20", height: 2.8, depth: 0.2)],
            colour: Colour(0.06, 0.17, 0.48),
            gloss: 0.04,
            softness: 0.16,
            grain: 0.012,
            in: .upright
        ),
        tablet(
            "softgel-amber",
            "17 x 7 mm soft capsule, clear amber oil",
            .oblong(length: 17, width: 7),
            .capsule(split: 99),
            colour: Colour(0.62, 0.30, 0.05),
            core: Colour(0.55, 0.34, 0.08),
            gloss: 0.05,
            softness: 0.08,
            grain: 0.006,
            in: .lying
        ),
    ]

    private static let capsules = [
        tablet(
            "capsule-red-white",
            "size 1 capsule, 18 x 6.6 mm, red cap, white body",
            .oblong(length: 18, width: 6.6),
            .capsule(split: 0.8),
            colour: Colour(0.84, 0.83, 0.80),
            second: Colour(0.52, 0.04, 0.05),
            core: Colour(0.80, 0.78, 0.70),
            gloss: 0.045,
            softness: 0.10,
            grain: 0.006,
            in: .lying
        ),
        tablet(
            "capsule-green-grey",
            "size 1 capsule, 18 x 6.6 mm, dark green cap, grey body",
            .oblong(length: 18, width: 6.6),
            .capsule(split: 0.8),
            colour: Colour(0.46, 0.47, 0.47),
            second: Colour(0.05, 0.17, 0.09),
            core: Colour(0.80, 0.76, 0.60),
            gloss: 0.045,
            softness: 0.10,
            grain: 0.006,
            in: .lying
        ),
    ]
}
