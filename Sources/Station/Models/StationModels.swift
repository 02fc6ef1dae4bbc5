internal import Blister
internal import Inspection
internal import Linux
internal import Logging
internal import ModelLibraries

/// The model library of a station, joined to its log and faults.
///
/// Started once before anything runs; then a thread of its own, on the control plane.
final class StationModels: Sendable {
    let watch: LibraryWatch
    let library: ModelLibrary
    private let faults: FaultBoard

    /// The library that `configuration` names; nil where it names none.
    ///
    /// - Parameters:
    ///   - configuration: names folder and rules.
    ///   - recipe: product, channels and pockets.
    ///   - pitchNanoseconds: time from one cycle to the next at rated speed.
    ///   - faults: gets what must be seen.
    ///   - log: gets all.
    ///   - audit: gets what changes verdicts.
    ///   - onLive: puts a model into use.
    /// - Throws: ``StationFault`` for a key that cannot be read.
    init?(
        configuration: StationConfiguration,
        recipe: Recipe,
        pitchNanoseconds: Int64,
        faults: FaultBoard,
        log: Logger,
        audit: StationAudit,
        onLive: @escaping LiveModelHandler = { _ in }
    ) throws {
        guard let folder = configuration.modelsPath else { return nil }
        let demands = try configuration.modelDemands(
            recipe,
            blisterNanoseconds: pitchNanoseconds / Int64(max(1, recipe.layout.lanes))
        )
        self.faults = faults
        let library: ModelLibrary
        do {
            library = try ModelLibrary(folder: folder, demands: demands)
        } catch {
            log.error("\(error)")
            faults.raise(.modelRefused)
            return nil
        }
        self.library = library
        watch = LibraryWatch(library, onLive: onLive) { event in
            Self.take(event, faults, log)
            let note = event.auditNote { number in
                (try? library.ledger())?.entries.last { $0.number == number }
            }
            if let note { audit.tell(note) }
        }
    }

    /// Examines and proves what is there; without a sound model the station does not become ready.
    func start() throws {
        try watch.start()
        judge()
    }

    /// Raises or ends the fault that keeps READY away.
    func judge() { faults.set(.modelRefused, isActive: !watch.isServing) }

    /// Ends the thread, soon; the station's end does not wait for an examination.
    func stop() { watch.stop(waits: false) }

    private static func take(_ event: LibraryEvent, _ faults: FaultBoard, _ log: Logger) {
        switch event {
        case .live(let change):
            let model = change.model
            let old = change.oldDigest.map { ", before: \($0.prefix(12))" } ?? ""
            log.notice("model \(model.role): \(model.digest.prefix(12)) is live\(old)")
            faults.clear(.newModelRefused)
        case .alreadyLive(let name): log.notice("models/\(name): is live already; removed")
        case .refused(let examination):
            let reason = examination.failure?.description ?? ""
            // It may be under way still.
            log.warning("models/\(examination.name): does not pass: \(reason)")
        case .rejected(let examination, let place):
            log.error("models/\(examination.name): moved to \(place); the reason lies beside it")
            faults.raise(.newModelRefused)
        case .noneRejected: faults.clear(.newModelRefused)
        case .broken(let role, let reason): log.error("model \(role): cannot be used: \(reason)")
        case .withdrawn(let role, let reason):
            log.error("model \(role): the new one was withdrawn: \(reason)")
            faults.raise(.newModelRefused)
        case .unusable(let reason): log.error("model library: \(reason)")
        }
    }
}
