internal import Blister
internal import Records
internal import Rejection

extension Station {
    /// Carries out one request; the control thread.
    func answer(_ request: ControlRequest) -> ControlReply {
        switch request.action {
        case .batchStart: startBatch(request)
        case .batchEnd:
            if let ended = recorder.endBatch(by: request.operator ?? "unknown") {
                report(ended, done: true)
            } else {
                ControlReply(done: false, message: "no batch is open; start one first")
            }
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
        let label = BatchLabel(product: product, lot: lot, expiry: expiry, startedBy: name)
        return report(recorder.startBatch(label), done: true)
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
            "rejected": account.rejected, "unaccounted": account.unaccounted,
        ]
        for reason in RejectReason.allCases where account[reason] > 0 {
            counters["rejected_\(reason.rawValue)"] = account[reason]
        }
        return counters
    }
}
