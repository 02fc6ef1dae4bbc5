import Linux
import Station

extension StationExamination {
    /// Whether every pin is there and free, or held by the daemon.
    func pins() -> [Finding] {
        guard !configuration.pins.isEmpty else {
            return [
                Finding(
                    .warn,
                    "pins: none are configured, nothing can be rejected",
                    cure: "name them under pins; a trial on a replay set needs none"
                )
            ]
        }
        let isRunning = reply != nil
        var chips: [String: GPIOChip] = [:]
        return configuration.pins.map { pin in
            let place = "pin \(pin.name): \(pin.chip) line \(pin.offset)"
            do {
                let chip = try chips[pin.chip] ?? GPIOChip(pin.chip)
                chips[pin.chip] = chip
                guard pin.offset < chip.lineCount else {
                    return Finding(
                        .fail,
                        "\(place): the chip has lines 0 to \(chip.lineCount - 1)",
                        cure: "correct its offset"
                    )
                }
                let facts = try chip.facts(ofLine: pin.offset)
                guard facts.isUsed else { return Finding(.ok, "\(place) is free") }
                let holder = facts.consumer.isEmpty ? "the kernel" : facts.consumer
                guard isRunning, holder.hasPrefix("blisterd") else {
                    return Finding(
                        .fail,
                        "\(place) is taken by \(holder)",
                        cure: "end that program or give the pin another line"
                    )
                }
                return Finding(.ok, "\(place) is held by the daemon")
            } catch {
                return Finding(
                    .fail,
                    "\(place): \(error)",
                    cure: "correct the chip (gpiodetect lists them), or join the group gpio"
                )
            }
        }
    }

    /// Whether the real-time threads may run as configured.
    func scheduling() -> [Finding] {
        let limits = PluggedDevices.schedulingLimits()
        let wanted = configuration.realTime
        var findings: [Finding] = []
        if wanted.priority > limits.realTimePriorityMax, limits.realTimePriorityMax > 0 {
            findings.append(
                Finding(
                    .warn,
                    "real_time.priority: \(wanted.priority) is over this account's "
                        + "\(limits.realTimePriorityMax)",
                    cure: "raise LimitRTPRIO in the unit, or lower the priority"
                )
            )
        }
        for (key, processor) in [
            ("capture_cpu", wanted.captureProcessor), ("actuation_cpu", wanted.actuationProcessor),
        ] {
            guard let processor, !limits.processors.contains(processor) else { continue }
            findings.append(
                Finding(
                    .warn,
                    "real_time.\(key): there is no processor \(processor)",
                    cure:
                        "name one of \(limits.processors.map(String.init).joined(separator: ", "))"
                )
            )
        }
        if configuration.workers > limits.processors.count {
            findings.append(
                Finding(
                    .warn,
                    "workers: \(configuration.workers) for \(limits.processors.count) processors",
                    cure: "at most one for each"
                )
            )
        }
        return findings
    }
}
