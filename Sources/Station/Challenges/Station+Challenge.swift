internal import AuditTrails
internal import Logging
internal import Records
internal import Rejection

extension Station {
    /// Begins a challenge; the control thread.
    func startChallenge(_ request: ControlRequest) -> ControlReply {
        guard let challenge else { return Self.noChallenge }
        guard let name = request.operator else {
            return ControlReply(done: false, message: "a challenge needs an operator; give one")
        }
        do {
            let record = try challenge.start(
                by: name,
                opensBatch: !configuration.requiresBatch
            )
            log.notice("\(record.summary)")
            note(.challenge, by: name, subject: "\(record.number)", after: "started")
            return reply(record.summary + "; run the kit through the line, then end it")
        } catch {
            return ControlReply(done: false, message: "\(error)")
        }
    }

    /// Ends the challenge that runs, and says which known-bad blister did not pass.
    func endChallenge(_ request: ControlRequest) -> ControlReply {
        guard let challenge else { return Self.noChallenge }
        guard let name = request.operator else {
            return ControlReply(done: false, message: "a challenge needs an operator; give one")
        }
        do {
            let record = try challenge.end(by: name)
            let complaints = record.items.compactMap(\.complaint)
            note(
                .challenge,
                by: name,
                subject: "\(record.number)",
                after: record.outcome.rawValue,
                reason: complaints.isEmpty ? nil : complaints.joined(separator: "; ")
            )
            guard record.outcome != .passed else {
                log.notice("\(record.summary)")
                return reply(record.summary)
            }
            let sentence = ([record.summary] + complaints).joined(separator: "; ")
            log.error("\(sentence)")
            return reply(sentence)
        } catch {
            return ControlReply(done: false, message: "\(error)")
        }
    }

    /// How the challenge stands.
    func challengeStatus() -> ControlReply {
        guard let challenge else { return Self.noChallenge }
        guard let record = challenge.record else {
            return reply("no challenge has run in this batch; start one with the kit at hand")
        }
        let complaints = record.items.compactMap(\.complaint)
        return reply(([record.summary] + complaints).joined(separator: "; "))
    }

    private func reply(_ message: String) -> ControlReply {
        ControlReply(
            done: true,
            message: message,
            counters: recorder.batch?.counters,
            faults: faults.active.map(\.sentence),
            ready: desk.levels.contains(.ready),
            challenge: challenge.map { board in
                ChallengeReply(
                    board.record,
                    isDue: recorder.batch.map { $0.challenge != nil } ?? true,
                    kit: board.kit
                )
            }
        )
    }

    private static let noChallenge = ControlReply(
        done: false,
        message: "the recipe demands no challenge; add challenge: to it, and start blisterd anew"
    )
}
