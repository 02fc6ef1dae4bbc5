internal import Foundation
internal import Linux
internal import Synchronization

/// What a watch does: the queue of dropped files, the models in use, and the ledger as last seen.
///
/// All but ``running`` and ``isServing`` by one thread at a time: the starting one, then the watch's.
final class LibraryDesk: Sendable {
    private struct State {
        var queue = DropQueue()
        var running: [ModelRole: String] = [:]
        var roles: [ModelRole] = []
        var hasRejected = false
        var complaints: Set<String> = []
        /// Models that could not be used, by role, and when to try them again.
        var broken: [ModelRole: (digest: String, retryAt: Int64)] = [:]
    }

    private static let complaintCountMax = 100
    private static let retryNanoseconds: Int64 = 30_000_000_000

    private let library: ModelLibrary
    private let onLive: LiveModelHandler
    private let report: @Sendable (LibraryEvent) -> Void
    private let state = Mutex(State())

    init(
        _ library: ModelLibrary,
        quietNanoseconds: Int64,
        onLive: @escaping LiveModelHandler,
        report: @escaping @Sendable (LibraryEvent) -> Void
    ) {
        self.library = library
        self.onLive = onLive
        self.report = report
        state.withLock { $0.queue.quietNanoseconds = quietNanoseconds }
    }

    var running: [ModelRole: String] { state.withLock { $0.running } }

    var isServing: Bool {
        state.withLock { state in
            !state.running.isEmpty && state.roles.allSatisfy { state.running[$0] != nil }
        }
    }

    private func path(_ name: String) -> String { "\(library.folder.path)/\(name)" }

    /// Proves what is live, before the station runs.
    ///
    /// Where nothing is, files are examined as they lie there, without waiting; else they wait for
    /// the thread, so that the start does not.
    func open() {
        attempt { try library.recover() }
        follow(isStart: true)
        let now = MonotonicClock.nowNanoseconds
        scan(now: now)
        while !isServing, let (name, facts) = state.withLock({ $0.queue.due(now: now, all: true) })
        {
            examine(name, facts)
        }
    }

    /// Takes names that the kernel told.
    func note(_ names: [String], now: Int64) {
        for name in names {
            let isSignature = name.hasSuffix(LibraryFolder.signatureEnding)
            let model =
                isSignature ? String(name.dropLast(LibraryFolder.signatureEnding.count)) : name
            if name == LibraryFolder.ledgerName {
                follow(isStart: false)
            } else if LibraryFolder.isModel(model) {
                observe(model, isClosed: !isSignature, now: now)
            }
        }
    }

    /// Looks through the folder, for what the kernel did not tell.
    func scan(now: Int64) {
        let names = library.folder.droppedNames()
        let aged = names.compactMap { name in
            (try? FileFacts(path: path(name))).map { (name: name, time: $0.modifiedNanoseconds) }
        }
        for (name, _) in aged.sorted(by: { ($0.time, $0.name) < ($1.time, $1.name) }) {
            observe(name, isClosed: false, now: now)
        }
        state.withLock { $0.queue.keep(Set(names)) }
        let isOver = state.withLock { $0.hasRejected } && library.rejectedNames.isEmpty
        if isOver {
            state.withLock { $0.hasRejected = false }
            report(.noneRejected)
        }
        follow(isStart: false)
    }

    /// Examines what is due, and moves aside what is finally refused.
    func step(isStopping: () -> Bool) {
        while !isStopping() {
            let now = MonotonicClock.nowNanoseconds
            if let (name, examination) = state.withLock({ $0.queue.finallyRefused(now: now) }) {
                setAside(name, examination)
            } else if let (name, facts) = state.withLock({ $0.queue.due(now: now) }) {
                // What changed since it was seen is under way.
                guard self.facts(name) == facts else {
                    observe(name, isClosed: false, now: now)
                    continue
                }
                examine(name, facts)
            } else {
                return
            }
        }
    }

    private func facts(_ name: String) -> DropQueue.Facts {
        [path(name), path(name) + LibraryFolder.signatureEnding].map { path in
            (try? FileFacts(path: path)).map {
                DropQueue.FileState(
                    byteCount: $0.byteCount,
                    modifiedNanoseconds: $0.modifiedNanoseconds,
                    number: $0.number
                )
            }
        }
    }

    private func observe(_ name: String, isClosed: Bool, now: Int64) {
        let facts = facts(name)
        guard let model = facts.first.flatMap(\.self) else {
            state.withLock { $0.queue.remove(name) }
            return
        }
        let age = Int64(Date.now.timeIntervalSince1970 * 1e9) - model.modifiedNanoseconds
        state.withLock {
            $0.queue.observe(name, facts, isClosed: isClosed, ageNanoseconds: age, now: now)
        }
    }

    private func owner(_ name: String) -> String {
        (try? FileFacts(path: path(name)))?.ownerName ?? "unknown"
    }

    private func examine(_ name: String, _ facts: DropQueue.Facts) {
        do {
            let outcome = try library.install(
                path(name),
                as: .dropped,
                by: owner(name),
                onLive: { [self] change in try take(change) }
            )
            switch outcome {
            case .live(let change, _):
                clear(name, facts)
                state.withLock { $0.roles.append(change.model.role) }
                report(.live(change))
            case .alreadyLive:
                clear(name, facts)
                report(.alreadyLive(name: name))
            case .refused(let examination): refuse(name, facts, examination)
            }
        } catch {
            let finding = ModelFinding(
                "reading",
                "\(error)",
                limit: "a file that can be read and kept",
                cure: "check permissions and the room on the disk"
            )
            refuse(name, facts, Examination(name: name, digest: "", findings: [finding]))
        }
    }

    private func refuse(_ name: String, _ facts: DropQueue.Facts, _ examination: Examination) {
        state.withLock { $0.queue.refuse(name, facts, examination) }
        report(.refused(examination))
    }

    /// Removes a file that was taken, unless it is another one by now.
    private func clear(_ name: String, _ facts: DropQueue.Facts) {
        guard self.facts(name) == facts else { return }
        state.withLock { $0.queue.remove(name) }
        attempt {
            try library.folder.remove(path(name) + LibraryFolder.signatureEnding)
            try library.folder.remove(path(name))
        }
    }

    private func setAside(_ name: String, _ examination: Examination) {
        let facts = state.withLock { $0.queue.facts(of: name) }
        guard self.facts(name) == facts else {
            observe(name, isClosed: false, now: MonotonicClock.nowNanoseconds)
            return
        }
        state.withLock {
            $0.queue.remove(name)
            $0.hasRejected = true
        }
        attempt {
            let place = try library.reject(path(name), examination, by: owner(name))
            report(.rejected(examination, place: place))
        }
    }

    private func take(_ change: LiveModelChange) throws {
        try onLive(change)
        state.withLock { $0.running[change.model.role] = change.model.digest }
    }

    /// Hands over what the ledger says is live and is not in use yet.
    private func follow(isStart: Bool) {
        attempt {
            let ledger = try library.ledger()
            let roles = ledger.roles.filter { ledger.live($0) != nil && library.serves($0) }
            state.withLock { $0.roles = roles }
            for role in roles where running[role] != ledger.live(role) {
                handOver(role, ledger, isStart: isStart)
            }
        }
    }

    private func handOver(_ role: ModelRole, _ ledger: ModelLedger, isStart: Bool) {
        let old = running[role]
        let now = MonotonicClock.nowNanoseconds
        let digest = ledger.live(role) ?? ""
        if let broken = state.withLock({ $0.broken[role] }), broken.digest == digest,
            now < broken.retryAt
        {
            return
        }
        do {
            let model = try library.prove(role, in: ledger)
            let number = ledger.origin(of: role)?.since.number ?? 0
            let change = LiveModelChange(
                model: model,
                oldDigest: old,
                cause: isStart ? .started : .entry(number: number)
            )
            try take(change)
            report(.live(change))
        } catch {
            guard old != nil else {
                state.withLock { $0.broken[role] = (digest, now + Self.retryNanoseconds) }
                complain("\(role) \(error)", .broken(role, reason: "\(error)"))
                return
            }
            // The model in use is sound: what another process wanted in its place is undone.
            attempt { try library.withdraw(role, reason: "\(error)") }
            report(.withdrawn(role, reason: "\(error)"))
        }
    }

    /// Reports a failure once, however often it is met.
    private func complain(_ sentence: String, _ event: LibraryEvent) {
        let isNew = state.withLock { state in
            if state.complaints.count >= Self.complaintCountMax { state.complaints = [] }
            return state.complaints.insert(sentence).inserted
        }
        if isNew { report(event) }
    }

    private func attempt(_ body: () throws -> Void) {
        do {
            try body()
        } catch {
            complain("\(error)", .unusable(reason: "\(error)"))
        }
    }
}

extension ModelLibrary {
    /// Whether a station with these demands uses models of `role`: those of other products rest.
    func serves(_ role: ModelRole) -> Bool {
        role.product == nil || demands.product == nil || role.product == demands.product
    }

    /// Undoes the last entry of `role`, as the ledger is now.
    func withdraw(_ role: ModelRole, reason: String) throws {
        try folder.locked { try withdraw(role, in: ledger(), reason: reason) }
    }
}
