internal import Logging
internal import Records

extension Station {
    /// Names the charts.
    func listTrends() -> ControlReply {
        let names = operation.renewals.names
        return ControlReply(
            done: true,
            message: names.isEmpty
                ? "there are no charts before the first accepted blister" : "\(names.count) charts",
            series: names
        )
    }

    /// Has limits of charts found anew, and enters who asked for it and why.
    func renewTrends(_ request: ControlRequest) -> ControlReply {
        let (name, reason) = (request.operator ?? "", request.reason ?? "")
        do {
            let changes = try operation.renew(request.series, who: name, why: reason)
            for note in ChartRenewals.notes(changes, who: name, why: reason) { audit.tell(note) }
            let charts = changes.count == 1 ? changes[0].series : "\(changes.count) charts"
            log.notice("\(charts): limits are found anew, asked for by \(name): \(reason)")
            return ControlReply(
                done: true,
                message: "\(charts): limits are found anew from the next blisters"
            )
        } catch {
            return ControlReply(done: false, message: "\(error)")
        }
    }
}
