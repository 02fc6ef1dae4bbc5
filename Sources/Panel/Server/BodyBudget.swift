internal import Synchronization

/// The memory that bodies may take while they come in, for all clients together.
///
/// May be used from any thread.
final class BodyBudget: Sendable {
    private let left: Mutex<Int>

    init(byteCount: Int) { left = Mutex(byteCount) }

    /// Takes so many bytes; false where they are not left.
    func take(_ byteCount: Int) -> Bool {
        left.withLock { left in
            guard byteCount <= left else { return false }
            left -= byteCount
            return true
        }
    }

    /// Gives them back.
    func give(_ byteCount: Int) { left.withLock { $0 += byteCount } }
}
