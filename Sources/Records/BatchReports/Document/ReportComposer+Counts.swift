extension ReportComposer {
    /// A discrepancy in words.
    func sentence(_ discrepancy: ReportedDiscrepancy) -> String {
        switch discrepancy {
        case .withoutVerdict(let count, let total, let isOpen):
            text(isOpen ? .withoutVerdictYet : .withoutVerdict, String(count), String(total))
        case .unannounced(let count): text(.unannounced, String(count))
        case .accepted(let counted, let stored):
            text(.acceptedStored, String(counted), String(stored))
        case .rejected(let counted, let stored):
            text(.rejectedStored, String(counted), String(stored))
        case .rowsLost(let count): text(.rowsLost, String(count))
        case .detailsLost(let count): text(.detailsLost, String(count))
        case .picturesLost(let count): text(.picturesLost, String(count))
        case .cutsLost(let count): text(.cutsLost, String(count))
        case .unconfirmed(let count): text(.unconfirmed, String(count))
        case .challengeBlisters(let counted, let stored):
            text(.challengeStored, String(counted), String(stored))
        case .challengeWithoutVerdict(let count): text(.challengeWithoutVerdict, String(count))
        case .linesLost(let count): text(.linesLost, String(count))
        case .interrupted: text(.interrupted)
        case .stated(let sentence): sentence
        }
    }

    var pareto: [ReportBlock] {
        let counts = content.counts.pareto
        guard !counts.isEmpty else {
            return [.heading(text(.pareto)), .paragraph(text(.noRejects))]
        }
        let total = Double(content.counts.rejected)
        var sum = 0
        let rows = counts.map { count in
            sum += count.count
            return [
                language.reason(count.reason), String(count.count),
                language.percent(Double(count.count) / total, digits: 2),
                language.percent(Double(sum) / total, digits: 2),
            ]
        }
        return [
            .heading(text(.pareto)),
            .chart(ParetoChart.drawing(counts, language: language)),
            .table(
                ReportTable(
                    caption: text(.pareto),
                    columns: [
                        .init(title: text(.reason), weight: 3),
                        .init(title: text(.count), weight: 1, isNumber: true),
                        .init(title: text(.shareOfRejects), weight: 1.2, isNumber: true),
                        .init(title: text(.cumulated), weight: 1.2, isNumber: true),
                    ],
                    rows: rows
                )
            ),
        ]
    }

    var distribution: [ReportBlock] {
        var blocks: [ReportBlock] = []
        if !content.lanes.isEmpty {
            let rows = content.lanes.map { lane in
                let total = lane.accepted + lane.rejected
                let share = total > 0 ? Double(lane.rejected) / Double(total) : .nan
                return [
                    String(lane.lane), String(total), String(lane.accepted),
                    String(lane.rejected), language.percent(share),
                ]
            }
            let words: [ReportWord] = [.lane, .blisters, .accepted, .rejected, .rejectShare]
            let columns = words.map {
                ReportTable.Column(title: text($0), weight: 1, isNumber: true)
            }
            blocks.append(
                .table(ReportTable(caption: text(.lanes), columns: columns, rows: rows))
            )
        }
        if !content.pockets.isEmpty {
            blocks.append(
                .table(
                    ReportTable(
                        caption: text(.pockets),
                        columns: [
                            .init(title: text(.pocket), weight: 1, isNumber: true),
                            .init(title: text(.reason), weight: 3),
                            .init(title: text(.blisters), weight: 1, isNumber: true),
                        ],
                        rows: content.pockets.map {
                            [String($0.pocket), language.reason($0.reason), String($0.count)]
                        }
                    )
                )
            )
            blocks.append(.paragraph(text(.pocketNote, String(content.pocketResultCount))))
        }
        return blocks.isEmpty ? [] : [.heading(text(.distribution))] + blocks
    }

    func name(of subject: TimeSeries.Subject) -> String {
        switch subject {
        case .rate: text(.rate)
        case .rejectsPerThousand: text(.rejectsPerThousand)
        case .rejectsPerMinute: text(.rejectsPerMinute)
        case .named(let name, let unit): unit.isEmpty ? name : "\(name) (\(unit))"
        }
    }

    var overTime: [ReportBlock] {
        let series = content.series.filter { !$0.points.isEmpty }
        guard !series.isEmpty else { return [] }
        return [.heading(text(.overTime))]
            + series.map {
                .chart(
                    SeriesChart.drawing(
                        $0,
                        name: ReportText.clean(name(of: $0.subject)),
                        language: language
                    )
                )
            }
    }

    /// The values of the charts over time, one column for each.
    var annex: [ReportBlock] {
        let series = content.series.filter { !$0.points.isEmpty }
        guard !series.isEmpty else { return [] }
        var cells: [Double: [String]] = [:]
        for (column, figure) in series.enumerated() {
            for point in figure.points where point.minutes.isFinite {
                let empty = Array(repeating: "", count: series.count)
                cells[point.minutes, default: empty][column] = language.number(point.value)
            }
        }
        let minute = ReportTable.Column(title: text(.minute), weight: 1, isNumber: true)
        return [
            .heading(text(.annex)),
            .table(
                ReportTable(
                    caption: text(.annex),
                    columns: [minute]
                        + series.map {
                            .init(title: name(of: $0.subject), weight: 2, isNumber: true)
                        },
                    rows: cells.sorted { $0.key < $1.key }.map {
                        [language.number($0.key, digits: 2)] + $0.value
                    }
                )
            ),
        ]
    }
}
