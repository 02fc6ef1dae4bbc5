/// Which of the files put into the folder is examined next, and which refusal is final.
///
/// A file that is closed is examined once it has been still for a moment, others when they have
/// been still for long. A refusal counts only after the file has been still for long: what is
/// half-copied changes, and is examined again. Order is that of arrival. A value without a clock.
struct DropQueue {
    /// What identifies the state of a file and its signature.
    typealias Facts = [FileState?]

    /// One file's facts that matter.
    struct FileState: Equatable {
        var byteCount: Int
        var modifiedNanoseconds: Int64
        var number: UInt64
    }

    /// Stillness after which a closed file is examined.
    var settleNanoseconds: Int64 = 200_000_000
    /// Stillness after which any file is examined, and a refusal is final.
    var quietNanoseconds: Int64 = 5_000_000_000

    private struct Entry {
        var name: String
        var facts: Facts
        var changedAt: Int64
        var isClosed: Bool
        var refusal: Examination?
    }

    private var entries: [Entry] = []

    /// Sees `name` at `now`; its last change was `ageNanoseconds` ago when it was not known before.
    mutating func observe(
        _ name: String,
        _ facts: Facts,
        isClosed: Bool,
        ageNanoseconds: Int64,
        now: Int64
    ) {
        guard let index = entries.firstIndex(where: { $0.name == name }) else {
            entries.append(
                Entry(
                    name: name,
                    facts: facts,
                    changedAt: now - min(max(0, ageNanoseconds), quietNanoseconds),
                    isClosed: isClosed
                )
            )
            return
        }
        if entries[index].facts != facts {
            entries[index].facts = facts
            entries[index].changedAt = now
            entries[index].isClosed = isClosed
            entries[index].refusal = nil
        } else if isClosed {
            entries[index].isClosed = true
        }
    }

    /// Forgets all files but `names`.
    mutating func keep(_ names: Set<String>) { entries.removeAll { !names.contains($0.name) } }

    /// Forgets `name`.
    mutating func remove(_ name: String) { entries.removeAll { $0.name == name } }

    /// Notes that `name`, as it was with `facts`, is refused.
    mutating func refuse(_ name: String, _ facts: Facts, _ examination: Examination) {
        guard let index = entries.firstIndex(where: { $0.name == name && $0.facts == facts })
        else { return }
        entries[index].refusal = examination
    }

    /// The file to examine at `now`; with `all`, without waiting.
    func due(now: Int64, all: Bool = false) -> (name: String, facts: Facts)? {
        entries.first { entry in
            let still = now - entry.changedAt
            let isStill =
                entry.isClosed && still >= settleNanoseconds || still >= quietNanoseconds
            return entry.refusal == nil && (all || isStill)
        }
        .map { ($0.name, $0.facts) }
    }

    /// A file whose refusal is final at `now`.
    func finallyRefused(now: Int64) -> (name: String, examination: Examination)? {
        for entry in entries where now - entry.changedAt >= quietNanoseconds {
            if let refusal = entry.refusal { return (entry.name, refusal) }
        }
        return nil
    }

    /// The facts of `name` when they were last seen.
    func facts(of name: String) -> Facts? { entries.first { $0.name == name }?.facts }
}
