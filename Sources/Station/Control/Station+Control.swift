internal import Blister
internal import Inspection
internal import PackReading
internal import Records
internal import Rejection
internal import Synchronization

extension Station {
    /// Carries out one request; the control thread, and the panel's.
    func answer(_ request: ControlRequest) -> ControlReply {
        switch request.action {
        // Terminal and panel ask on threads of their own: one of these at a time.
        case .batchStart: commands.withLock { _ in startBatch(request) }
        case .batchEnd: commands.withLock { _ in endBatch(request) }
        case .auditSign: signAudit()
        case .challengeStart: commands.withLock { _ in startChallenge(request) }
        case .challengeEnd: commands.withLock { _ in endChallenge(request) }
        case .challengeStatus: challengeStatus()
        case .trendsList: listTrends()
        case .trendsBaseline: renewTrends(request)
        case .batchStatus, .status:
            if let open = recorder.batch {
                report(open, done: true)
            } else {
                ControlReply(
                    done: true,
                    message: "no batch is open",
                    faults: faults.active.map(\.sentence),
                    ready: desk.levels.contains(.ready)
                )
            }
        }
    }

    private func startBatch(_ request: ControlRequest) -> ControlReply {
        guard let product = request.product, let lot = request.lot,
            let expiry = request.expiry, let name = request.operator
        else {
            return ControlReply(
                done: false,
                message: "a batch needs product, lot, expiry and operator; give all four"
            )
        }
        // First the texts: no blister of the new batch passes by those of the old one.
        if let texts {
            do {
                let today = request.force == true ? nil : CalendarDate.today
                let recipe = self.product.recipe
                try texts.expect(try recipe.texts(lot: lot, expiry: expiry, today: today))
            } catch {
                return ControlReply(done: false, message: "\(error)")
            }
        }
        let label = BatchLabel(product: product, lot: lot, expiry: expiry, startedBy: name)
        let before = recorder.batch
        let begun = recorder.startBatch(label)
        challenge?.interrupt()
        if let before {
            close(before, by: name, reason: "the next batch was started")
        }
        audit.batchStarted(begun)
        operation.trends.breakOff()
        return report(begun, done: true)
    }

    private func endBatch(_ request: ControlRequest) -> ControlReply {
        let ended = recorder.endBatch(by: request.operator ?? "unknown")
        challenge?.interrupt()
        // Those that need no batch were readable when the station began.
        try? texts?.expect(product.recipe.standingTexts)
        guard let ended else {
            return ControlReply(done: false, message: "no batch is open; start one first")
        }
        close(ended, by: request.operator ?? "unknown")
        return report(ended, done: true)
    }

    private func signAudit() -> ControlReply {
        let isSigned = audit.sign()
        return ControlReply(
            done: isSigned,
            message: isSigned
                ? "the audit trail is signed" : "the audit trail cannot be written: check the disk"
        )
    }

    private func report(_ status: BatchStatus, done: Bool) -> ControlReply {
        ControlReply(
            done: done,
            message: status.summary,
            counters: status.counters,
            faults: faults.active.map(\.sentence),
            ready: desk.levels.contains(.ready)
        )
    }
}

extension BatchStatus {
    /// One line for log and terminal.
    var summary: String {
        let name = isAutomatic ? "automatic" : "\(label.product), lot \(label.lot)"
        return "batch \(number) (\(name)): \(account.blisters) blisters, "
            + "\(account.accepted) accepted, \(account.rejected) rejected, "
            + "\(account.unaccounted) under way"
    }

    /// Counts by name; reasons only where they occurred.
    var counters: [String: Int] {
        var counters = [
            "blisters": account.blisters, "accepted": account.accepted,
            "rejected": account.rejected, "unaccounted": account.unaccounted, "stored": stored,
            "batch": number,
        ]
        if account.challengeBlisters > 0 {
            counters["challenge_blisters"] = account.challengeBlisters
            counters["challenge_rejected"] = account.challengeRejected
        }
        if account.unconfirmed > 0 { counters["unconfirmed"] = account.unconfirmed }
        for reason in RejectReason.allCases where account[reason] > 0 {
            counters["rejected_\(reason.rawValue)"] = account[reason]
        }
        return counters
    }
}
