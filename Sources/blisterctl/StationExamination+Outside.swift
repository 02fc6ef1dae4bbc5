import AuditTrails
import Fleet
import Linux
import Panel
import Station

extension StationExamination {
    /// The audit trail, and who looks at the station from outside: panel and broker.
    func outside() -> [Finding] { [trail()] + panel() + broker() }

    /// Whether the trail is whole; the daemon starts either way, for a bad trail is no reason not to
    /// inspect.
    private func trail() -> Finding {
        let folder = configuration.auditFolder
        let keyPath = configuration.records.auditKeyPath
        guard (try? FileFacts(path: folder)) != nil else {
            return Finding(.ok, "audit trail \(folder): none yet")
        }
        do {
            let report = try AuditVerifier(
                keys: [try AuditKey.publicKey(beside: keyPath)],
                formerKeys: try AuditKey.formerKeys(beside: keyPath),
                isBeingWritten: AuditVerifier.isBeingWritten(folder)
            ).verify(try AuditVerifier.files(at: folder))
            guard report.isGood else {
                return Finding(
                    .warn,
                    "audit trail \(folder): \(report.findings.count + report.furtherFindingCount) findings, the first: "
                        + (report.findings.first.map { "\($0)" } ?? ""),
                    cure: "see all with blisterctl audit verify --config FILE, and tell QA"
                )
            }
            return Finding(.ok, "audit trail \(folder): \(report.lineCount) entries, all sound")
        } catch {
            return Finding(warning: error, at: "audit trail")
        }
    }

    private func panel() -> [Finding] {
        guard let panel = configuration.panel else { return [] }
        let place = "panel \(panel.address):\(panel.port)"
        do {
            let users = try PanelUsers(path: panel.usersFile).all()
            guard !users.isEmpty else {
                return [
                    Finding(
                        .warn,
                        "\(place): nobody can log in, \(panel.usersFile) has no users",
                        cure: "blisterctl user add NAME --role qa --config FILE"
                    )
                ]
            }
            return [Finding(.ok, "\(place): \(users.count) users")]
        } catch {
            return [Finding(warning: error, at: place)]
        }
    }

    private func broker() -> [Finding] {
        guard let fleet = configuration.fleet else { return [] }
        do {
            try BrokerTrial.run(fleet)
            return [
                Finding(
                    .ok,
                    "broker \(fleet.broker): takes \(fleet.group)/\(fleet.node) in"
                )
            ]
        } catch {
            return [Finding(warning: error)]
        }
    }
}
