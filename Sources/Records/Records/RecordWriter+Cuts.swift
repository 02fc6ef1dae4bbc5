internal import Blister
internal import Digests
internal import Foundation
internal import Imaging
internal import Linux

extension RecordWriter {
    /// Bytes of cuts that wait to be encoded; beyond it the newest are dropped and counted.
    static let waitingCutByteCountMax = 32 << 20
    /// Time for encoding cuts between two transactions, so that the records thread never takes more
    /// than a third of a processor from inspection for them.
    static let cutNanosecondsMax: Int64 = 50_000_000

    /// Lets the cut of `blister` wait for its turn.
    func hold(_ blister: FiledBlister, _ lose: Loss) {
        guard let record = blister.record, let inspected = record.inspected,
            let provenance = blister.context.provenance
        else { return }
        guard waitingCutByteCount + inspected.byteCount <= Self.waitingCutByteCountMax else {
            return lose(blister.batch, \.cutsLost, 1)
        }
        waitingCutByteCount += inspected.byteCount
        waitingCuts.append(
            FiledCut(
                batch: blister.batch,
                blisterID: blister.blisterID,
                identity: blister.identity,
                decided: blister.decided,
                inspected: inspected,
                provenance: provenance,
                line: record.result.line(
                    judged: inspected.verdict,
                    blisterID: blister.blisterID,
                    model: blister.context.model,
                    recipe: blister.context.recipe
                )
            )
        )
    }

    /// Encodes and stores cuts that wait, for as long as there is time.
    ///
    /// - Parameters:
    ///   - isEnding: Whether all of them must go now.
    ///   - lose: Told of those that could not be kept.
    func writeCuts(isEnding: Bool, _ lose: Loss) {
        let end = MonotonicClock.nowNanoseconds + Self.cutNanosecondsMax
        var done = 0
        while done < waitingCuts.count, isEnding || MonotonicClock.nowNanoseconds < end {
            let filed = waitingCuts[done]
            done += 1
            waitingCutByteCount -= filed.inspected.byteCount
            if let row = store(filed) {
                held.cuts.append(row)
            } else {
                lose(filed.batch, \.cutsLost, 1)
            }
        }
        waitingCuts.removeFirst(done)
    }

    /// Picture first, then the sidecar that names it; nil when one of them could not be kept.
    private func store(_ filed: FiledCut) -> CutRow? {
        do {
            let names = filed.decided.fileNames
            let name = "\(names.time)-\(filed.blisterID)-cut"
            let picture = try filed.inspected.cut.image.quickPNGData()
            _ = try evidence.store(picture, day: names.day, name: "\(name).png")
            let sidecar = try CutSidecar(
                filed,
                picture: "\(name).png",
                pictureDigest: SHA256Digest(of: picture).description
            ).bytes()
            let path = try evidence.store(sidecar, day: names.day, name: "\(name).json")
            return CutRow(
                batch: filed.batch,
                identity: filed.identity,
                sidecar: path,
                digest: SHA256Digest(of: sidecar).description
            )
        } catch let refusal as EvidenceFolder.Refusal {
            health.evidenceFault = refusal.sentence
        } catch {
            health.evidenceFault = Self.sentence(error)
        }
        return nil
    }
}
