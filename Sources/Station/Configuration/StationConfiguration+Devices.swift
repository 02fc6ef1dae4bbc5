internal import Foundation
internal import Linux
internal import Records
internal import Rejection

extension StationConfiguration {
    /// The pins, or a port that leads nowhere when none are configured.
    func pinPort(settings: RejectionSettings) throws -> any PinPort {
        guard !pins.isEmpty else { return UnwiredPins() }
        return try GPIOPins(
            placements: pins.compactMap { pin in
                PinPlacement(
                    name: pin.name,
                    chip: pin.chip,
                    offset: pin.offset,
                    isActiveLow: pin.isActiveLow,
                    bias: pin.bias
                )
            },
            encoder: settings.encoder,
            initial: GPIOPins.restingLevels(lanes: settings.lanes, energise: settings.energise)
        )
    }

    /// Where the recorder writes.
    var recorderSettings: RecorderSettings {
        RecorderSettings(
            folder: URL(filePath: records.folder),
            rejectLogPath: records.rejectLogPath,
            evidenceByteCountMax: records.evidenceByteCountMax,
            freeByteCountMin: records.freeByteCountMin,
            acceptedCutInterval: records.acceptedCutInterval
        )
    }
}

extension RealTimeConfiguration {
    /// Processors named for one thread.
    var ownProcessors: Set<Int> {
        Set([captureProcessor, actuationProcessor].compactMap { $0 })
    }

    /// How a real-time thread of that name is scheduled.
    func threadPlan(name: String, processor: Int?) -> ThreadPlan {
        ThreadPlan(
            name: name,
            fifoPriority: priority > 0 ? priority : nil,
            processors: processor.map { [$0] } ?? []
        )
    }
}

/// A station without a machine: nothing to drive, nothing to hear.
///
/// The actuation thread runs all the same, so that its liveness is proved the same way.
final class UnwiredPins: PinPort {
    func set(_ levels: OutputLevels, mask: OutputLevels) throws(PinFault) {}

    func wait(into edges: inout EdgeBuffer, deadlineNanoseconds: Int64) throws(PinFault) {
        MonotonicClock.sleep(untilNanoseconds: deadlineNanoseconds)
    }
}
