internal import Blister
internal import Foundation

extension TwinTruth {
    /// One line of `truth.jsonl`, without the line break.
    ///
    /// Beside the contract's keys each defect carries `form`, `severity` (0...1), `x_mm` and `y_mm`
    /// from the blister's first corner.
    public var jsonLine: String {
        let list = defects.map { defect in
            let pocket = defect.pocket.map(String.init) ?? "null"
            var form = ""
            if defect.form != .plain { form = "\"form\":\"\(defect.form.rawValue)\"," }
            let figures = String(
                format: "\"severity\":%.3f,\"x_mm\":%.2f,\"y_mm\":%.2f",
                defect.severity,
                defect.place.x,
                defect.place.y
            )
            return "{\"kind\":\"\(defect.reason.rawValue)\",\"pocket\":\(pocket),\(form)\(figures)}"
        }
        return "{\"cycle\":\(identity.cycle),\"lane\":\(identity.lane),"
            + "\"verdict\":\"\(verdict.name)\",\"defects\":[\(list.joined(separator: ","))]}"
    }
}
