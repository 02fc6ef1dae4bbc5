internal import Synchronization

/// Makes guessing passwords slow: after five wrong ones a user or an address waits, each time twice
/// as long.
///
/// May be used from any thread. The table is bounded; who came longest ago is forgotten first.
final class GuessLock: Sendable {
    /// Wrong ones that cost nothing.
    static let freeCount = 5
    /// The first wait.
    static let firstSeconds = 5
    /// The longest wait of a user: nobody can lock a user out for long from elsewhere.
    static let userSecondsMax = 60
    /// The longest wait of an address.
    static let addressSecondsMax = 900
    /// Rows of the table.
    static let countMax = 1_024
    /// After so many nanoseconds without a guess all is forgotten.
    static let memoryNanoseconds: Int64 = 3_600 * 1_000_000_000

    /// Whom a wait concerns.
    enum Subject: Hashable, CustomStringConvertible {
        case user(String)
        case address(String)

        var description: String {
            switch self {
            case .user(let name): "user \(name)"
            case .address(let address): "address \(address)"
            }
        }

        var secondsMax: Int {
            switch self {
            case .user: GuessLock.userSecondsMax
            case .address: GuessLock.addressSecondsMax
            }
        }
    }

    private struct Row {
        var count = 0
        var lastNanoseconds: Int64 = 0
        var untilNanoseconds: Int64 = 0
    }

    private let rows = Mutex<[Subject: Row]>([:])

    /// Rows in use.
    var count: Int { rows.withLock(\.count) }

    /// Counts a try before its password is looked at, so that many at once do not slip through.
    ///
    /// - Parameters:
    ///   - user: name as given.
    ///   - address: of the client.
    ///   - now: monotonic nanoseconds.
    /// - Returns: the seconds to wait, and whom a wait begins for; the password is looked at only
    ///   when there is nothing to wait.
    func begin(
        user: String,
        address: String,
        now: Int64
    ) -> (waitSeconds: Int, locked: [(subject: Subject, seconds: Int)]) {
        rows.withLock { rows in
            let subjects = [Subject.user(user), .address(address)]
            let wait = subjects.map { (rows[$0]?.untilNanoseconds ?? 0) - now }.max() ?? 0
            if wait > 0 { return (Int((wait + 999_999_999) / 1_000_000_000), []) }
            var locked: [(subject: Subject, seconds: Int)] = []
            for subject in subjects {
                var row = rows[subject] ?? Row()
                if now - row.lastNanoseconds > Self.memoryNanoseconds { row = Row() }
                row.count += 1
                row.lastNanoseconds = now
                if row.count >= Self.freeCount {
                    let doublings = min(row.count - Self.freeCount, 16)
                    let seconds = min(Self.firstSeconds << doublings, subject.secondsMax)
                    row.untilNanoseconds = now + Int64(seconds) * 1_000_000_000
                    locked.append((subject, seconds))
                }
                if rows[subject] == nil, rows.count >= Self.countMax,
                    let oldest = rows.min(by: {
                        $0.value.lastNanoseconds < $1.value.lastNanoseconds
                    })
                {
                    rows[oldest.key] = nil
                }
                rows[subject] = row
            }
            return (0, locked)
        }
    }

    /// Takes the count back: the password was right.
    func succeed(user: String, address: String) {
        rows.withLock { rows in
            rows[.user(user)] = nil
            let address = Subject.address(address)
            guard var row = rows[address] else { return }
            // Not all of it: an own account must not pay for guessing at others'.
            row.count -= 1
            row.untilNanoseconds = 0
            rows[address] = row.count > 0 ? row : nil
        }
    }
}
