extension ReportComposer {
    var trends: [ReportBlock] {
        guard !content.trends.isEmpty else { return [] }
        return [.heading(text(.trends))]
            + content.trends.flatMap { trend -> [ReportBlock] in
                [.chart(ControlChart.drawing(trend, language: language)), .facts(facts(of: trend))]
            }
    }

    private func facts(of trend: TrendSeries) -> [(name: String, value: String)] {
        let levels: [(ReportWord, Double?)] = [
            (.centre, trend.centre),
            (.lowerControl, trend.controlLimits.lower),
            (.upperControl, trend.controlLimits.upper),
            (.lowerSpecification, trend.specificationLimits.lower),
            (.upperSpecification, trend.specificationLimits.upper),
        ]
        let limits = levels.compactMap { word, value in
            value.map { "\(text(word)) \(language.number($0, digits: 4))" }
        }
        // The same rule often alarms many times in a row.
        let alarms = trend.alarms.prefix(100).enumerated().map { index, alarm in
            "\(index + 1) " + text(.atValue, alarm.rule, String(alarm.index + 1))
        }
        let rest = trend.alarms.count - alarms.count
        let unit = trend.unit.isEmpty ? "" : " (\(trend.unit))"
        var facts = [
            (text(.values) + unit, (["\(trend.values.count)"] + limits).joined(separator: " · ")),
            (
                text(.rules),
                alarms.isEmpty
                    ? text(.noRule)
                    : alarms.joined(separator: "; ") + (rest > 0 ? " … +\(rest)" : "")
            ),
        ]
        if !trend.capability.isEmpty { facts.append((text(.capability), trend.capability)) }
        return facts.map { (name: $0.0, value: $0.1) }
    }

    var pictures: [ReportBlock] {
        let shown = content.pictures.prefix(BatchReportForm.pictureCountMax)
        let total = max(content.pictureCount, content.pictures.count)
        guard total > 0 else { return [] }
        let blocks = shown.map { picture in
            let reason = language.reason(picture.reason)
            return PictureBlock(
                jpeg: picture.jpeg,
                caption: [picture.blisterID, reason, language.moment(picture.time)],
                alternative: text(.pictureAlternative, picture.blisterID, reason),
                gone: text(.pictureGone)
            )
        }
        return [
            .heading(text(.pictures)),
            .paragraph(text(.pictureNote, String(blocks.count), String(total))),
            .pictures(blocks),
        ]
    }

    var alarms: [ReportBlock] {
        guard !content.alarms.isEmpty else {
            return [.heading(text(.alarms)), .paragraph(text(.noAlarms))]
        }
        let rows = content.alarms.map { alarm in
            [
                alarm.name, language.moment(alarm.beganAt),
                alarm.endedAt.map { language.moment($0) } ?? text(.lasting),
                alarm.acknowledgedBy ?? text(.nobody),
            ]
        }
        return [
            .heading(text(.alarms)),
            .table(
                ReportTable(
                    caption: text(.alarms),
                    columns: [
                        .init(title: text(.alarm), weight: 3.4),
                        .init(title: text(.begin), weight: 2),
                        .init(title: text(.end), weight: 2),
                        .init(title: text(.acknowledgedBy), weight: 1.6),
                    ],
                    rows: rows
                )
            ),
        ]
    }

    var audit: [ReportBlock] {
        guard let audit = content.audit else {
            return [.heading(text(.audit)), .paragraph(text(.noAudit))]
        }
        let rows = audit.lines.map { line in
            [
                String(line.sequence), language.moment(line.time, hasMilliseconds: true), line.who,
                line.what, line.before, line.after, line.reason,
            ]
        }
        let widths: [(ReportWord, Double)] = [
            (.sequence, 1), (.time, 1.9), (.who, 1.2), (.what, 1.9), (.before, 1.8), (.after, 1.8),
            (.why, 1.8),
        ]
        let columns = widths.map {
            ReportTable.Column(
                title: text($0.0),
                weight: $0.1,
                isNumber: $0.0 == .sequence
            )
        }
        let facts = [
            (text(.trailHead), audit.head), (text(.checkpoint), audit.checkpoint),
            (text(.merkleRoot), audit.merkleRoot),
        ]
        return [
            .heading(text(.audit)),
            .facts(facts.map { ($0.0, $0.1.isEmpty ? text(.none) : $0.1) }),
        ]
            + (rows.isEmpty
                ? []
                : [.table(ReportTable(caption: text(.audit), columns: columns, rows: rows))])
    }

    var digests: [ReportBlock] {
        guard !content.digests.isEmpty else {
            return [.heading(text(.digests)), .paragraph(text(.noDigests))]
        }
        let rows = content.digests.map { digest in
            let subject: ReportWord =
                switch digest.subject {
                case .software: .software
                case .model: .model
                case .recipe: .recipe
                case .calibration: .calibration
                case .configuration: .configuration
                }
            return [text(subject), digest.name, digest.digest]
        }
        return [
            .heading(text(.digests)),
            .table(
                ReportTable(
                    caption: text(.digests),
                    columns: [
                        .init(title: text(.subject), weight: 1),
                        .init(title: text(.name), weight: 1.6),
                        .init(title: text(.digest), weight: 3.4),
                    ],
                    rows: rows
                )
            ),
        ]
    }

    var signatures: [ReportBlock] {
        guard !content.signatures.isEmpty else { return [] }
        let rows = content.signatures.map { line in
            let role: ReportWord =
                switch line.role {
                case .prepared: .prepared
                case .reviewed: .reviewed
                case .approved: .approved
                }
            return [text(role), line.name, line.date, ""]
        }
        return [
            .heading(text(.signatures)),
            .signatures(
                ReportTable(
                    caption: text(.signatures),
                    columns: [
                        .init(title: "", weight: 1),
                        .init(title: text(.name), weight: 1.6),
                        .init(title: text(.date), weight: 1.2),
                        .init(title: text(.signature), weight: 1.8),
                    ],
                    rows: rows
                )
            ),
            .paragraph(text(.signatureNote)),
        ]
    }
}
