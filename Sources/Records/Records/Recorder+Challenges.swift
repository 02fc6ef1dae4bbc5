public import Blister
internal import Synchronization

extension Recorder {
    /// Sets blisters apart for a challenge from the next one on.
    ///
    /// - Parameter opensBatch: Whether the daemon begins a batch of its own where none is open.
    /// - Returns: the batch and the number of the challenge in it; nil where no batch is open.
    public func beginChallenge(opensBatch: Bool) -> (batch: Int, number: Int)? {
        ledger.withLock { $0.beginChallenge(opensBatch: opensBatch, at: .now) }
    }

    /// Ends setting blisters apart for a challenge, from the next one on.
    ///
    /// - Parameter isPassed: Whether production may begin; if not, and where one is demanded, blisters
    ///   stay set apart.
    public func endChallenge(isPassed: Bool) {
        ledger.withLock { $0.endChallenge(isPassed: isPassed) }
    }

    /// Sets blisters apart from the next one on, until a challenge is passed.
    public func demandChallenge() {
        ledger.withLock { $0.demandChallenge() }
    }

    /// Stores what is known of a challenge, over what was stored of it before.
    public func file(_ challenge: ChallengeRecord) {
        ledger.withLock { $0.file(challenge) }
    }

    /// Counts a rejected blister that the chute did not see.
    public func countUnconfirmed(_ identity: BlisterIdentity) {
        ledger.withLock { $0.countUnconfirmed(identity) }
    }
}
