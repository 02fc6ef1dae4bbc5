internal import Blister
internal import Fleet
internal import Panel
internal import Records
internal import Rejection

/// The station's figures for Prometheus.
struct StationMetrics {
    let station: Station

    var all: [PanelMetric] { batch + live + latency + faults + camera + fleet }

    private var batch: [PanelMetric] {
        guard let account = station.recorder.batch?.account else { return [] }
        var metrics = [
            gauge("batch_blisters", "Blisters of the open batch.", Double(account.blisters)),
            gauge(
                "batch_accepted",
                "Accepted blisters of the open batch.",
                Double(account.accepted)
            ),
        ]
        for reason in RejectReason.allCases {
            metrics.append(
                gauge(
                    "batch_rejected",
                    "Rejected blisters of the open batch by their gravest reason.",
                    Double(account[reason]),
                    ["reason": reason.rawValue]
                )
            )
        }
        return metrics
    }

    private var live: [PanelMetric] {
        let latest = station.operation.latest.now
        let levels = station.desk.levels
        return [
            gauge("ready", "1 while healthy and watching.", levels.contains(.ready) ? 1 : 0),
            gauge("alarm", "1 while the alarm pin is active.", levels.contains(.alarm) ? 1 : 0),
            gauge("blisters_per_minute", "Pace of the last minute.", latest.perMinute(at: .now)),
            counter("blisters_filed_total", "Verdicts since start.", Double(latest.filedCount)),
        ]
    }

    private var latency: [PanelMetric] {
        guard let quantiles = station.operation.latest.now.latencyQuantiles else { return [] }
        let help = "From the last row to the verdict, over the last blisters."
        return [
            gauge("latency_seconds", help, quantiles.median / 1000, ["quantile": "0.5"]),
            gauge("latency_seconds", help, quantiles.p999 / 1000, ["quantile": "0.999"]),
        ]
    }

    private var faults: [PanelMetric] {
        Fault.allCases.map { fault in
            counter(
                "faults_total",
                "How often each fault occurred since start.",
                Double(station.faults.total(of: fault)),
                ["fault": "\(fault)"]
            )
        }
    }

    private var camera: [PanelMetric] {
        guard let health = station.operation.health else { return [] }
        let values = health.newest.map { newest in
            gauge(
                newest.series.rawValue,
                newest.series.help,
                newest.value,
                ["lane": "\(newest.lane)"]
            )
        }
        let help = "Warnings about the camera that last."
        return values + [gauge("camera_warnings", help, Double(health.warnings.count))]
    }

    private var fleet: [PanelMetric] {
        guard let status = station.operation.fleet?.status else { return [] }
        return [
            gauge(
                "fleet_waiting",
                "Records that the broker has not got.",
                Double(status.waitingCount)
            ),
            counter(
                "fleet_lost_total",
                "Records dropped beyond the spool.",
                Double(status.lostCount)
            ),
        ]
    }

    private func gauge(
        _ name: String,
        _ help: String,
        _ value: Double,
        _ labels: [String: String] = [:]
    ) -> PanelMetric {
        PanelMetric(
            name: "blisterd_\(name)",
            help: help,
            kind: .gauge,
            labels: labels,
            value: value
        )
    }

    private func counter(
        _ name: String,
        _ help: String,
        _ value: Double,
        _ labels: [String: String] = [:]
    ) -> PanelMetric {
        PanelMetric(
            name: "blisterd_\(name)",
            help: help,
            kind: .counter,
            labels: labels,
            value: value
        )
    }
}
