import Blister
import Braille
import Louis

/// What `blisterctl braille` says of a board, as a sentence or as JSON.
struct BrailleReport {
    let reading: BrailleReading?
    let text: String?
    let expected: String?
    let verification: BrailleVerification?
    let normals: String?

    init(
        reading: BrailleReading?,
        table: BrailleTable?,
        expected: String?,
        normals: String?
    ) throws {
        let kept = reading.flatMap { $0.cells.isEmpty ? nil : $0 }
        self.reading = kept
        self.expected = expected
        self.normals = normals
        text = table.flatMap { kept?.text($0) }
        guard let expected else {
            verification = nil
            return
        }
        guard let table else {
            throw InputError(
                "--expect needs Braille tables, which this build leaves out; build with BrailleTables"
            )
        }
        guard let cells = table.cells(expected) else {
            throw InputError(
                "--expect: the table has no cells for '\(expected)'; use another --table"
            )
        }
        verification = kept.map { BrailleVerification($0, expected: cells.flatMap { $0 }) }
    }

    /// What was expected is there, or nothing was.
    var passes: Bool { expected == nil || verification?.passes == true }

    private var heights: [Double] {
        reading?.cells.flatMap { $0.dots.compactMap(\.heightMillimetres) } ?? []
    }

    var sentence: String {
        guard let reading else { return "no Braille found" }
        let count = reading.cells.reduce(0) { $0 + $1.dots.count }
        var line = text.map { "\($0)\n" } ?? ""
        line += "\(reading.cells.count) cells with \(count) dots in \(reading.lineCount) lines, "
        line += "dot pitch \(Self.rounded(reading.pitchPixels, 10)) pixels"
        let statistics = HeightStatistics(heights)
        if statistics.count > 0 {
            line += ", heights \(Self.rounded(statistics.meanMillimetres, 1000)) mm on average, "
            line += "\(Self.rounded(statistics.leastMillimetres, 1000)) mm at least"
        }
        if let verification {
            line += verification.passes ? ": accept" : ": reject"
            for fault in verification.faults.prefix(20) { line += "\n" + Self.words(fault) }
        }
        return line
    }

    private static func words(_ fault: BrailleVerification.Fault) -> String {
        guard let cell = fault.cell, let dot = fault.dot else {
            return "heights: more low dots than ISO 17351 allows"
        }
        return "cell \(cell) dot \(dot): \(fault.kind.rawValue)"
    }

    private static func rounded(_ value: Double, _ steps: Double) -> Double {
        (value * steps).rounded() / steps
    }

    var json: String {
        var out = JSONText(reserving: 4096)
        out.object { out in
            out.value(text, "text")
            out.value(expected, "expected")
            if expected == nil { out.null("pass") } else { out.value(passes, "pass") }
            out.value(reading?.side.rawValue, "side")
            out.value(reading.map { Self.rounded($0.confidence, 1000) }, "confidence")
            out.value(reading.map { Self.rounded($0.pitchPixels, 1000) }, "scale_px")
            out.value(reading.map { Self.rounded($0.angleDegrees, 1000) }, "angle_deg")
            out.value(reading?.lightDegrees.map { Self.rounded($0, 10) }, "light_deg")
            out.value(reading?.lineCount ?? 0, "lines")
            out.value(normals, "normals")
            out.array("heights_mm") { out in
                for height in heights { out.value(Self.rounded(height, 10000)) }
            }
            let statistics = HeightStatistics(heights)
            if statistics.count > 0 {
                out.object("height_statistics") { out in
                    out.value(Self.rounded(statistics.meanMillimetres, 10000), "mean_mm")
                    out.value(Self.rounded(statistics.leastMillimetres, 10000), "min_mm")
                    out.value(statistics.shareUnder120Micrometres, "share_under_0_12_mm")
                    out.value(statistics.shareUnder100Micrometres, "share_under_0_10_mm")
                    out.value(statistics.passes, "pass")
                }
            }
            out.array("faults") { out in
                for fault in verification?.faults ?? [] {
                    out.object { out in
                        out.value(fault.kind.rawValue, "kind")
                        if let cell = fault.cell {
                            out.value(cell, "cell")
                        } else {
                            out.null("cell")
                        }
                        if let dot = fault.dot { out.value(dot, "dot") } else { out.null("dot") }
                    }
                }
            }
            out.array("cells") { out in
                for cell in reading?.cells ?? [] { Self.write(cell, to: &out) }
            }
        }
        return out.text
    }

    private static func write(_ cell: CellReading, to out: inout JSONText) {
        out.object { out in
            out.value(cell.line, "line")
            out.value(cell.column, "column")
            out.value(cell.numbers, "dots")
            out.value(rounded(cell.x, 100), "x_px")
            out.value(rounded(cell.y, 100), "y_px")
            out.value(rounded(cell.confidence, 1000), "confidence")
            out.array("dot_places") { out in
                for dot in cell.dots {
                    out.object { out in
                        out.value(dot.number, "dot")
                        out.value(rounded(dot.x, 100), "x_px")
                        out.value(rounded(dot.y, 100), "y_px")
                        out.value(rounded(dot.evidence, 1000), "evidence")
                        if let height = dot.heightMillimetres {
                            out.value(rounded(height, 10000), "height_mm")
                        }
                    }
                }
            }
        }
    }
}
