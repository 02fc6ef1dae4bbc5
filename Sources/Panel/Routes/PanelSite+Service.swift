/// What needs no login: the pages themselves, and figures for machines.
extension PanelSite {
    func asset(_ name: String, _ call: PanelCall) throws(PanelRefusal) -> PanelResponse {
        guard let asset = assets.assets[name] else {
            throw PanelRefusal(404, "There is no such page.")
        }
        let headers = [
            ("Content-Type", asset.type), ("Cache-Control", "no-cache"), ("ETag", asset.tag),
        ]
        let isKnown = call.request.headers["if-none-match"] == asset.tag
        return PanelResponse(
            status: isKnown ? 304 : 200,
            headers: headers,
            body: .bytes(isKnown ? [] : asset.bytes)
        )
    }

    func health() -> PanelResponse {
        struct Health: Encodable {
            let isReady: Bool
            let isAlarm: Bool
        }
        let state = host.state()
        let health = Health(isReady: state.isReady, isAlarm: state.isAlarm)
        return .json(PanelJSON.bytes(health), status: state.isReady ? 200 : 503)
    }

    /// Prometheus text format 0.0.4.
    func metrics() -> PanelResponse {
        let own = [
            PanelMetric(
                name: "blisterd_panel_connections",
                help: "Open connections of the panel.",
                kind: .gauge,
                value: Double(connections.count)
            ),
            PanelMetric(
                name: "blisterd_panel_event_streams",
                help: "Pages that are told what happens.",
                kind: .gauge,
                value: Double(feed.listenerCount)
            ),
            PanelMetric(
                name: "blisterd_panel_refusals_total",
                help: "Requests and connections that were refused.",
                kind: .counter,
                value: Double(refusals.totalCount)
            ),
        ]
        return PanelResponse(
            status: 200,
            headers: [
                ("Content-Type", "text/plain; version=0.0.4; charset=utf-8"),
                ("Cache-Control", "no-store"),
            ],
            body: .bytes(Array(Self.exposition(host.metrics() + own).utf8))
        )
    }

    static func exposition(_ metrics: [PanelMetric]) -> String {
        var text = ""
        var lastName = ""
        for metric in metrics {
            if metric.name != lastName {
                text += "# HELP \(metric.name) \(escaped(metric.help, quotes: false))\n"
                text += "# TYPE \(metric.name) \(metric.kind.rawValue)\n"
                lastName = metric.name
            }
            let labels = metric.labels.sorted { $0.key < $1.key }
                .map { "\($0.key)=\"\(escaped($0.value, quotes: true))\"" }
                .joined(separator: ",")
            text += labels.isEmpty ? metric.name : "\(metric.name){\(labels)}"
            text += " \(number(metric.value))\n"
        }
        return text
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        text.reduce(into: "") { result, sign in
            switch sign {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.append(sign)
            }
        }
    }
}
