public import Documents
internal import Fleet
internal import Foundation
internal import Linux
internal import Panel
internal import Rejection

extension StationConfiguration {
    /// Reads a station configuration; relative paths in it start at its own folder.
    public init(path: String) throws(DocumentError) {
        let folder = URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
        try self.init(document: try Document.read(path: path), folder: folder)
        self.path = path
    }

    init(document: DocumentNode, folder: String) throws(DocumentError) {
        let top = try document.mapping(
            allowed: [
                "station", "recipe", "calibration", "models", "models_signed", "model_keys",
                "model_latency_limit_ms", "acceptance", "camera", "replay", "simulated", "trigger",
                "reject", "alarms", "batch", "pins", "records", "workers",
                "real_time", "control_socket", "panel", "fleet", "camera_health",
            ]
        )
        func resolved(_ path: String) -> String {
            path.hasPrefix("/") ? path : (folder as NSString).appendingPathComponent(path)
        }
        name = try top.required("station").text()
        recipePath = resolved(try top.required("recipe").text())
        calibrationPath = try top.optional("calibration").map { node throws(DocumentError) in
            resolved(try node.text())
        }
        modelsPath = try top.optional("models").map { node throws(DocumentError) in
            resolved(try node.text())
        }
        modelRules = try ModelRules(document: top, resolved: resolved)
        source = try Self.source(of: top, resolved: resolved)
        let triggerNode = top.optional("trigger")
        trigger = try triggerNode?.choice(Trigger.self) ?? .rows
        let reject = try top.required("reject").mapping(
            allowed: ["after", "delay_ms", "pulse_ms", "energise_to_pass", "confirm_within_ms"]
        )
        rejectDelay = try RejectDelay(document: try reject.required("after"))
        delayMilliseconds = try reject.optional("delay_ms")?.integer(in: 0...10_000) ?? 0
        pulseMilliseconds = try reject.optional("pulse_ms")?.integer(in: 0...10_000) ?? 0
        energiseToPass = try reject.optional("energise_to_pass")?.flag() ?? true
        confirmWithinMilliseconds =
            try reject.optional("confirm_within_ms")?.integer(in: 1...60_000)
        alarms = try AlarmConfiguration(document: top.optional("alarms"))
        requiresBatch = try top.optional("batch")?.choice(BatchRule.self) == .required
        pins = try PinConfiguration.list(document: top.optional("pins"))
        records = try RecordsConfiguration(
            document: try top.required("records"),
            resolved: resolved
        )
        workers = try top.optional("workers")?.integer(in: 1...64) ?? 2
        realTime = try RealTimeConfiguration(document: top.optional("real_time"))
        controlSocketPath = resolved(
            try top.optional("control_socket")?.text() ?? "control.sock"
        )
        cameraHealth =
            try top.optional("camera_health").map { node throws(DocumentError) in
                try CameraHealthConfiguration(document: node)
            } ?? CameraHealthConfiguration()
        panel = try top.optional("panel").map { node throws(DocumentError) in
            // The daemon reads it, root writes it: below the folder that is the daemon's.
            let users = (records.folder as NSString).appendingPathComponent("panel-users.json")
            return try PanelSettings(document: node, users: users, resolved: resolved)
        }
        let spool = (records.folder as NSString).appendingPathComponent("spool")
        fleet = try top.optional("fleet").map { node throws(DocumentError) in
            try FleetSettings(document: node, station: name, spool: spool, resolved: resolved)
        }
        try checkTogether(top: top, triggerNode: triggerNode)
    }

    private enum BatchRule: String, CaseIterable {
        case automatic
        case required
    }

    private static func source(
        of top: DocumentMapping,
        resolved: (String) -> String
    ) throws(DocumentError) -> Source {
        let given = ["camera", "replay", "simulated"].filter { top.optional($0) != nil }
        guard given.count == 1 else {
            throw top.node.invalid(
                given.isEmpty
                    ? "no source of rows" : "\(given.joined(separator: " and ")) together",
                cure: "give exactly one of camera, replay, simulated"
            )
        }
        if let node = top.optional("camera") {
            return .camera(try CameraConfiguration(document: node))
        }
        if let node = top.optional("replay") {
            let fields = try node.mapping(allowed: ["folder", "paced"])
            return .replay(
                folder: resolved(try fields.required("folder").text()),
                isPaced: try fields.optional("paced")?.flag() ?? true
            )
        }
        return .simulated(try SimulatedSource(document: try top.required("simulated")))
    }

    private func checkTogether(
        top: DocumentMapping,
        triggerNode: DocumentNode?
    ) throws(DocumentError) {
        func has(_ pin: String) -> Bool { pins.contains { $0.name == pin } }
        if trigger == .pin, !has("cycle") {
            throw (triggerNode ?? top.node).invalid(
                "trigger 'pin' needs the pin 'cycle'",
                cure: "add it under pins"
            )
        }
        if case .camera = source, trigger == .rows {
            throw (triggerNode ?? top.node).invalid(
                "a camera has no recorded trigger rows",
                cure: "set trigger to pin or image"
            )
        }
        guard !pins.isEmpty else { return }
        switch rejectDelay {
        case .cycles:
            guard has("cycle") else {
                throw top.node.invalid(
                    "reject after cycles needs the pin 'cycle'",
                    cure: "add it under pins, or count ticks or milliseconds"
                )
            }
        case .ticks:
            guard has("encoder_a") else {
                throw top.node.invalid(
                    "reject after ticks needs the pin 'encoder_a'",
                    cure: "add it under pins, or count cycles or milliseconds"
                )
            }
        case .milliseconds: break
        }
        if confirmWithinMilliseconds != nil, !has("reject_confirm") {
            throw top.node.invalid(
                "confirm_within_ms needs the pin 'reject_confirm'",
                cure: "add it under pins, or leave confirm_within_ms out"
            )
        }
    }
}

extension StationConfiguration.SimulatedSource {
    init(document: DocumentNode) throws(DocumentError) {
        let fields = try document.mapping(
            allowed: [
                "seed", "product", "cycles", "cycles_per_minute", "defect_rate", "channels",
                "lanes",
            ]
        )
        seed = UInt64(try fields.required("seed").integer(in: 0...Int.max))
        product = try fields.required("product").text()
        cycles = try fields.optional("cycles")?.integer(in: 1...1_000_000_000)
        cyclesPerMinute = try fields.optional("cycles_per_minute")?.number(in: 1...6000) ?? 300
        defectRate = try fields.optional("defect_rate")?.number(in: 0...1) ?? 0.02
        channels = try fields.optional("channels")?.integer(in: 1...3) ?? 1
        lanes = try fields.optional("lanes")?.integer(in: 1...8) ?? 1
        guard channels != 2 else {
            throw document.invalid("channels is 2", cure: "use 1 (mono) or 3 (colour)")
        }
    }
}

extension StationConfiguration.RejectDelay {
    init(document: DocumentNode) throws(DocumentError) {
        let fields = try document.mapping(allowed: ["cycles", "ticks", "milliseconds"])
        let given = ["cycles", "ticks", "milliseconds"].compactMap { key in
            fields.optional(key).map { (key, $0) }
        }
        guard given.count == 1, let (key, node) = given.first else {
            throw document.invalid(
                "the distance to the reject station is not one number",
                cure: "give exactly one of cycles, ticks, milliseconds"
            )
        }
        switch key {
        case "cycles": self = .cycles(try node.integer(in: 1...1000))
        case "ticks": self = .ticks(try node.integer(in: 1...10_000_000))
        default: self = .milliseconds(try node.integer(in: 1...600_000))
        }
    }
}

extension CameraConfiguration {
    init(document: DocumentNode) throws(DocumentError) {
        let fields = try document.mapping(
            allowed: [
                "device", "format", "width", "rows_per_chunk", "row_rate_hz", "mm_per_column",
                "mm_per_row", "ticks_per_row", "lights", "timeout_ms", "controls",
            ]
        )
        device = try fields.required("device").text()
        format = try fields.optional("format")?.choice(CameraFormat.self) ?? .grey
        width = try fields.required("width").integer(in: 16...32_768)
        rowsPerChunk = try fields.required("rows_per_chunk").integer(in: 1...16_384)
        rowRateHertz = try fields.required("row_rate_hz").number(in: 1...1_000_000)
        millimetresPerColumn = try fields.required("mm_per_column").number(in: 0.001...10)
        millimetresPerRow = try fields.required("mm_per_row").number(in: 0.001...10)
        ticksPerRow = try fields.optional("ticks_per_row")?.number(in: 0.001...10_000) ?? 1
        lights = try fields.optional("lights")?.integer(in: 1...8) ?? 1
        timeoutMilliseconds = try fields.optional("timeout_ms")?.integer(in: 10...60_000) ?? 1000
        controls = []
        if let node = fields.optional("controls") {
            for (name, value) in try node.entries() {
                controls.append(
                    Control(name: name, value: try value.integer(in: -(1 << 31)...(1 << 31)))
                )
            }
        }
    }
}

extension AlarmConfiguration {
    init(document: DocumentNode?) throws(DocumentError) {
        let fields = try document?.mapping(allowed: ["consecutive_rejects", "rejects", "of_last"])
        consecutiveRejects =
            try fields?.optional("consecutive_rejects")?.integer(in: 0...10_000) ?? 5
        rejects = try fields?.optional("rejects")?.integer(in: 0...10_000) ?? 10
        window = try fields?.optional("of_last")?.integer(in: 0...10_000) ?? 50
        if let document, rejects > window, window > 0 {
            throw document.invalid(
                "\(rejects) rejects cannot occur among \(window) blisters",
                cure: "make of_last at least rejects"
            )
        }
    }
}

extension PinConfiguration {
    static let outputs = ["reject", "ready", "heartbeat", "alarm", "result_toggle"]
    static let inputs = ["cycle", "encoder_a", "encoder_b", "reject_confirm", "acknowledge"]

    static func list(document: DocumentNode?) throws(DocumentError) -> [PinConfiguration] {
        guard let document else { return [] }
        let lanes = (0..<OutputLevels.lanesMax).map { "reject_lane_\($0)" }
        let fields = try document.mapping(allowed: ["chip"] + outputs + lanes + inputs)
        let chip = try fields.optional("chip")?.text()
        var pins: [PinConfiguration] = []
        for (name, node) in try document.entries() where name != "chip" {
            let pin = try PinConfiguration(name: name, document: node, chip: chip)
            if let other = pins.first(where: { $0.chip == pin.chip && $0.offset == pin.offset }) {
                throw node.invalid(
                    "line \(pin.offset) of \(pin.chip) is already '\(other.name)'",
                    cure: "give each pin its own line"
                )
            }
            pins.append(pin)
        }
        return pins
    }

    init(name: String, document: DocumentNode, chip common: String?) throws(DocumentError) {
        let fields = try document.mapping(allowed: ["offset", "chip", "polarity", "bias"])
        self.name = name
        guard let chip = try fields.optional("chip")?.text() ?? common else {
            throw document.error(.missingKey("chip"))
        }
        self.chip = chip
        offset = try fields.required("offset").integer(in: 0...4095)
        isActiveLow = try fields.optional("polarity")?.choice(Polarity.self) == .activeLow
        bias = try fields.optional("bias")?.choice(LineBias.self) ?? .asIs
    }

    private enum Polarity: String, CaseIterable {
        case activeHigh = "active_high"
        case activeLow = "active_low"
    }
}

extension RecordsConfiguration {
    init(document: DocumentNode, resolved: (String) -> String) throws(DocumentError) {
        let fields = try document.mapping(
            allowed: [
                "folder", "reject_log", "audit_key", "evidence_mb", "free_space_mb",
                "accepted_cuts",
            ]
        )
        folder = resolved(try fields.required("folder").text())
        rejectLogPath =
            try fields.optional("reject_log").map { node throws(DocumentError) in
                resolved(try node.text())
            } ?? (folder as NSString).appendingPathComponent("reject.log")
        auditKeyPath =
            try fields.optional("audit_key").map { node throws(DocumentError) in
                resolved(try node.text())
            } ?? (folder as NSString).appendingPathComponent("audit/station.pem")
        let megabytes = 1_000_000
        evidenceByteCountMax =
            try (fields.optional("evidence_mb")?.integer(in: 1...100_000_000) ?? 20_000)
            * megabytes
        freeByteCountMin =
            try (fields.optional("free_space_mb")?.integer(in: 0...100_000_000) ?? 500) * megabytes
        acceptedCutInterval =
            try fields.optional("accepted_cuts")?.integer(in: 0...1_000_000) ?? 0
    }
}

extension RealTimeConfiguration {
    init(document: DocumentNode?) throws(DocumentError) {
        let fields = try document?.mapping(
            allowed: ["priority", "capture_cpu", "actuation_cpu", "lock_memory"]
        )
        priority = try fields?.optional("priority")?.integer(in: 0...99) ?? 50
        captureProcessor = try fields?.optional("capture_cpu")?.integer(in: 0...63)
        actuationProcessor = try fields?.optional("actuation_cpu")?.integer(in: 0...63)
        locksMemory = try fields?.optional("lock_memory")?.flag() ?? true
    }
}
