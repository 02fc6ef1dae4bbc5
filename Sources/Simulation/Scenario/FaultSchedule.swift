public import Blister
public import Documents

/// Reads the `--faults` file: a list of things that go wrong, each at its cycle.
///
/// ```yaml
/// faults:
///   - {kind: defect, cycle: 12, lane: 0, reason: missing, pocket: 3}
///   - {kind: defect, cycle: 14, reason: broken, form: chip, pocket: 1, severity: 0.2}
///   - {kind: light, cycle: 20, cycles: 4, gain: 0.7}
///   - {kind: lens_dirt, cycle: 20, cycles: 500, x_mm: 31, width_mm: 1.2, loss: 0.08}
///   - {kind: defocus, cycle: 20, cycles: 500, blur_mm: 0.15}
///   - {kind: lost_rows, cycle: 25, rows: 30}
///   - {kind: stop, cycle: 30, milliseconds: 800}
///   - {kind: lost_trigger, cycle: 33}
///   - {kind: camera_gone, cycle: 40, milliseconds: 1500}
///   - {kind: gate_stuck, cycle: 50, cycles: 2}
///   - {kind: confirmation_missed, cycle: 55}
/// ```
public enum FaultSchedule {
    private enum Kind: String, CaseIterable {
        case defect
        case light
        case lensDirt = "lens_dirt"
        case defocus
        case lostRows = "lost_rows"
        case stop
        case lostTrigger = "lost_trigger"
        case cameraGone = "camera_gone"
        case gateStuck = "gate_stuck"
        case confirmationMissed = "confirmation_missed"

        var keys: [String] {
            switch self {
            case .defect: ["lane", "reason", "form", "pocket", "severity", "x_mm", "y_mm"]
            case .light: ["cycles", "gain"]
            case .lensDirt: ["cycles", "x_mm", "width_mm", "loss"]
            case .defocus: ["cycles", "blur_mm"]
            case .lostRows: ["rows"]
            case .stop, .cameraGone: ["milliseconds"]
            case .lostTrigger: []
            case .gateStuck, .confirmationMissed: ["cycles"]
            }
        }
    }

    /// Reads the file at `path` for blisters of `layout`.
    public static func read(path: String, layout: Layout) throws(DocumentError) -> [TwinFault] {
        try read(document: try Document.read(path: path), layout: layout)
    }

    /// Reads a document for blisters of `layout`.
    public static func read(
        document: DocumentNode,
        layout: Layout
    ) throws(DocumentError) -> [TwinFault] {
        let top = try document.mapping(allowed: ["faults"])
        var faults: [TwinFault] = []
        for node in try top.required("faults").elements() {
            faults.append(try fault(node, layout))
        }
        return faults
    }

    private static func fault(
        _ node: DocumentNode,
        _ layout: Layout
    ) throws(DocumentError) -> TwinFault {
        var kindNode: DocumentNode?
        for entry in try node.entries() where entry.key == "kind" { kindNode = entry.value }
        guard let kindNode else { throw node.error(.missingKey("kind")) }
        let kind = try kindNode.choice(Kind.self)
        let fields = try node.mapping(allowed: ["kind", "cycle"] + kind.keys)
        let cycle = try fields.required("cycle").integer(in: 0...10_000_000)
        func cycles() throws(DocumentError) -> Int {
            try fields.optional("cycles")?.integer(in: 1...1_000_000) ?? 1
        }
        switch kind {
        case .defect:
            let lane = try fields.optional("lane")?.integer(in: 0...layout.lanes - 1) ?? 0
            return .defect(cycle: cycle, lane: lane, try defect(fields, layout))
        case .light:
            let gain = try fields.required("gain").number(in: 0...2)
            return .light(cycle: cycle, cycles: try cycles(), gain: gain)
        case .lensDirt:
            return .lensDirt(
                cycle: cycle,
                cycles: try cycles(),
                xMillimetres: try fields.required("x_mm").number(in: 0...5000),
                widthMillimetres: try fields.required("width_mm").number(in: 0.01...100),
                loss: try fields.required("loss").number(in: 0...1)
            )
        case .defocus:
            return .defocus(
                cycle: cycle,
                cycles: try cycles(),
                blurMillimetres: try fields.required("blur_mm").number(in: 0.01...1)
            )
        case .lostRows:
            return .lostRows(
                cycle: cycle,
                rows: try fields.required("rows").integer(in: 1...100_000)
            )
        case .stop:
            let time = try fields.required("milliseconds").integer(in: 1...3_600_000)
            return .stop(cycle: cycle, milliseconds: time)
        case .lostTrigger:
            return .lostTrigger(cycle: cycle)
        case .cameraGone:
            let time = try fields.required("milliseconds").integer(in: 1...3_600_000)
            return .cameraGone(cycle: cycle, milliseconds: time)
        case .gateStuck:
            return .gateStuck(cycle: cycle, cycles: try cycles())
        case .confirmationMissed:
            return .confirmationMissed(cycle: cycle, cycles: try cycles())
        }
    }

    private static func defect(
        _ fields: DocumentMapping,
        _ layout: Layout
    ) throws(DocumentError) -> SeededDefect {
        let reasonNode = try fields.required("reason")
        let reason = try reasonNode.choice(RejectReason.self)
        guard TwinScenario.allKinds.contains(reason) else {
            let names = TwinScenario.allKinds.map(\.rawValue).joined(separator: ", ")
            throw reasonNode.error(
                .outOfRange(value: "'\(reason.rawValue)'", allowed: "one of: \(names)")
            )
        }
        let severity = try fields.optional("severity")?.number(in: 0...1) ?? 0.6
        let pocket = try fields.optional("pocket")?.integer(in: 0...layout.pockets.count - 1)
        if reason.needsPocket, pocket == nil { throw fields.node.error(.missingKey("pocket")) }
        let form = try fields.optional("form")?.choice(SeededDefect.Form.self)
        let centre = pocket.map { layout.pockets[$0].centre }
        let middle = centre ?? Point(x: layout.width / 2, y: layout.length / 2)
        return SeededDefect(
            reason: reason,
            form: form ?? reason.usualForm,
            pocket: reason.needsPocket || reason == .foreign ? pocket : nil,
            severity: severity,
            place: Point(
                x: try fields.optional("x_mm")?.number(in: 0...layout.width) ?? middle.x,
                y: try fields.optional("y_mm")?.number(in: 0...layout.length) ?? middle.y
            )
        )
    }
}

extension RejectReason {
    /// Whether a seeded defect of this reason sits in one pocket.
    var needsPocket: Bool {
        switch self {
        case .foreign, .hair, .dirtyFoil, .wrinkledFoil, .splice, .step, .print: false
        default: true
        }
    }

    var usualForm: SeededDefect.Form {
        switch self {
        case .broken: .half
        case .dented: .dent
        case .print: .wrongSign
        default: .plain
        }
    }
}
