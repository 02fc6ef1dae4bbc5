/// The page of an export that people read: one table, nothing from outside.
enum AuditPage {
    static let damagedRow =
        "<tr class=\"damaged\"><td></td><td colspan=\"9\">this line is no entry; see blisterctl audit "
        + "verify</td></tr>\n"

    static func head(station: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Audit trail, \(escaped(station))</title>
        <style>
        body { font: 14px/1.4 sans-serif; margin: 2em; }
        table { border-collapse: collapse; width: 100%; }
        th, td { border: 1px solid #999; padding: 2px 6px; text-align: left; vertical-align: top;
                 overflow-wrap: anywhere; white-space: pre-wrap; }
        th { background: #eee; position: sticky; top: 0; }
        .checkpoint td { color: #555; } .damaged td { background: #fdd; }
        </style></head><body>
        <h1>Audit trail, \(escaped(station))</h1>
        <p>This page is for reading. What counts are the lines of the file audit-….jsonl beside it, which
        <code>blisterctl audit verify FOLDER</code> checks.</p>
        <table><thead><tr><th>No.</th><th>Time</th><th>Clock</th><th>Event</th><th>Who</th>
        <th>Subject</th><th>Before</th><th>After</th><th>Reason</th><th>Hash</th></tr></thead><tbody>

        """
    }

    static func row(_ entry: AuditEntry) -> String {
        let note = entry.note
        let cells = [
            "\(entry.sequence)", entry.time, entry.isSynchronised ? "synchronised" : "free",
            note.event.rawValue, note.who, note.subject ?? "", note.before ?? "",
            note.after ?? "", note.reason ?? "", String(entry.hash.prefix(16)),
        ]
        let kind = note.event == .checkpoint ? " class=\"checkpoint\"" : ""
        return "<tr\(kind)>" + cells.map { "<td>\(escaped($0))</td>" }.joined() + "</tr>\n"
    }

    static func foot(_ outcome: AuditExport.Outcome) -> String {
        let checkpoint = outcome.checkpoint.map {
            "<p>Last checkpoint:</p><pre>\(escaped($0.line))</pre>"
        }
        return "</tbody></table>\n<p>\(outcome.lineCount) entries.</p>\n\(checkpoint ?? "")\n"
            + "</body></html>\n"
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
