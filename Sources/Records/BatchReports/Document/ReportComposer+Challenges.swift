extension ReportComposer {
    /// The challenge tests, and how the last of them ended; empty where there was none.
    var challenges: [ReportBlock] {
        guard let last = content.challenges.last else { return [] }
        func outcome(_ outcome: ReportedChallenge.Outcome) -> ReportWord {
            switch outcome {
            case .passed: .challengePassed
            case .failed: .challengeFailed
            case .unfinished: .challengeUnfinished
            }
        }
        return [
            .heading(text(.challenge)),
            .table(
                ReportTable(
                    caption: text(.challenge),
                    columns: [
                        .init(title: text(.started), weight: 3),
                        .init(title: text(.presented), weight: 2, isNumber: true),
                        .init(title: text(.challengeRejected), weight: 2, isNumber: true),
                        .init(title: text(.confirmed), weight: 2, isNumber: true),
                        .init(title: text(.challengeOutcome), weight: 2),
                    ],
                    rows: content.challenges.map { test in
                        [
                            text(.by, language.moment(test.startedAt), test.startedBy),
                            String(test.presented), String(test.rejected),
                            test.confirmed.map(String.init) ?? text(.noSensor),
                            text(outcome(test.outcome)),
                        ]
                    }
                )
            ),
            .notice(
                title: text(last.outcome == .passed ? .challengeGood : .challengeBad),
                sentences: [text(.challengeNote)],
                tone: last.outcome == .passed ? .good : .problem
            ),
        ]
    }
}
