internal import Blister
internal import Foundation
public import Records

extension BatchReportContent {
    /// Most incidents of the store that are reported.
    static let incidentCountMax = 5_000

    /// What the store knows of a batch, counted there: memory does not grow with the batch.
    ///
    /// - Parameters:
    ///   - store: the store.
    ///   - number: batch number; the latest where it is nil.
    ///   - evidenceFolder: the folder of the pictures.
    ///   - station: name of the station.
    ///   - software: program and version.
    /// - Throws: where the store has no such batch or cannot be read.
    public init(
        store: RecordStoreReader,
        batch number: Int?,
        evidenceFolder: String,
        station: String,
        software: String
    ) throws {
        let report = try store.report(batch: number)
        self.init(
            station: station,
            software: software,
            batch: ReportedBatch(report),
            counts: ReportedCounts(
                blisters: report.account.blisters,
                accepted: report.account.accepted,
                rejectedByReason: RejectReason.allCases.map {
                    ReasonCount(reason: $0.rawValue, count: report.account[$0])
                }.filter { $0.count > 0 }
            )
        )
        discrepancies = ReportedDiscrepancy.all(of: report)
        challenges = report.challenges.map { ReportedChallenge($0) }
        let breakdown = try store.breakdown(batch: report.number)
        lanes = breakdown.lanes.map {
            LaneCount(lane: $0.lane, accepted: $0.accepted, rejected: $0.rejected)
        }
        pockets = breakdown.pockets.map {
            PocketCount(pocket: $0.index, reason: $0.classification, count: $0.count)
        }
        pocketResultCount = breakdown.pocketResultCount
        series = TimeSeries.all(of: breakdown)
        if breakdown.amended > 0 { remarks.append(.amended(breakdown.amended)) }
        if breakdown.latencyMillisecondsMax > 0 {
            remarks += [
                .latencyMean(milliseconds: breakdown.latencyMillisecondsMean),
                .latencyMax(milliseconds: breakdown.latencyMillisecondsMax),
            ]
        }
        pictureCount = breakdown.pictures
        pictures = try store.rejectPictures(
            batch: report.number,
            limit: BatchReportForm.pictureCountMax
        ).map { entry in
            RejectPicture(
                blisterID: entry.blisterID,
                time: entry.time,
                reason: entry.reason,
                jpeg: Self.picture(entry.evidence, in: evidenceFolder)
            )
        }
        alarms = try store.incidents(
            from: report.startedAt,
            to: report.endedAt,
            limit: Self.incidentCountMax
        ).map { ReportedAlarm(name: "\($0.kind): \($0.detail)", beganAt: $0.time) }
    }

    /// The picture at `path` below `folder`; empty where there is none that may be shown.
    private static func picture(_ path: String, in folder: String) -> [UInt8] {
        // A store that was tampered with must not put other files into a report.
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard !parts.contains(".."), !path.hasPrefix("/"), path.hasSuffix(".jpg") else { return [] }
        let file = URL(filePath: folder).appending(path: path)
        let size = (try? file.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0
        guard size <= ReportPicture.byteCountMax, let data = try? Data(contentsOf: file) else {
            return []
        }
        return [UInt8](data)
    }
}

extension ReportedBatch {
    init(_ report: BatchReport) {
        self.init(
            number: report.number,
            product: report.label.product,
            lot: report.label.lot,
            expiry: report.label.expiry,
            startedAt: report.startedAt,
            startedBy: report.label.startedBy
        )
        state = State(rawValue: report.state) ?? .interrupted
        isAutomatic = report.isAutomatic
        endedAt = report.endedAt
        endedBy = report.endedBy
        recipe = report.recipe
        model = report.model
    }
}

extension ReportedDiscrepancy {
    /// The same, in the same order, as ``BatchReport/discrepancies``, but without words.
    static func all(of report: BatchReport) -> [ReportedDiscrepancy] {
        let account = report.account
        var found: [ReportedDiscrepancy] = []
        if account.unaccounted > 0 {
            found.append(
                .withoutVerdict(
                    account.unaccounted,
                    of: account.blisters,
                    isOpen: report.state == "open"
                )
            )
        } else if account.unaccounted < 0 {
            found.append(.unannounced(-account.unaccounted))
        }
        if account.accepted != report.acceptedRows {
            found.append(.accepted(counted: account.accepted, stored: report.acceptedRows))
        }
        if account.rejected != report.rejectedRows {
            found.append(.rejected(counted: account.rejected, stored: report.rejectedRows))
        }
        let challenged = account.challengeAccepted + account.challengeRejected
        if challenged != report.challengeRows {
            found.append(.challengeBlisters(counted: challenged, stored: report.challengeRows))
        }
        if account.challengeUnaccounted != 0, report.state != "interrupted" {
            found.append(.challengeWithoutVerdict(account.challengeUnaccounted))
        }
        if account.rowsLost > 0 { found.append(.rowsLost(account.rowsLost)) }
        if account.detailsLost > 0 { found.append(.detailsLost(account.detailsLost)) }
        if account.picturesLost > 0 { found.append(.picturesLost(account.picturesLost)) }
        if account.cutsLost > 0 { found.append(.cutsLost(account.cutsLost)) }
        if account.linesLost > 0 { found.append(.linesLost(account.linesLost)) }
        if account.unconfirmed > 0 { found.append(.unconfirmed(account.unconfirmed)) }
        if report.state == "interrupted" { found.append(.interrupted) }
        return found
    }
}

extension TimeSeries {
    /// Rate, and rejects of 1,000, span by span.
    static func all(of breakdown: BatchBreakdown) -> [TimeSeries] {
        let length = Double(breakdown.spanSeconds)
        let duration = Double(breakdown.durationSeconds)
        var (rate, rejects): ([Point], [Point]) = ([], [])
        for span in breakdown.spans {
            let count = Double(span.accepted + span.rejected)
            let minutes = Double(span.startSeconds) / 60
            // The last span may hardly have begun: no rate is told of it.
            let covered = min(length, duration - Double(span.startSeconds))
            if covered >= length / 2 {
                rate.append(Point(minutes: minutes, value: count / covered * 60))
            }
            rejects.append(Point(minutes: minutes, value: 1000 * Double(span.rejected) / count))
        }
        return [
            TimeSeries(subject: .rate, points: rate),
            TimeSeries(subject: .rejectsPerThousand, points: rejects),
        ].filter { !$0.points.isEmpty }
    }
}

extension ReportedChallenge {
    init(_ record: ChallengeRecord) {
        let hasSensor = record.items.contains { $0.confirmation != .notAsked }
        self.init(
            startedAt: record.startedAt,
            startedBy: record.startedBy,
            presented: record.items.count,
            rejected: record.items.count { $0.blisterID != nil },
            confirmed: hasSensor ? record.items.count { $0.confirmation == .confirmed } : nil,
            outcome: Outcome(record.outcome)
        )
    }
}

extension ReportedChallenge.Outcome {
    init(_ outcome: ChallengeRecord.Outcome) {
        self =
            switch outcome {
            case .passed: .passed
            case .failed: .failed
            case .running, .interrupted: .unfinished
            }
    }
}
