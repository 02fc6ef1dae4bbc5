/// A line where it lies, with what the net said of it.
struct SeenLine {
    var quad: LineQuad
    var table: SignTable
    /// Columns of the line as the net saw it.
    var width: Int
}

extension LineReading {
    var seen: SeenLine { SeenLine(quad: quad, table: table, width: width) }
}
