internal import CLinux
internal import Glibc

/// A camera node as `blisterctl doctor` shows it.
public struct CameraFinding: Sendable, Equatable {
    /// Path of the node.
    public let path: String
    /// What it says of itself; nil when it cannot be opened.
    public let identity: CameraIdentity?
    /// What it offers; empty without signal or when it is taken.
    public let offers: [CameraFormatOffer]
    /// Its controls.
    public let controls: [CameraControl]
    /// Why it could not be asked.
    public let problem: SystemError?
}

/// A GPIO chip as `blisterctl doctor` shows it.
public struct ChipFinding: Sendable, Equatable {
    /// Path of the device.
    public let path: String
    /// The driver's label.
    public let label: String
    /// Its lines in order.
    public let lines: [LineFacts]
    /// Why it could not be asked.
    public let problem: SystemError?
}

/// What this process may do about real time.
public struct SchedulingLimits: Sendable, Equatable {
    /// Highest SCHED_FIFO priority without further rights; 0 for none.
    public let realTimePriorityMax: Int
    /// Bytes it may lock; nil for any number.
    public let lockedByteCountMax: Int?
    /// Processors it may run on, of the first 64.
    public let processors: [Int]
}

/// What is plugged in, and what this process may do with it.
public enum PluggedDevices {
    /// All camera nodes, by number.
    public static func cameras() -> [CameraFinding] {
        directoryNames("/dev").filter { $0.hasPrefix("video") }
            .compactMap { name in Int(name.dropFirst(5)).map { (number: $0, name: name) } }
            .sorted { $0.number < $1.number }
            .map { camera("/dev/\($0.name)") }
    }

    /// All GPIO chips, by number.
    public static func chips() -> [ChipFinding] {
        GPIOChip.paths().map { path in
            do throws(SystemError) {
                let chip = try GPIOChip(path)
                var lines: [LineFacts] = []
                for offset in 0..<chip.lineCount { lines.append(try chip.facts(ofLine: offset)) }
                return ChipFinding(path: path, label: chip.label, lines: lines, problem: nil)
            } catch {
                return ChipFinding(path: path, label: "", lines: [], problem: error)
            }
        }
    }

    /// The limits of this process.
    public static func schedulingLimits() -> SchedulingLimits {
        var priority: UInt64 = 0
        var locked: UInt64 = 0
        var mask: UInt64 = 0
        _ = unsafe clinux_limit_realtime_priority(&priority)
        _ = unsafe clinux_limit_locked_bytes(&locked)
        _ = unsafe clinux_allowed_processors(&mask)
        return SchedulingLimits(
            realTimePriorityMax: Int(clamping: min(99, priority)),
            lockedByteCountMax: locked == .max ? nil : Int(clamping: locked),
            processors: (0..<64).filter { mask >> UInt64($0) & 1 == 1 }
        )
    }

    /// Names of the groups this process is in, sorted; numbers where a group has no name.
    public static func groups() -> [String] {
        var numbers = [gid_t](repeating: 0, count: 256)
        let count = unsafe getgroups(Int32(numbers.count), &numbers)
        let all = Set(numbers.prefix(max(0, Int(count))) + [getegid()])
        return all.sorted().map { groupName($0) }.sorted()
    }

    /// Name of the group that owns `path`, or nil when it is not there.
    public static func group(owning path: String) -> String? {
        (try? SystemCall.stat(path)).map { groupName($0.st_gid) }
    }

    private static func groupName(_ number: gid_t) -> String {
        guard let entry = unsafe getgrgid(number) else { return "\(number)" }
        return unsafe String(cString: entry.pointee.gr_name)
    }

    private static func camera(_ path: String) -> CameraFinding {
        var identity: CameraIdentity?
        do throws(SystemError) {
            let device = try V4L2Device(path: path)
            defer { device.close() }
            identity = device.identity
            try device.attach()
            return CameraFinding(
                path: path,
                identity: identity,
                offers: device.offers(),
                controls: device.controls(),
                problem: nil
            )
        } catch {
            return CameraFinding(
                path: path,
                identity: identity,
                offers: [],
                controls: [],
                problem: error
            )
        }
    }
}
