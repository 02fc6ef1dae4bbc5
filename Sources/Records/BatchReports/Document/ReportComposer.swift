/// Puts content into words: the one place that says what stands in a report, in which order.
struct ReportComposer {
    let content: BatchReportContent
    let language: ReportLanguage

    func document() -> ReportDocument {
        let batch = content.batch
        return ReportDocument(
            language: language,
            title: text(.title),
            subtitle: text(.batchAndLot, String(batch.number), batch.lot),
            station: content.station,
            software: content.software,
            date: content.date,
            blocks: summary + identification + reconciliation + pareto + distribution + overTime
                + trends + pictures + alarms + audit + digests + signatures + annex
        )
    }

    func text(
        _ word: ReportWord,
        _ first: String = "",
        _ second: String = "",
        _ third: String = ""
    )
        -> String
    {
        language.text(word, first, second, third)
    }

    private var summary: [ReportBlock] {
        let counts = content.counts
        let share = counts.yield
        let equation = text(
            .equation,
            String(counts.blisters),
            String(counts.accepted),
            String(counts.rejected)
        )
        let sentences = content.discrepancies.map(sentence)
        let isStored = !content.discrepancies.contains { $0.isOfStore }
        let addsUp = counts.unaccounted == 0 && isStored
        let title: ReportWord =
            !addsUp ? .doesNotAddUp : sentences.isEmpty ? .addsUp : .discrepancies
        var blocks: [ReportBlock] = [
            .notice(
                title: text(title),
                sentences: (counts.unaccounted == 0 ? [equation] : []) + sentences,
                tone: addsUp && sentences.isEmpty ? .good : .problem
            ),
            .figures([
                (text(.blisters), String(counts.blisters), .plain),
                (text(.accepted), String(counts.accepted), .plain),
                (text(.rejected), String(counts.rejected), .plain),
                (text(.yield), share.map { language.percent($0) } ?? text(.none), .plain),
            ]),
        ]
        if content.batch.state == .open { blocks.append(.paragraph(text(.openNote))) }
        if counts.blisters == 0 { blocks.append(.paragraph(text(.noBlisters))) }
        return blocks
    }

    private var identification: [ReportBlock] {
        let batch = content.batch
        let state: ReportWord =
            switch batch.state {
            case .open: .open
            case .ended: .endedState
            case .interrupted: .interruptedState
            }
        let ended = batch.endedAt.map { moment in
            let time = language.moment(moment)
            return batch.endedBy.map { text(.by, time, $0) } ?? time
        }
        let facts: [(ReportWord, String)] = [
            (.station, content.station),
            (.software, content.software),
            (.number, String(batch.number)),
            (.state, text(state) + (batch.isAutomatic ? ", " + text(.byDaemon) : "")),
            (.product, batch.product),
            (.lot, batch.lot),
            (.expiry, batch.expiry),
            (.started, text(.by, language.moment(batch.startedAt), batch.startedBy)),
            (.ended, ended ?? ""),
            (.recipe, batch.recipe),
            (.model, batch.model),
        ]
        return [
            .heading(text(.identification)),
            .facts(facts.map { (text($0.0), $0.1.isEmpty ? text(.none) : $0.1) }),
        ]
    }

    private var reconciliation: [ReportBlock] {
        let counts = content.counts
        func share(_ count: Int) -> String {
            counts.blisters > 0
                ? language.percent(Double(count) / Double(counts.blisters)) : text(.none)
        }
        let rows: [(ReportWord, Int)] = [
            (.blisters, counts.blisters), (.accepted, counts.accepted),
            (.rejected, counts.rejected), (.unaccounted, counts.unaccounted),
        ]
        var blocks: [ReportBlock] = [
            .heading(text(.reconciliation)),
            .table(
                ReportTable(
                    caption: text(.reconciliation),
                    columns: [
                        .init(title: text(.item), weight: 3),
                        .init(title: text(.count), weight: 1, isNumber: true),
                        .init(title: text(.share), weight: 1, isNumber: true),
                    ],
                    rows: rows.map { [text($0.0), String($0.1), share($0.1)] }
                )
            ),
        ]
        var facts = content.remarks.map(fact)
        if let interval = content.rejectShareInterval {
            let ends = [interval.lowerBound, interval.upperBound].map { language.percent($0) }
            facts.insert((text(.intervalName), text(.interval, ends[0], ends[1])), at: 0)
        }
        if !facts.isEmpty { blocks.append(.facts(facts)) }
        return blocks + challenges
    }

    private func fact(_ fact: NamedFact) -> (name: String, value: String) {
        func time(_ milliseconds: Double) -> String {
            language.number(milliseconds, digits: 2) + "\u{a0}ms"
        }
        return switch fact {
        case .amended(let count): (text(.amended), String(count))
        case .latencyMean(let mean): (text(.latencyMean), time(mean))
        case .latencyMax(let longest): (text(.latencyMax), time(longest))
        case .labelled(let count, let good, let share):
            (
                text(.labelled),
                text(.labelledValue, String(count), String(good), language.percent(share))
            )
        case .named(let name, let value): (name, value)
        }
    }
}

extension ReportedDiscrepancy {
    /// Whether the account and the store disagree.
    var isOfStore: Bool {
        switch self {
        case .accepted, .rejected: true
        default: false
        }
    }
}
