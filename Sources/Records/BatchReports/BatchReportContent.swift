/// Everything that a batch report says, as plain values; whoever knows a part fills it in.
///
/// What nobody fills in is left out of the report, or said to be unknown where it must not be
/// missing. Thread-safe as a value.
public struct BatchReportContent: Sendable, Equatable {
    /// Name of the station.
    public var station: String
    /// Program and version that inspected and that reports.
    public var software: String
    /// Which batch.
    public var batch: ReportedBatch
    /// The counts.
    public var counts: ReportedCounts
    /// What does not add up, and what was lost.
    public var discrepancies: [ReportedDiscrepancy]
    /// 95 % interval of the share of rejected blisters, 0...1 (Clopper–Pearson); nil where nobody
    /// computed it.
    public var rejectShareInterval: ClosedRange<Double>?
    /// Ascending.
    public var lanes: [LaneCount]
    /// Ascending.
    public var pockets: [PocketCount]
    /// Rejects that `pockets` was counted from.
    public var pocketResultCount: Int
    /// What went on over time.
    public var series: [TimeSeries]
    /// Control charts.
    public var trends: [TrendSeries]
    /// Challenge tests, in their order.
    public var challenges: [ReportedChallenge]
    /// Pictures of rejects; ``BatchReport/pictureCountMax`` of them are shown.
    public var pictures: [RejectPicture]
    /// Rejects of which a picture was kept.
    public var pictureCount: Int
    /// Alarms and faults in the order of their begin.
    public var alarms: [ReportedAlarm]
    /// From the audit trail; nil where there is none.
    public var audit: AuditExtract?
    /// Digests of model, recipe, calibration and configuration.
    public var digests: [NamedDigest]
    /// Further facts of the run, such as latency.
    public var remarks: [NamedFact]
    /// Who signs, in this order.
    public var signatures: [SignatureLine]

    /// A report that only names its batch and counts.
    public init(station: String, software: String, batch: ReportedBatch, counts: ReportedCounts) {
        self.station = station
        self.software = software
        self.batch = batch
        self.counts = counts
        discrepancies = []
        lanes = []
        pockets = []
        pocketResultCount = 0
        series = []
        trends = []
        challenges = []
        pictures = []
        pictureCount = 0
        alarms = []
        digests = []
        remarks = []
        signatures = SignatureLine.Role.allCases.map { SignatureLine(role: $0) }
    }

    /// The moment that stands for the report: the end of the batch, or its start while it is open.
    public var date: String { batch.endedAt ?? batch.startedAt }
}
