/// A report as blocks in order, the same for every form it is written in.
struct ReportDocument {
    var language: ReportLanguage
    var title: String
    /// Batch and lot.
    var subtitle: String
    var station: String
    var software: String
    /// ISO 8601; the file's date.
    var date: String
    var blocks: [ReportBlock]
}

/// How something is meant; never by colour alone.
enum ReportTone {
    case plain
    case quiet
    case good
    case problem
}

/// One piece of a report.
enum ReportBlock {
    case heading(String)
    case paragraph(String)
    /// A framed statement.
    case notice(title: String, sentences: [String], tone: ReportTone)
    /// The few figures that count most.
    case figures([(name: String, value: String, tone: ReportTone)])
    /// Names and values.
    case facts([(name: String, value: String)])
    case table(ReportTable)
    case chart(ChartDrawing)
    case pictures([PictureBlock])
    case signatures(ReportTable)
}

/// A picture with its caption.
struct PictureBlock {
    var jpeg: [UInt8]
    var caption: [String]
    /// What it shows, for those who do not see it.
    var alternative: String
    /// Said instead of a picture that is gone.
    var gone: String
}

/// Rows under headings.
struct ReportTable {
    struct Column {
        var title: String
        /// Share of the width, against the other columns.
        var weight: Double
        var isNumber = false
    }

    /// Most rows of a table; what is beyond is counted.
    static let rowCountMax = 20_000
    /// Most characters of a cell.
    static let cellLengthMax = 600

    var caption: String
    var columns: [Column]
    /// As many cells as columns.
    var rows: [[String]]
}
