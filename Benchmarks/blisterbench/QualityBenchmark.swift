import Blister
import Foundation
import Records
import Simulation
import Station
import Synchronization
import Teaching

/// Escapes and false rejects on webs that the product was not taught on.
///
/// Two webs for each product: one as the target says (5 % seeded defects of every kind), and one on
/// which every blister has a defect that must never escape, since a short run of the first holds
/// few of them.
struct QualityBenchmark {
    /// Products of the default run, over forms, surfaces and colours.
    static let productNames = [
        "round-flat-white", "biconvex-yellow", "debossed-pink", "oblong-blue", "capsule-red-white",
    ]
    /// Defects that must never escape.
    static let grave: [RejectReason] = [
        .missing, .broken, .double, .wrongColour, .wrongProduct,
    ]
    /// Share of a product's area from which a broken one counts as grave.
    static let brokenShareMin = 0.125

    let settings: RunSettings
    let presets: [TwinProduct]
    let hasNetworks: Bool

    func run(_ ledger: Ledger) throws {
        let products = presets.flatMap { preset in
            [1, 3].map { Product(preset: preset, channels: $0, hasNetworks: hasNetworks) }
        }
        var total = QualityAccount()
        // One product a core, since rendering is the slow part and has one thread; figures are told
        // as soon as their group is done.
        let cores = max(1, ProcessInfo.processInfo.activeProcessorCount)
        for first in stride(from: 0, to: products.count, by: cores) {
            let group = Array(products[first..<min(products.count, first + cores)])
            for (product, account) in zip(group, accounts(of: group)) {
                let account = try account.get()
                account.report(product.name, ledger)
                total.add(account)
            }
        }
        total.report("all products", ledger)
        total.list(ledger)
    }

    private func accounts(of group: [Product]) -> [Result<QualityAccount, any Error>] {
        ParallelMap.map(count: group.count) { index in
            Result { try account(of: group[index]) }
        }
    }

    private func account(of product: Product) throws -> QualityAccount {
        let recipe = try product.teach(settings)
        var account = QualityAccount()
        var mixed = product.scenario(
            seed: settings.seed + 1000,
            cycles: (settings.isFull ? 4000 : 400) / Product.lanes
        )
        mixed.defectRate = 0.05
        try inspect(mixed, recipe, product.name, &account)
        var graveOnly = product.scenario(
            seed: settings.seed + 2000,
            cycles: (settings.isFull ? 500 : 100) / Product.lanes
        )
        graveOnly.defectRate = 1
        graveOnly.defectKinds = Self.grave
        try inspect(graveOnly, recipe, product.name, &account)
        return account
    }

    private func inspect(
        _ scenario: TwinScenario,
        _ recipe: String,
        _ name: String,
        _ account: inout QualityAccount
    ) throws {
        let web = try TwinWeb(scenario)
        let camera = SimulatedCamera(web: web, pace: .asFastAsPossible)
        let kept = VerdictLog()
        try Rehearsal(
            recipePath: recipe,
            workers: 1,
            modelsFolder: settings.modelsFolder
        ).run(
            camera,
            supply: Rehearsal.Supply(scenario, cycleRows: camera.cycleRows, isPaced: false)
        ) { kept.add($0) }
        let verdicts = kept.verdicts
        for cycle in 0..<scenario.cycles {
            for lane in 0..<scenario.layout.lanes {
                account.add(
                    truth: web.truth(cycle: cycle, lane: lane),
                    found: verdicts[BlisterIdentity(cycle: cycle, lane: lane)],
                    place: "\(name) seed \(scenario.seed) cycle \(cycle) lane \(lane)"
                )
            }
        }
    }

    /// Verdicts as they are delivered; any thread.
    private final class VerdictLog: Sendable {
        private let kept = Mutex<[BlisterIdentity: BlisterOutcome]>([:])
        var verdicts: [BlisterIdentity: BlisterOutcome] { kept.withLock { $0 } }
        func add(_ record: BlisterRecord) {
            kept.withLock { $0[record.result.identity] = BlisterOutcome(record.result) }
        }
    }
}

/// What is kept of one verdict.
struct BlisterOutcome: Sendable {
    var isAccepted: Bool
    /// Checks that did not pass, with value and limit.
    var failures: [String]

    init(_ result: InspectionResult) {
        isAccepted = result.verdict == .accept
        failures = result.checks.filter { !$0.passes }.map { Self.text($0, pocket: nil) }
        for pocket in result.pockets {
            failures += pocket.checks.filter { !$0.passes }
                .map { Self.text($0, pocket: pocket.index) }
        }
        if failures.isEmpty { failures = result.verdict.reasons.map(\.rawValue) }
    }

    private static func text(_ check: Check, pocket: Int?) -> String {
        let place = pocket.map { "pocket \($0) " } ?? ""
        return "\(place)\(check.name) \(Figure.plain(check.value)) against "
            + Figure.plain(check.limit ?? .nan)
    }
}
