import Foundation
import Linux
import Station

extension StationExamination {
    /// Whether records can be written, and for how long.
    func records() -> [Finding] {
        let records = configuration.records
        var findings = [Self.place("records", records.folder)]
        let logFolder = (records.rejectLogPath as NSString).deletingLastPathComponent
        if logFolder != records.folder { findings.append(Self.place("reject log", logFolder)) }
        guard let folder = Self.nearestFolder(records.folder),
            let space = try? DiskSpace(path: folder)
        else { return findings }
        let free =
            "disk: \(space.freeByteCount / 1_000_000) MB of "
            + "\(space.totalByteCount / 1_000_000) MB are free for records"
        if space.freeByteCount < records.freeByteCountMin {
            findings.append(
                Finding(
                    .warn,
                    "\(free), free_space_mb asks for \(records.freeByteCountMin / 1_000_000)",
                    cure: "no pictures are kept until there is room: clear the disk"
                )
            )
        } else if space.freeByteCount - records.freeByteCountMin < records.evidenceByteCountMax / 2
        {
            findings.append(
                Finding(
                    .warn,
                    "\(free), less than evidence_mb "
                        + "(\(records.evidenceByteCountMax / 1_000_000)) may want",
                    cure: "lower evidence_mb or give records a larger disk"
                )
            )
        } else {
            findings.append(Finding(.ok, free))
        }
        return findings
    }

    private static func place(_ name: String, _ path: String) -> Finding {
        guard let folder = nearestFolder(path) else {
            return Finding(.warn, "\(name) \(path): not there", cure: "correct the path")
        }
        if (try? DiskSpace(path: folder))?.isReadOnly ?? false {
            return Finding(
                .warn,
                "\(name) \(path): the disk is mounted read-only, nothing would be recorded",
                cure: "mount it writable"
            )
        }
        guard FileManager.default.isWritableFile(atPath: folder) else {
            return Finding(
                .warn,
                "\(name) \(path): this account may not write there",
                cure: "run doctor as the daemon's user, or correct owner and mode"
            )
        }
        return Finding(.ok, "\(name) \(path): " + (folder == path ? "writable" : "can be made"))
    }

    private static func nearestFolder(_ path: String) -> String? {
        var path = path
        while !path.isEmpty {
            if FileManager.default.fileExists(atPath: path) {
                let facts = try? FileManager.default.attributesOfItem(atPath: path)
                return facts?[.type] as? FileAttributeType == .typeRegular ? nil : path
            }
            path = (path as NSString).deletingLastPathComponent
        }
        return FileManager.default.currentDirectoryPath
    }

    var reply: ControlReply? {
        try? ControlClient(path: configuration.controlSocketPath)
            .ask(ControlRequest(action: .status))
    }

    /// Whether the daemon answers.
    func daemon() -> Finding {
        guard let reply else {
            return Finding(
                .warn,
                "daemon: nobody answers at \(configuration.controlSocketPath)",
                cure: "systemctl start blisterd, or blisterd run --config FILE"
            )
        }
        let faults = reply.faults ?? []
        if faults.isEmpty {
            return Finding(.ok, "daemon: running, \(reply.ready == true ? "ready" : "not ready")")
        }
        return Finding(
            .warn,
            "daemon: running with \(faults.joined(separator: ", "))",
            cure: "see journalctl -u blisterd"
        )
    }
}
