internal import Glibc
internal import Linux

/// The pins on the kernel's GPIO character device.
///
/// Outputs show reject from the moment they are taken. Thread-bound: the actuation thread.
/// ``set(_:mask:)`` is one system call a chip; waiting is one, when all inputs are on one chip.
public final class GPIOPins: PinPort, @unchecked Sendable {
    // Made on the control plane, then used by the actuation thread alone.

    /// Longest wait on one chip while others may have edges.
    private static let sliceNanoseconds: Int64 = 1_000_000
    private static let consumer = "blisterd"

    private struct OutputChip {
        let lines: OutputLines
        // Element k is the level that line k of the request shows.
        let levels: [OutputLevels]
    }

    private struct InputChip {
        let lines: InputLines
        // Element k is the pin at line k of the chip.
        let pins: [InputPin?]
    }

    private let outputs: [OutputChip]
    private let inputs: [InputChip]

    /// Takes all lines.
    ///
    /// - Parameters:
    ///   - placements: every pin once.
    ///   - encoder: which edges of the encoder lines are wanted.
    ///   - initial: levels from the start; see ``restingLevels(lanes:energise:)``.
    /// - Throws: which pin cannot be had, and why.
    public init(
        placements: [PinPlacement],
        encoder: EncoderKind,
        initial: OutputLevels
    ) throws(PinFault) {
        var names: [String] = []
        for placement in placements where !names.contains(placement.chip) {
            names.append(placement.chip)
        }
        var outputs: [OutputChip] = []
        var inputs: [InputChip] = []
        for name in names {
            let chip: GPIOChip
            do { chip = try GPIOChip(name) } catch { throw .system(error) }
            let own = placements.filter { $0.chip == name }
            for placement in own where !(0..<chip.lineCount).contains(placement.offset) {
                throw .noLine(
                    pin: placement.name,
                    chip: chip.path,
                    offset: placement.offset,
                    lineCount: chip.lineCount
                )
            }
            if let taken = try Self.takeOutputs(own, of: chip, initial) { outputs.append(taken) }
            if let taken = try Self.takeInputs(own, of: chip, encoder) { inputs.append(taken) }
        }
        self.outputs = outputs
        self.inputs = inputs
    }

    /// What the outputs show while nothing passes.
    public static func restingLevels(lanes: Int, energise: Energise) -> OutputLevels {
        guard energise == .toReject else { return [] }
        return (0..<lanes).reduce(into: .reject) { $0.insert(.rejectLane($1)) }
    }

    /// Drives the outputs.
    public func set(_ levels: OutputLevels, mask: OutputLevels) throws(PinFault) {
        for chip in outputs {
            var values: UInt64 = 0
            var wanted: UInt64 = 0
            for index in chip.levels.indices where mask.contains(chip.levels[index]) {
                wanted |= 1 << UInt64(index)
                if levels.contains(chip.levels[index]) { values |= 1 << UInt64(index) }
            }
            guard wanted != 0 else { continue }
            do { try chip.lines.set(values, mask: wanted) } catch { throw .system(error) }
        }
    }

    /// Waits for edges.
    public func wait(
        into edges: inout EdgeBuffer,
        deadlineNanoseconds: Int64
    ) throws(PinFault) {
        guard !inputs.isEmpty else {
            return MonotonicClock.sleep(untilNanoseconds: deadlineNanoseconds)
        }
        var turn = 0
        while true {
            for chip in inputs { try Self.take(from: chip, into: &edges, timeoutNanoseconds: 0) }
            let left = deadlineNanoseconds - MonotonicClock.nowNanoseconds
            guard edges.count == 0, left > 0 else { return }
            try Self.take(
                from: inputs[turn % inputs.count],
                into: &edges,
                timeoutNanoseconds: inputs.count == 1 ? left : min(left, Self.sliceNanoseconds)
            )
            turn += 1
        }
    }

    private static func take(
        from chip: InputChip,
        into edges: inout EdgeBuffer,
        timeoutNanoseconds: Int64
    ) throws(PinFault) {
        var timeout = timeoutNanoseconds
        while !edges.isFull {
            let event: LineEvent?
            do {
                event = try chip.lines.next(timeoutNanoseconds: timeout)
            } catch {
                throw .system(error)
            }
            guard let event else { return }
            timeout = 0
            guard event.offset < chip.pins.count, let pin = chip.pins[event.offset] else {
                continue
            }
            edges.insert(
                PinEdge(
                    pin: pin,
                    isRising: event.isRising,
                    timestampNanoseconds: event.timestampNanoseconds,
                    lineSequence: event.lineSequence
                )
            )
        }
    }
}

extension GPIOPins {
    private static func takeOutputs(
        _ placements: [PinPlacement],
        of chip: GPIOChip,
        _ initial: OutputLevels
    ) throws(PinFault) -> OutputChip? {
        let placed = placements.compactMap { placement in
            placement.output.map { (placement, OutputLevels($0)) }
        }
        guard !placed.isEmpty else { return nil }
        let lines = placed.map { placement, level in
            OutputLine(
                offset: placement.offset,
                isActiveLow: placement.isActiveLow,
                bias: placement.bias,
                initialValue: initial.contains(level)
            )
        }
        do {
            return OutputChip(
                lines: try OutputLines(chip: chip, lines: lines, consumer: consumer),
                levels: placed.map(\.1)
            )
        } catch {
            throw fault(error)
        }
    }

    private static func takeInputs(
        _ placements: [PinPlacement],
        of chip: GPIOChip,
        _ encoder: EncoderKind
    ) throws(PinFault) -> InputChip? {
        let placed = placements.filter { $0.input != nil }
        guard let offsetMax = placed.map(\.offset).max() else { return nil }
        var pins = [InputPin?](repeating: nil, count: offsetMax + 1)
        for placement in placed { pins[placement.offset] = placement.input }
        let lines = placed.map { placement in
            let isEncoder = placement.input == .encoderA || placement.input == .encoderB
            return InputLine(
                offset: placement.offset,
                isActiveLow: placement.isActiveLow,
                bias: placement.bias,
                edges: isEncoder && encoder == .quadrature ? .both : .rising
            )
        }
        do {
            return InputChip(
                lines: try InputLines(chip: chip, lines: lines, consumer: consumer),
                pins: pins
            )
        } catch {
            throw fault(error)
        }
    }

    private static func fault(_ error: SystemError) -> PinFault {
        error.code == EBUSY ? .taken(holder: error.subject) : .system(error)
    }
}
