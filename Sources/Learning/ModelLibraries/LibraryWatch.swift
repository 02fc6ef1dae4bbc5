public import Linux
internal import Synchronization

/// Watches a library's folder: examines what is dropped there, and follows what others change.
///
/// One thread of the lowest weight. ``start()`` runs once before it, on the caller's.
public final class LibraryWatch: Sendable {
    private let desk: LibraryDesk
    private let folder: String
    private let isStopping = Atomic<Bool>(false)
    private let thread = Mutex<RealTimeThread?>(nil)

    /// A watch over `library`.
    ///
    /// - Parameters:
    ///   - library: what to watch.
    ///   - quietSeconds: how long a file must not have changed for a refusal to be final.
    ///   - onLive: puts a model into use.
    ///   - report: takes what happens; on the thread of the watch, or of ``start()``.
    public init(
        _ library: ModelLibrary,
        quietSeconds: Double = 5,
        onLive: @escaping LiveModelHandler,
        report: @escaping @Sendable (LibraryEvent) -> Void
    ) {
        folder = library.folder.path
        desk = LibraryDesk(
            library,
            quietNanoseconds: Int64(quietSeconds * 1e9),
            onLive: onLive,
            report: report
        )
    }

    /// Roles whose models are in use, with their digests.
    public var running: [ModelRole: String] { desk.running }
    /// Whether a model is in use in every role of the ledger, and in one at least.
    public var isServing: Bool { desk.isServing }

    /// Examines what lies in the folder, proves what is live, hands it over, and goes on watching.
    public func start() throws(SystemError) {
        let watch = try? FolderWatch(path: folder)
        desk.open()
        let started = try RealTimeThread(
            ThreadPlan(name: "models", isBackground: true, stackByteCount: 8 << 20)
        ) { [self] in
            var nextScan: Int64 = 0
            while !isStopping.load(ordering: .relaxed) {
                let names = Self.wait(watch)
                let now = MonotonicClock.nowNanoseconds
                desk.note(names, now: now)
                if now >= nextScan {
                    desk.scan(now: now)
                    nextScan = now + Self.scanNanoseconds
                }
                desk.step(isStopping: { isStopping.load(ordering: .relaxed) })
            }
        }
        thread.withLock { $0 = started }
    }

    /// Ends watching.
    ///
    /// - Parameter waits: whether an examination under way is finished first; the end of the process
    ///   cuts it off without harm otherwise.
    public func stop(waits: Bool = true) {
        isStopping.store(true, ordering: .relaxed)
        guard waits else { return }
        thread.withLock { thread in
            thread?.join()
            thread = nil
        }
    }

    private static let stepNanoseconds: Int64 = 100_000_000
    private static let scanNanoseconds: Int64 = 1_000_000_000

    /// Without inotify (a network file system) looking through the folder has to do.
    private static func wait(_ watch: FolderWatch?) -> [String] {
        if let watch, let names = try? watch.names(timeoutNanoseconds: stepNanoseconds) {
            return names
        }
        MonotonicClock.sleep(untilNanoseconds: MonotonicClock.nowNanoseconds + stepNanoseconds)
        return []
    }
}
