internal import Records
internal import Synchronization

/// Alarms and warnings as a person sees them: each stays until it is over and was acknowledged.
///
/// Thread-safe; bounded: beyond ``AlarmBook/countMax`` the oldest that is over goes first.
final class AlarmBook: Sendable {
    /// Entries kept.
    static let countMax = 200

    /// One alarm or warning.
    struct Entry: Sendable, Equatable {
        /// Stable while it lasts and until it is acknowledged.
        let id: String
        /// What it is about: the same cause never stands twice.
        let cause: String
        var sentence: String
        /// An alarm, not a warning.
        let isAlarm: Bool
        let since: Timestamp
        var ended: Timestamp?
        var acknowledgedBy: String?
    }

    private struct Book: Sendable {
        var entries: [Entry] = []
        var number = 0
    }

    private let book = Mutex(Book())

    /// What a person must see, newest first.
    var entries: [Entry] { book.withLock { $0.entries.reversed() } }

    /// Raises `cause`, or says it anew where it lasts.
    ///
    /// - Returns: the entry where it is a new one.
    @discardableResult
    func raise(_ cause: String, _ sentence: String, isAlarm: Bool, at now: Timestamp) -> Entry? {
        book.withLock { book in
            if let index = book.entries.firstIndex(where: { $0.cause == cause && $0.ended == nil })
            {
                book.entries[index].sentence = sentence
                return nil
            }
            // A cause that comes back is one alarm, not a second beside the unacknowledged first.
            book.entries.removeAll { $0.cause == cause }
            book.number += 1
            let entry = Entry(
                id: "\(book.number)",
                cause: cause,
                sentence: sentence,
                isAlarm: isAlarm,
                since: now
            )
            book.entries.append(entry)
            if book.entries.count > Self.countMax {
                let over = book.entries.firstIndex { $0.ended != nil } ?? 0
                book.entries.remove(at: over)
            }
            return entry
        }
    }

    /// Says that `cause` is over.
    ///
    /// - Returns: the entry where it lasted.
    @discardableResult
    func end(_ cause: String, at now: Timestamp) -> Entry? {
        book.withLock { book in
            guard
                let index = book.entries.firstIndex(where: { $0.cause == cause && $0.ended == nil })
            else { return nil }
            book.entries[index].ended = now
            let entry = book.entries[index]
            if entry.acknowledgedBy != nil { book.entries.remove(at: index) }
            return entry
        }
    }

    /// Notes that `name` has seen the entry `id`; what is over goes.
    ///
    /// - Returns: the entry; nil where there is none.
    func acknowledge(_ id: String, by name: String) -> Entry? {
        book.withLock { book in
            guard let index = book.entries.firstIndex(where: { $0.id == id }) else { return nil }
            book.entries[index].acknowledgedBy = name
            let entry = book.entries[index]
            if entry.ended != nil { book.entries.remove(at: index) }
            return entry
        }
    }
}
