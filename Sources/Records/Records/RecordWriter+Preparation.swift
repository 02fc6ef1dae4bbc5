internal import Blister
internal import Foundation
internal import Imaging

extension RecordWriter {
    func prepare(
        _ blister: FiledBlister,
        _ lose: Loss
    ) {
        let time = blister.decided.text
        let picture = storePicture(blister, time: time, lose)
        let map = picture == nil ? nil : storeMap(blister, lose)
        let result =
            blister.record?.result
            ?? InspectionResult(
                identity: blister.identity,
                verdict: blister.verdict,
                pockets: [],
                checks: [],
                latencyMilliseconds: 0
            )
        let line = RejectLine(
            result: result,
            blisterID: blister.blisterID,
            time: time,
            evidence: picture,
            map: map
        )
        if var line {
            line.isChallenge = blister.challenge != nil
            heldLines.append((blister.batch, line.text))
        }
        hold(blister, lose)
        let json = blister.record.map { record in
            record.result.jsonLine(
                blisterID: blister.blisterID,
                model: blister.context.model,
                recipe: blister.context.recipe
            )
        }
        heldDetailByteCount += json?.utf8.count ?? 0
        held.blisters.append(
            BlisterRow(
                batch: blister.batch,
                identity: blister.identity,
                decidedAt: time,
                verdict: blister.verdict,
                latencyMilliseconds: result.latencyMilliseconds,
                evidence: picture,
                resultJSON: json,
                challenge: blister.challenge
            )
        )
        guard !observers.isEmpty else { return }
        let filed = FiledResult(
            batch: blister.batch,
            blisterID: blister.blisterID,
            decided: blister.decided,
            result: result,
            evidence: picture,
            map: map,
            resultLine: json,
            isSetApart: blister.challenge != nil,
            context: blister.context
        )
        news.append(.result(filed))
    }

    /// Tells observers of what has come since the last call: behind the store, so that a host knows of no
    /// blister that the store lost to a power cut.
    func tellObservers() {
        for one in news {
            for observer in observers {
                switch one {
                case .result(let filed): observer.take(filed)
                case .amendment(let amendment):
                    observer.amend(
                        amendment.blisterID,
                        reason: amendment.reason,
                        wasAccepted: amendment.wasAccepted,
                        isSetApart: amendment.isSetApart
                    )
                }
            }
        }
        news.removeAll(keepingCapacity: true)
    }

    func prepare(_ amendment: FiledAmendment) {
        let time = amendment.decided.text
        if amendment.wasAccepted {
            let result = InspectionResult.unjudged(amendment.identity, reason: amendment.reason)
            let line = RejectLine(
                result: result,
                blisterID: amendment.blisterID,
                time: time,
                evidence: nil
            )
            if let line { heldLines.append((amendment.batch, line.text)) }
        }
        held.amendments.append(
            AmendmentRow(
                batch: amendment.batch,
                identity: amendment.identity,
                reason: amendment.reason,
                amendedAt: time
            )
        )
        if !observers.isEmpty { news.append(.amendment(amendment)) }
    }

    private func storePicture(
        _ blister: FiledBlister,
        time: String,
        _ lose: Loss
    ) -> String? {
        guard blister.verdict != .accept, let record = blister.record else { return nil }
        let picture = EvidencePicture(
            record: record,
            blisterID: blister.blisterID,
            time: time,
            layout: blister.context.layout
        )
        guard let marked = picture.marked() else { return nil }
        return store(blister, suffix: ".jpg", lose) { quality throws in
            try marked.jpegData(quality: quality)
        }
    }

    /// The score maps beside the picture; nil where no network rejected a pocket.
    private func storeMap(_ blister: FiledBlister, _ lose: Loss) -> String? {
        guard blister.verdict != .accept, let record = blister.record,
            let map = MapPicture(record: record).drawn()
        else { return nil }
        return store(blister, suffix: "-map.png", lose) { _ throws in try map.pngData() }
    }

    private func store(
        _ blister: FiledBlister,
        suffix: String,
        _ lose: Loss,
        bytes: (Int) throws -> [UInt8]
    ) -> String? {
        do {
            let names = blister.decided.fileNames
            let path = try evidence.store(
                try bytes(settings.jpegQuality),
                day: names.day,
                name: "\(names.time)-\(blister.blisterID)\(suffix)"
            )
            health.evidenceFault =
                evidence.isShortOfSpace
                ? "the disk is short of space: \(evidence.droppedForSpace) of the oldest pictures went "
                    + "since the start; make room" : nil
            return path
        } catch let refusal as EvidenceFolder.Refusal {
            health.evidenceFault = refusal.sentence
        } catch {
            health.evidenceFault = Self.sentence(error)
        }
        lose(blister.batch, \.picturesLost, 1)
        return nil
    }
}

extension EvidenceFolder.Refusal {
    var sentence: String {
        switch self {
        case .noRoom: "no room for pictures within the budget and the free space to keep"
        case .unwritable: "the evidence folder cannot be written; check the disk"
        }
    }
}
