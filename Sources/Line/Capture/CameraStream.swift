internal import Blister
internal import Glibc
internal import Imaging
internal import Linux

/// An open camera whose format was agreed on and that streams.
final class CameraStream {
    let device: V4L2Device
    private let decoder: FrameDecoder
    private let rowByteCount: Int

    /// Opens, configures and starts the camera of `plan`; nil while it has no signal.
    static func open(_ plan: CameraPlan) throws(CaptureFault) -> CameraStream? {
        do {
            let device = try V4L2Device(path: plan.device)
            do {
                try device.attach()
                return try CameraStream(device, plan)
            } catch let error as SystemError {
                device.close()
                if Self.meansNoSignal(error) { return nil }
                throw error
            }
        } catch let error as SystemError {
            guard error.code == ENOTTY || error.code == ENOTSUP else {
                throw CaptureFault(error, name: plan.device)
            }
            throw .refused(
                name: plan.device,
                request: "capture",
                cure: "name a video node that captures into mapped buffers; "
                    + "'blisterctl doctor' lists them"
            )
        } catch {
            throw error as? CaptureFault ?? .gone(name: plan.device)
        }
    }

    private init(_ device: V4L2Device, _ plan: CameraPlan) throws {
        self.device = device
        if let input = plan.input { try device.setInput(input) }
        let given = try device.setFrameFormat(
            code: plan.coding.code,
            width: plan.format.width,
            height: plan.format.rowsMax
        )
        let found = FrameDecoder.rowByteCount(code: given.code, width: given.width)
        guard given.code == plan.coding.code, given.width == plan.format.width,
            given.height == plan.format.rowsMax, let found
        else { throw Self.refusal(device, plan, given: given) }
        let isPacked = given.code != .mjpeg
        let pitch = given.bytesPerRow == 0 || !isPacked ? found : given.bytesPerRow
        guard pitch >= found else { throw Self.refusal(device, plan, given: given) }
        rowByteCount = found
        decoder = FrameDecoder(
            code: given.code,
            width: given.width,
            channels: plan.format.channels,
            isLimitedRange: given.isLimitedRange,
            bytesPerRow: pitch
        )
        if let rate = plan.frameRateHertz { try device.setFrameRate(hertz: rate) }
        for setting in plan.settings { try Self.apply(setting, to: device) }
        try device.startStreaming(bufferCount: plan.bufferCount)
    }

    /// Decodes a buffer into `chunk` and poisons the rest; the rows it held, nil when damaged.
    func decode(_ buffer: CameraBuffer, into chunk: Chunk<Raw>) -> Int? {
        guard !buffer.isDamaged else { return nil }
        guard let rows = rows(in: buffer, rowsMax: chunk.format.rowsMax) else { return nil }
        let decoded = device.withBytes(of: buffer) { bytes -> Int? in
            try? decoder.decode(bytes, rows: rows, into: &chunk.bytes, name: device.path)
        }
        guard let decoded else { return nil }
        chunk.poison(fromRow: decoded)
        return decoded
    }

    /// The rows that were really written; nil when some in between were not.
    ///
    /// A driver that counts the whole buffer as used although the camera sent less leaves the
    /// poison of the last requeue where nothing was written.
    private func rows(in buffer: CameraBuffer, rowsMax: Int) -> Int? {
        guard !decoder.isCompressed else { return rowsMax }
        let counted = ChunkClock.wholeRows(
            byteCount: buffer.byteCount,
            bytesPerRow: decoder.bytesPerRow,
            rowByteCount: rowByteCount,
            rowsMax: rowsMax
        )
        return device.writtenRows(
            of: buffer,
            rows: counted,
            bytesPerRow: decoder.bytesPerRow,
            rowByteCount: rowByteCount
        )
    }

    private static func meansNoSignal(_ error: SystemError) -> Bool {
        switch error.call {
        case "v4l2_fd_open", "VIDIOC_S_FMT", "VIDIOC_G_FMT": error.code == EINVAL
        case "VIDIOC_STREAMON": error.code == EINVAL || error.code == EIO || error.code == ENOLINK
        default: false
        }
    }

    private static func apply(
        _ setting: CameraSetting,
        to device: V4L2Device
    ) throws(CaptureFault) {
        func refused(_ cure: String) -> CaptureFault {
            .refused(
                name: device.path,
                request: "control \(setting.name) = \(setting.value)",
                cure: cure
            )
        }
        do {
            try device.setControl(setting.name, to: setting.value)
        } catch {
            switch error {
            case .unknown(_, let known):
                throw refused("the camera has: \(known.joined(separator: ", "))")
            case .impossible(_, _, let allowed): throw refused("use \(allowed)")
            case .readOnly: throw refused("it can only be read; leave it out")
            case .ignored(_, _, let held):
                throw refused(
                    "the camera holds \(held); set the mode that frees it first, or use \(held)"
                )
            case .system(let system):
                if system.meansGone { throw .gone(name: device.path) }
                throw refused("the driver says: \(system.reason); set the mode that frees it first")
            }
        }
    }

    private static func refusal(
        _ device: V4L2Device,
        _ plan: CameraPlan,
        given: CameraFrameFormat
    ) -> CaptureFault {
        let offers = device.offers().filter { !$0.isEmulated }
        let list: String
        if let same = offers.first(where: { $0.code == plan.coding.code }) {
            list = same.description
        } else {
            let known = CameraCoding.allCases.filter { coding in
                coding != .converted && offers.contains { $0.code == coding.code }
            }
            list = (known + [.converted]).map(\.rawValue).joined(separator: ", ")
        }
        return .refused(
            name: device.path,
            request: "\(plan.coding.rawValue) \(plan.format.width)x\(plan.format.rowsMax)",
            cure: "it would give \(given.code) \(given.width)x\(given.height); it offers: \(list)"
        )
    }
}
