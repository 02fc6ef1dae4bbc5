import Testing

/// One bad input: how it comes about, who is given it, and what the complaint must name.
struct BadInput: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let program: Program
    let arguments: [String]
    /// File and key, and words of the cure.
    let names: [String]
    let prepare: @Sendable (Ground) throws -> Void

    init(
        _ description: String,
        _ program: Program,
        _ arguments: [String],
        names: [String],
        prepare: @escaping @Sendable (Ground) throws -> Void
    ) {
        testDescription = description
        self.program = program
        self.arguments = arguments
        self.names = names
        self.prepare = prepare
    }

    static let all =
        stations + recipes + recordings + devices + models + networks + libraries + evaluations
        + others + training + prints + braille + audits + life + panels + labels

    private static let daemon = ["run", "--config", "station.yaml"]
    private static let inspect = ["inspect", "--recipe", "recipe.yaml", "--replay", "set"]
    private static let teach = [
        "teach", "--replay", "set", "--layout", "layout.yaml", "--out", "new.yaml",
    ]

    private static let stations = [
        BadInput(
            "station: unknown key",
            .blisterd,
            daemon,
            names: ["station.yaml:", "wrokers", "workers"]
        ) {
            try $0.replace("workers:", by: "wrokers:", in: "station.yaml")
        },
        BadInput(
            "station: impossible value",
            .blisterd,
            daemon,
            names: ["station.yaml:", "workers", "1 to 64"]
        ) {
            try $0.replace("workers: 2", by: "workers: 0", in: "station.yaml")
        },
        BadInput(
            "station: no number",
            .blisterd,
            daemon,
            names: ["station.yaml:", "evidence_mb", "number"]
        ) {
            try $0.replace("evidence_mb: 50", by: "evidence_mb: much", in: "station.yaml")
        },
        BadInput(
            "station: two sources",
            .blisterd,
            daemon,
            names: ["station.yaml:", "exactly one of"]
        ) {
            try $0.replace(
                "trigger:",
                by: "simulated: {seed: 1, product: scored-white}\ntrigger:",
                in: "station.yaml"
            )
        },
        BadInput("station: garbage", .blisterd, daemon, names: ["station.yaml", "UTF-8"]) {
            try $0.writeGarbage(to: "station.yaml")
        },
        BadInput("station: empty", .blisterd, daemon, names: ["station.yaml", "empty"]) {
            try $0.write("", to: "station.yaml")
        },
        BadInput("station: absent", .blisterd, daemon, names: ["station.yaml", "check the path"]) {
            try $0.remove("station.yaml")
        },
        BadInput(
            "station: a folder",
            .blisterd,
            ["run", "--config", "set"],
            names: ["set", "folder"]
        ) { _ in },
        BadInput(
            "station: absent recipe",
            .blisterd,
            daemon,
            names: ["recipe.yaml", "check the path"]
        ) {
            try $0.remove("recipe.yaml")
        },
        BadInput(
            "calibration: unknown key",
            .blisterd,
            daemon,
            names: ["c.yaml:", "widht", "width"]
        ) {
            try calibrate($0, columns: 800)
            try $0.replace("width:", by: "widht:", in: "c.yaml")
        },
        BadInput(
            "calibration: impossible value",
            .blisterd,
            daemon,
            names: ["c.yaml:", "channels"]
        ) {
            try calibrate($0, columns: 800)
            try $0.replace("channels: 1", by: "channels: 7", in: "c.yaml")
        },
        BadInput("calibration: another width", .blisterd, daemon, names: ["c.yaml", "700", "800"]) {
            try calibrate($0, columns: 700)
        },
    ]

    /// A calibration for a camera of `columns`, named by the station.
    private static func calibrate(_ ground: Ground, columns: Int) throws {
        try ground.writePicture(to: "dark.pgm", columns: columns, rows: 64, grey: 3)
        let made = try Program.blisterctl.run(
            ["calibrate", "dark", "dark.pgm", "--out", "c.yaml"],
            in: ground
        )
        try #require(made.status == 0, "\(made.complaint)")
        try ground.replace("replay:", by: "calibration: c.yaml\nreplay:", in: "station.yaml")
    }

    private static let recipes = [
        BadInput(
            "recipe: unknown key",
            .blisterctl,
            inspect,
            names: ["recipe.yaml:", "prodct", "product"]
        ) {
            try $0.replace("product: '", by: "prodct: '", in: "recipe.yaml")
        },
        BadInput(
            "recipe: impossible value",
            .blisterctl,
            inspect,
            names: ["recipe.yaml:", "channels"]
        ) {
            try $0.replace("channels: 1", by: "channels: 5", in: "recipe.yaml")
        },
        BadInput("recipe: garbage", .blisterctl, inspect, names: ["recipe.yaml", "UTF-8"]) {
            try $0.writeGarbage(to: "recipe.yaml")
        },
        BadInput(
            "recipe: another layout's model",
            .blisterctl,
            inspect,
            names: ["recipe.yaml", "teach again"]
        ) {
            try $0.replace("width_mm: 62", by: "width_mm: 66", in: "recipe.yaml")
        },
        BadInput("recipe: another web", .blisterctl, inspect, names: ["recipe.yaml", "wider web"]) {
            try $0.replace("lanes: 1", by: "lanes: 3", in: "recipe.yaml")
        },
        BadInput(
            "recipe: another web, daemon",
            .blisterd,
            daemon,
            names: ["recipe.yaml", "wider web"]
        ) {
            try $0.replace("lanes: 1", by: "lanes: 3", in: "recipe.yaml")
        },
        BadInput(
            "recipe: another scale",
            .blisterctl,
            inspect,
            names: ["recipe.yaml", "mm per column"]
        ) {
            try $0.replace("mm_per_column: 0.1", by: "mm_per_column: 0.2", in: "set/replay.yaml")
        },
        BadInput(
            "recipe: exchanged model",
            .blisterctl,
            inspect,
            names: ["recipe.yaml", "sha256", "teach again"]
        ) {
            try $0.truncate("recipe.product/product.model", to: 0.9)
        },
        BadInput(
            "recipe: model file absent",
            .blisterctl,
            inspect,
            names: ["template-mean.png", "teach again"]
        ) {
            try $0.remove("recipe.product/template-mean.png")
        },
        BadInput("layout: unknown key", .blisterctl, teach, names: ["layout.yaml:", "farbe"]) {
            try $0.replace("pockets:", by: "farbe: 3\npockets:", in: "layout.yaml")
        },
        BadInput("layout: impossible value", .blisterctl, teach, names: ["layout.yaml:", "lanes"]) {
            try $0.replace("lanes: 1", by: "lanes: -1", in: "layout.yaml")
        },
    ]

    private static let recordings = [
        BadInput(
            "replay: unknown key",
            .blisterctl,
            inspect,
            names: ["replay.yaml:", "rows", "rows_per_chunk"]
        ) {
            try $0.replace("rows_per_chunk:", by: "rows:", in: "set/replay.yaml")
        },
        BadInput(
            "replay: impossible value",
            .blisterctl,
            inspect,
            names: ["replay.yaml:", "row_rate_hz"]
        ) {
            try $0.replace("row_rate_hz: ", by: "row_rate_hz: -", in: "set/replay.yaml")
        },
        BadInput(
            "replay: absent folder",
            .blisterctl,
            inspect,
            names: ["set/replay.yaml", "check the path"]
        ) {
            try $0.remove("set")
        },
        BadInput(
            "replay: empty folder",
            .blisterctl,
            inspect,
            names: ["set/replay.yaml", "check the path"]
        ) {
            try $0.remove("set")
            try $0.makeFolder("set")
        },
        BadInput("replay: no chunk", .blisterctl, inspect, names: ["set", "chunk-*.jpg"]) {
            for name in try $0.contents() where name.hasPrefix("set/chunk-") {
                try $0.remove(String(name.split(separator: " ")[0]))
            }
        },
        BadInput(
            "chunk: too few rows",
            .blisterctl,
            inspect,
            names: ["chunk-000004.jpg", "rows_per_chunk"]
        ) {
            try $0.writePicture(to: "set/chunk-000004.jpg", columns: 800, rows: 100, grey: 90)
        },
        BadInput(
            "chunk: another width",
            .blisterctl,
            inspect,
            names: ["chunk-000004.jpg", "700 columns"]
        ) {
            try $0.writePicture(to: "set/chunk-000004.jpg", columns: 700, rows: 256, grey: 90)
        },
        BadInput(
            "chunk: truncated",
            .blisterctl,
            inspect,
            names: ["chunk-000004.jpg", "record it again"]
        ) {
            try $0.truncate("set/chunk-000004.jpg", to: 0.5)
        },
        BadInput(
            "chunk: truncated, daemon",
            .blisterd,
            daemon,
            names: ["chunk-000004.jpg", "record it again"]
        ) {
            try $0.truncate("set/chunk-000004.jpg", to: 0.5)
        },
        BadInput(
            "chunk: garbage",
            .blisterctl,
            inspect,
            names: ["chunk-000004.jpg", "not a picture"]
        ) {
            try $0.writeGarbage(to: "set/chunk-000004.jpg")
        },
        BadInput(
            "chunk: wrong size, teach",
            .blisterctl,
            teach,
            names: ["chunk-000004.jpg", "rows_per_chunk"]
        ) {
            try $0.writePicture(to: "set/chunk-000004.jpg", columns: 800, rows: 100, grey: 90)
        },
    ]

    private static let devices = [
        BadInput("pin: absent chip", .blisterd, daemon, names: ["gpiochip99", "check chip"]) {
            try $0.replace("trigger: rows", by: "pins: \(pins)\ntrigger: rows", in: "station.yaml")
        },
        BadInput(
            "pin: one line for two",
            .blisterd,
            daemon,
            names: ["station.yaml:", "its own line"]
        ) {
            let doubled = pins.replacing("offset: 5", with: "offset: 0")
            try $0.replace(
                "trigger: rows",
                by: "pins: \(doubled)\ntrigger: rows",
                in: "station.yaml"
            )
        },
        BadInput("camera: no camera", .blisterd, daemon, names: ["/dev/null"]) {
            try camera($0, "{device: /dev/null, width: 800, rows_per_chunk: 256, \(camera)}")
        },
        BadInput(
            "camera: unknown format",
            .blisterd,
            daemon,
            names: ["station.yaml:", "camera.format", "GREY"]
        ) {
            try camera(
                $0,
                "{device: /dev/video0, format: NV99, width: 800, rows_per_chunk: 256, \(camera)}"
            )
        },
    ]

    private static let pins = "{chip: /dev/gpiochip99, reject: {offset: 0}, cycle: {offset: 5}}"
    private static let camera = "row_rate_hz: 3200, mm_per_column: 0.1, mm_per_row: 0.1"

    private static func camera(_ ground: Ground, _ text: String) throws {
        try ground.replace("replay:\n", by: "camera: \(text)\n", in: "station.yaml")
        try ground.replace("  folder: set\n  paced: true\n", by: "", in: "station.yaml")
        try ground.replace("trigger: rows", by: "trigger: image", in: "station.yaml")
    }

    private static let others = [
        BadInput("teach: too few", .blisterctl, teach, names: ["set", "at least 20"]) { _ in },
        BadInput(
            "teach: empty folder",
            .blisterctl,
            ["teach", "--images", "none", "--out", "new.yaml"],
            names: ["none"]
        ) {
            try $0.makeFolder("none")
        },
        BadInput(
            "calibrate: empty folder",
            .blisterctl,
            ["calibrate", "dark", "--images", "none", "--out", "c.yaml"],
            names: ["none", "no pictures"]
        ) {
            try $0.makeFolder("none")
        },
        BadInput(
            "calibrate: garbage",
            .blisterctl,
            ["calibrate", "dark", "x.png", "--out", "c.yaml"],
            names: ["x.png", "not a picture"]
        ) {
            try $0.writeGarbage(to: "x.png")
        },
        BadInput(
            "calibrate: another width",
            .blisterctl,
            ["calibrate", "dark", "wide.pgm", "--out", "c.yaml"],
            names: ["c.yaml", "700", "900"]
        ) {
            try calibrate($0, columns: 700)
            try $0.writePicture(to: "wide.pgm", columns: 900, rows: 64, grey: 3)
        },
        BadInput(
            "simulate: folder in use",
            .blisterctl,
            ["simulate", "--out", "set"],
            names: ["set", "not empty"]
        ) { _ in },
        BadInput(
            "simulate: unknown fault",
            .blisterctl,
            ["simulate", "--out", "x", "--faults", "f.yaml"],
            names: ["f.yaml:", "kind"]
        ) {
            try $0.write("faults: [{kind: sunshine}]\n", to: "f.yaml")
        },
        BadInput(
            "report: no store",
            .blisterctl,
            ["batch", "report", "--records", "."],
            names: ["records.sqlite", "records folder"]
        ) { _ in },
        BadInput(
            "tail: no log",
            .blisterctl,
            ["tail", "--once", "--log", "no.log"],
            names: ["no.log", "--log"]
        ) { _ in },
        BadInput(
            "batch: no daemon",
            .blisterctl,
            ["batch", "status", "--socket", "no.sock"],
            names: ["no.sock", "start blisterd"]
        ) { _ in },
    ]
}
