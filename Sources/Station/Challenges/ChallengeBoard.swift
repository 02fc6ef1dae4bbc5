internal import Blister
internal import Inspection
internal import Linux
internal import Records
internal import Synchronization

/// The challenge test of a station: which blisters were taken for the kit, and when it is due again.
///
/// Which blisters are set apart, the recorder decides when capture announces them; this board only
/// judges their verdicts. Thread-safe: inspecting threads note verdicts, the main thread tells what the
/// chute saw, the control thread starts and ends.
final class ChallengeBoard: Sendable {
    /// Why a request about the challenge is refused, in one line with the cure.
    enum Flaw: Error, Equatable, CustomStringConvertible {
        case isRunning
        case noneRuns
        case noBatch

        var description: String {
            switch self {
            case .isRunning: "a challenge runs already; end it first, or look at its status"
            case .noneRuns: "no challenge runs; start one with blisterctl challenge start"
            case .noBatch: "no batch is open; start one first with blisterctl batch start"
            }
        }
    }

    private struct State {
        /// The challenge that runs, or ran last in the open batch.
        var record: ChallengeRecord?
        var trial = ChallengeTrial(kit: [], hasSensor: false)
        /// When the last one was passed.
        var passedNanoseconds: Int64?
    }

    /// The recipe's rule.
    let rule: ChallengeRule
    private let hasSensor: Bool
    private let recorder: Recorder
    private let state = Mutex(State())

    /// Makes a board; nothing was passed yet.
    init(rule: ChallengeRule, hasSensor: Bool, recorder: Recorder) {
        self.rule = rule
        self.hasSensor = hasSensor
        self.recorder = recorder
    }

    /// The kit before anything was seen of it.
    var kit: [ChallengeRecord.Item] { ChallengeTrial(kit: rule.kit, hasSensor: hasSensor).items }

    /// The challenge that runs, or ran last in the open batch, as it stands.
    var record: ChallengeRecord? {
        state.withLock { state in
            var record = state.record
            if record?.outcome == .running { record?.items = state.trial.items }
            return record
        }
    }

    /// Begins a challenge with the next blister that capture announces.
    func start(by name: String, opensBatch: Bool) throws(Flaw) -> ChallengeRecord {
        let made = state.withLock { state -> Result<ChallengeRecord, Flaw> in
            guard state.record?.outcome != .running else { return .failure(.isRunning) }
            guard let place = recorder.beginChallenge(opensBatch: opensBatch) else {
                return .failure(.noBatch)
            }
            state.trial = ChallengeTrial(kit: rule.kit, hasSensor: hasSensor)
            state.trial.batch = place.batch
            let record = ChallengeRecord(
                batch: place.batch,
                number: place.number,
                outcome: .running,
                startedAt: Timestamp.now.text,
                startedBy: name,
                items: state.trial.items
            )
            state.record = record
            state.passedNanoseconds = nil
            return .success(record)
        }
        let record = try made.get()
        recorder.file(record)
        return record
    }

    /// Ends the challenge that runs: passed when every known-bad blister was rejected for a reason that
    /// its item names, and confirmed where there is a sensor; production begins with the next blister.
    func end(by name: String) throws(Flaw) -> ChallengeRecord {
        let now = MonotonicClock.nowNanoseconds
        let made = state.withLock { state -> Result<ChallengeRecord, Flaw> in
            guard var record = state.record, record.outcome == .running else {
                return .failure(.noneRuns)
            }
            record.items = state.trial.items
            let isPassed = record.items.allSatisfy(\.passes)
            record.outcome = isPassed ? .passed : .failed
            record.endedAt = Timestamp.now.text
            record.endedBy = name
            state.record = record
            state.passedNanoseconds = isPassed ? now : nil
            recorder.endChallenge(isPassed: isPassed)
            return .success(record)
        }
        let record = try made.get()
        recorder.file(record)
        return record
    }

    /// Forgets the open batch's challenge; one that runs is recorded as interrupted.
    func interrupt() {
        let interrupted = state.withLock { state -> ChallengeRecord? in
            defer {
                state.record = nil
                state.passedNanoseconds = nil
            }
            guard var record = state.record, record.outcome == .running else { return nil }
            record.items = state.trial.items
            record.outcome = .interrupted
            record.endedAt = Timestamp.now.text
            return record
        }
        if let interrupted { recorder.file(interrupted) }
    }

    /// Takes the verdict of a blister that is set apart for challenge `number`; 0: for none.
    func note(_ result: InspectionResult, challenge number: Int) {
        guard number > 0 else { return }
        state.withLock { state in
            guard let record = state.record, record.outcome == .running, record.number == number
            else { return }
            state.trial.note(result.identity, reasons: result.verdict.reasons)
        }
    }

    /// Takes what the chute's sensor says of the rejects of `cycle`.
    func tell(cycle: Int, isConfirmed: Bool) {
        state.withLock { $0.trial.tell(cycle: cycle, isConfirmed: isConfirmed) }
    }

    /// How the challenge stands at a moment.
    enum Standing: Equatable {
        /// Blisters are set apart until one is passed.
        case due
        /// Passed, and due again before long.
        case soon
        /// Passed.
        case passed
    }

    /// How the challenge stands; when its time is over, blisters are set apart from now on.
    func standing(atNanoseconds now: Int64) -> Standing {
        guard let batch = recorder.batch, batch.challenge == nil else { return .due }
        guard let hours = rule.everyHours else { return .passed }
        let passed = state.withLock { $0.passedNanoseconds }
        let interval = Int64(hours * 3.6e12)
        // A batch in production whose challenge nobody remembers has none.
        guard let passed, now - passed < interval else {
            recorder.demandChallenge()
            return .due
        }
        return now - passed < interval - interval / Self.warningShare ? .passed : .soon
    }

    /// The last tenth of the interval is warned about.
    private static let warningShare: Int64 = 10
}
