internal import AuditTrails
internal import Blister
internal import Foundation
internal import Inspection
internal import Panel
internal import Records

extension StationPanel {
    private static let pageCountMax = 100

    private var reader: RecordStoreReader? {
        try? RecordStore.openForReading(folder: URL(filePath: station.configuration.records.folder))
    }

    private var evidenceFolder: URL { station.configuration.recorderSettings.evidenceFolder }

    func evidence(_ query: PanelEvidenceQuery) -> PanelEvidencePage {
        let count = min(max(1, query.count), Self.pageCountMax)
        let found = try? reader?.rejects(
            before: query.before.flatMap { Int($0) },
            count: count,
            reason: query.reason
        )
        let rejects = found ?? []
        return PanelEvidencePage(
            blisters: rejects.map { shown($0) },
            next: rejects.count == count ? rejects.last.map { "\($0.row)" } : nil
        )
    }

    func blister(_ id: String) -> PanelBlister? { stored(id).map { shown($0) } }

    private func stored(_ id: String) -> StoredReject? {
        guard let place = BlisterID.parse(id) else { return nil }
        return (try? reader?.reject(batch: place.batch, identity: place.identity)) ?? nil
    }

    private func shown(_ stored: StoredReject) -> PanelBlister {
        PanelBlister(
            stored,
            layout: station.product.recipe.layout,
            hasMap: file(of: stored, .map) != nil,
            label: station.operation.labels[stored.blisterID]
        )
    }

    func picture(_ kind: PanelPicture.Kind, of id: String) -> PanelPicture? {
        guard let stored = stored(id), let url = file(of: stored, kind),
            let bytes = FileManager.default.contents(atPath: url.path(percentEncoded: false))
        else { return nil }
        let type = kind == .picture ? "image/jpeg" : "image/png"
        return PanelPicture(bytes: Array(bytes), type: type)
    }

    /// The picture's file, where it is there; the store names it, never the client.
    private func file(of stored: StoredReject, _ kind: PanelPicture.Kind) -> URL? {
        guard var name = stored.evidence, !name.split(separator: "/").contains("..") else {
            return nil
        }
        if kind == .map {
            guard name.hasSuffix(".jpg") else { return nil }
            name = String(name.dropLast(4)) + "-map.png"
        }
        let url = evidenceFolder.appending(path: name)
        let isThere = FileManager.default.fileExists(atPath: url.path(percentEncoded: false))
        return isThere ? url : nil
    }

    func models() -> [PanelModel] { station.models?.listed() ?? [] }

    func audit(before: Int?, count: Int) -> [PanelAuditLine] {
        let entries = NewestEntries.read(
            in: station.configuration.auditSettings.folder,
            before: before,
            count: min(max(1, count), 500)
        )
        return entries.map { PanelAuditLine($0) }
    }

    func record(_ event: PanelEvent) {
        switch event {
        case .login(let person, let address):
            station.note(.login, by: person.name, subject: address, after: person.role.rawValue)
        case .logout(let person): station.note(.logout, by: person.name)
        case .loginRefused(let name, let address):
            station.note(.loginRefused, by: name, subject: address)
        case .account(let change):
            station.note(
                .account,
                by: "file of users",
                subject: change.name,
                before: change.before?.rawValue,
                after: change.after?.rawValue,
                reason: change.before == change.after ? "another password" : nil
            )
        case .lockedOut(let subject, let seconds):
            station.note(
                .loginRefused,
                by: "daemon",
                subject: subject,
                after: "locked \(seconds) s"
            )
        }
    }
}

extension PanelAuditLine {
    init(_ entry: AuditEntry) {
        let note = entry.note
        let change =
            switch (note.before, note.after) {
            case (let before?, let after?): "\(before) → \(after)"
            case (let before?, nil): "\(before) →"
            case (nil, let after?): after
            case (nil, nil): ""
            }
        let parts = [note.subject ?? "", change, note.reason.map { "(\($0))" } ?? ""]
        self.init(
            number: entry.sequence,
            time: entry.time,
            person: note.who,
            event: note.event.rawValue,
            detail: parts.filter { !$0.isEmpty }.joined(separator: " ")
        )
    }
}
