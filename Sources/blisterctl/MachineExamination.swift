import Engine
import Foundation
import Linux
import SelfTests

/// What the machine offers to the daemon, whatever the station configuration says.
struct MachineExamination {
    /// Where Debian and `make install` put unit files.
    private static let unitFolders = ["/etc/systemd/system", "/usr/lib/systemd/system"]
    private let limits = PluggedDevices.schedulingLimits()
    private let groups = PluggedDevices.groups()

    func findings() -> [Finding] {
        cameras() + chips() + realTime() + [memoryLock()] + processors() + [networks(), service()]
    }

    /// Whether the daemon is installed as a service, whose unit grants limits and groups.
    private var hasService: Bool {
        Self.unitFolders.contains {
            FileManager.default.fileExists(atPath: "\($0)/blisterd.service")
        }
    }

    private func cameras() -> [Finding] {
        let found = PluggedDevices.cameras()
        guard !found.isEmpty else {
            return [
                Finding(
                    .warn,
                    "cameras: no /dev/video*",
                    cure: "plug the camera in and load its driver; a replay set needs none"
                )
            ]
        }
        return found.map { camera in
            let name = camera.identity.map { "\($0.card), driver \($0.driver)" }
            if let problem = camera.problem {
                return Finding(
                    .warn,
                    "camera \(camera.path)\(name.map { " (\($0))" } ?? ""): \(problem.reason)",
                    cure: cure(for: problem, path: camera.path, kind: "camera")
                )
            }
            guard !camera.offers.isEmpty else {
                return Finding(
                    .warn,
                    "camera \(camera.path) (\(name ?? "?")): offers no format",
                    cure: "switch its source on; v4l2loopback offers none before the first frame"
                )
            }
            let offers = camera.offers.map(\.description).joined(separator: ", ")
            return Finding(.ok, "camera \(camera.path) (\(name ?? "?")): \(offers)")
        }
    }

    private func chips() -> [Finding] {
        let found = PluggedDevices.chips()
        guard !found.isEmpty else {
            return [
                Finding(
                    .warn,
                    "pins: no /dev/gpiochip*",
                    cure: "plug the GPIO adapter in and load its driver; trials need no pins"
                )
            ]
        }
        return found.map { chip in
            if let problem = chip.problem {
                return Finding(
                    .warn,
                    "pins \(chip.path): \(problem.reason)",
                    cure: cure(for: problem, path: chip.path, kind: "chip")
                )
            }
            let taken = chip.lines.filter(\.isUsed).map { line in
                "line \(line.offset) by \(line.consumer.isEmpty ? "the kernel" : line.consumer)"
            }
            let use = taken.isEmpty ? "none taken" : "taken: " + taken.joined(separator: ", ")
            return Finding(
                .ok,
                "pins \(chip.path) (\(chip.label)): \(chip.lines.count) lines, \(use)"
            )
        }
    }

    private func cure(for problem: SystemError, path: String, kind: String) -> String {
        guard problem.meansForbidden else { return "see the kernel's messages about the \(kind)" }
        let group = PluggedDevices.group(owning: path) ?? "root"
        return groups.contains(group)
            ? "give the group \(group) read and write access (systemd/70-blisterd.rules)"
            : "join the group \(group) (usermod -aG \(group) USER), then log in again"
    }

    private func realTime() -> [Finding] {
        let priority = limits.realTimePriorityMax
        guard priority == 0 else {
            return [Finding(.ok, "real time: SCHED_FIFO up to priority \(priority)")]
        }
        return [
            Finding(
                .warn,
                "real time: this account may not use SCHED_FIFO",
                cure: hasService
                    ? "the service may (LimitRTPRIO); by hand: ulimit -r 60"
                    : "run make install for the service, or allow rtprio in limits.conf"
            )
        ]
    }

    private func memoryLock() -> Finding {
        guard let most = limits.lockedByteCountMax, most < 512 << 20 else {
            return Finding(.ok, "memory lock: allowed")
        }
        return Finding(
            .warn,
            "memory lock: at most \(most >> 20) MiB",
            cure: hasService
                ? "the service may lock all (LimitMEMLOCK); by hand: ulimit -l unlimited"
                : "run make install for the service, or allow memlock in limits.conf"
        )
    }

    private func processors() -> [Finding] {
        let count = limits.processors.count
        var findings = [Finding(.ok, "processors: \(count) (\(Self.list(limits.processors)))")]
        if count < 2 {
            findings = [
                Finding(
                    .warn,
                    "processors: 1",
                    cure: "two are needed beside a fast line: capture must never wait"
                )
            ]
        }
        let governor = "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"
        if let text = try? String(contentsOfFile: governor, encoding: .utf8) {
            let name = text.trimmingCharacters(in: .whitespacesAndNewlines)
            if name == "powersave" {
                findings.append(
                    Finding(
                        .warn,
                        "processors: frequency governor powersave",
                        cure: "set it to performance for steady latency"
                    )
                )
            }
        }
        return findings
    }

    private func networks() -> Finding {
        let refusal: String?
        do {
            refusal = KernelSelfTest.refusal(pool: try ThreadPool(threadCount: 1))
        } catch {
            return Finding(failure: error)
        }
        guard let refusal else { return Finding(.ok, "networks: the kernels compute rightly") }
        let parts = refusal.split(separator: "; ", maxSplits: 1).map(String.init)
        return Finding(
            .fail,
            "networks: \(parts[0])",
            cure: parts.count > 1 ? parts[1] : "install the program again"
        )
    }

    private func service() -> Finding {
        hasService
            ? Finding(.ok, "service: blisterd.service is installed")
            : Finding(
                .warn,
                "service: blisterd.service is not installed",
                cure: "run make install, then systemctl enable --now blisterd"
            )
    }

    private static func list(_ numbers: [Int]) -> String {
        numbers.map(String.init).joined(separator: " ")
    }
}
