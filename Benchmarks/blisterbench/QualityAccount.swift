import Blister
import Simulation
import Statistics

/// Escapes and false rejects of one product, or of several together.
struct QualityAccount: Sendable {
    /// Blisters with one kind of defect.
    struct Kind: Sendable {
        var name: String
        var isGrave: Bool
        var seeded = 0
        var escaped = 0
    }

    private(set) var good = 0
    private(set) var falseRejects: [String] = []
    private(set) var graveEscapes: [String] = []
    private(set) var kinds: [Kind] = []
    private(set) var unanswered = 0

    /// Counts one blister.
    mutating func add(truth: TwinTruth, found: BlisterOutcome?, place: String) {
        guard let found else {
            unanswered += 1
            return
        }
        guard let defect = truth.defects.first else {
            good += 1
            if !found.isAccepted {
                falseRejects.append("\(place): \(found.failures.prefix(3).joined(separator: "; "))")
            }
            return
        }
        let isGrave = truth.defects.contains { Self.isGrave($0) }
        let index = indexOfKind(Self.name(defect), isGrave: isGrave)
        kinds[index].seeded += 1
        guard found.isAccepted else { return }
        kinds[index].escaped += 1
        if isGrave {
            let pocket = defect.pocket.map { "pocket \($0)" } ?? "no pocket"
            graveEscapes.append(
                "\(place): \(Self.name(defect)), \(pocket), severity \(Figure.plain(defect.severity))"
            )
        }
    }

    /// Adds another product's counts.
    mutating func add(_ other: QualityAccount) {
        good += other.good
        falseRejects += other.falseRejects
        graveEscapes += other.graveEscapes
        unanswered += other.unanswered
        for kind in other.kinds {
            let index = indexOfKind(kind.name, isGrave: kind.isGrave)
            kinds[index].seeded += kind.seeded
            kinds[index].escaped += kind.escaped
        }
    }

    private mutating func indexOfKind(_ name: String, isGrave: Bool) -> Int {
        if let index = kinds.firstIndex(where: { $0.name == name && $0.isGrave == isGrave }) {
            return index
        }
        kinds.append(Kind(name: name, isGrave: isGrave))
        return kinds.count - 1
    }

    private static func isGrave(_ defect: SeededDefect) -> Bool {
        guard QualityBenchmark.grave.contains(defect.reason) else { return false }
        guard defect.reason == .broken else { return true }
        return defect.form != .crack && defect.severity >= QualityBenchmark.brokenShareMin
    }

    private static func name(_ defect: SeededDefect) -> String {
        defect.form == .plain
            ? defect.reason.rawValue : "\(defect.reason.rawValue) (\(defect.form.rawValue))"
    }

    /// The two figures of the target.
    func report(_ name: String, _ ledger: Ledger) {
        let seeded = kinds.filter(\.isGrave).map(\.seeded).reduce(0, +)
        let escapes = BinomialInterval.clopperPearson(
            count: graveEscapes.count,
            total: max(1, seeded)
        )
        ledger.add(
            Figure(
                group: "quality",
                name: "\(name), grave escapes",
                value: Double(graveEscapes.count + unanswered),
                unit: "blisters",
                target: .atMost(0),
                note: "of \(seeded); 95 % \(escapes.text)"
            )
        )
        let rejects = BinomialInterval.clopperPearson(
            count: falseRejects.count,
            total: max(1, good)
        )
        ledger.add(
            Figure(
                group: "quality",
                name: "\(name), false rejects",
                value: Double(falseRejects.count) / Double(max(1, good)) * 100,
                unit: "%",
                target: .atMost(0.1),
                note: "\(falseRejects.count) of \(good); 95 % \(rejects.text)"
            )
        )
    }

    /// Every kind by itself, and every wrong verdict by name.
    func list(_ ledger: Ledger) {
        for kind in kinds.sorted(by: {
            ($1.isGrave ? 1 : 0, $0.name) < ($0.isGrave ? 1 : 0, $1.name)
        }) {
            let interval = BinomialInterval.clopperPearson(count: kind.escaped, total: kind.seeded)
            ledger.add(
                Figure(
                    group: "quality",
                    name: "escapes of \(kind.name)\(kind.isGrave ? ", grave" : "")",
                    value: Double(kind.escaped),
                    unit: "of \(kind.seeded)",
                    target: nil,
                    note: "95 % \(interval.text)"
                )
            )
        }
        for escape in graveEscapes { ledger.say("  escape: \(escape)") }
        for reject in falseRejects.prefix(60) { ledger.say("  false reject: \(reject)") }
        if falseRejects.count > 60 { ledger.say("  and \(falseRejects.count - 60) more") }
    }
}
