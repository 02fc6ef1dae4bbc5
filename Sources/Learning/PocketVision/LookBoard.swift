internal import Synchronization

/// Where the threads of one set of networks show what they look at, so that idle ones may help.
///
/// Thread-safe.
final class LookBoard: Sendable {
    private let looks = Mutex<[SharedLook]>([])
    private let call: HelpCall

    /// A board that calls for help through `call`.
    init(_ call: HelpCall) { self.call = call }

    /// Shows `look`, and calls those who wait for work.
    func show(_ look: SharedLook) {
        looks.withLock { $0.append(look) }
        call.make()
    }

    /// Takes `look` off again.
    func remove(_ look: SharedLook) {
        looks.withLock { looks in looks.removeAll { $0 === look } }
    }

    /// The oldest look with a part that nobody has begun.
    var open: SharedLook? { looks.withLock { looks in looks.first(where: \.isOpen) } }
}

/// How idle threads are told that there are pockets to look at; nothing until somebody answers.
///
/// Thread-safe.
final class HelpCall: Sendable {
    private let answer = Mutex<(@Sendable () -> Void)?>(nil)

    /// Calls `answer` from now on, on the calling thread; nil: nobody is told.
    func setAnswer(_ answer: (@Sendable () -> Void)?) { self.answer.withLock { $0 = answer } }

    /// Tells whoever answers.
    func make() {
        let answer = self.answer.withLock { $0 }
        answer?()
    }
}
