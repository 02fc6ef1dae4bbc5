internal import CLinux
internal import Glibc

/// A camera node of the kernel, reached through libv4l2 so that odd formats can be converted.
///
/// Thread-bound: open, use and release on one thread at a time. After ``startStreaming(bufferCount:)``
/// waiting, dequeuing and requeuing allocate nothing in this module.
@safe public final class V4L2Device {
    /// What ``wait(timeoutNanoseconds:)`` ended with.
    public enum Readiness: Sendable, Equatable {
        case frame
        case timeout
        /// The device was unplugged.
        case gone
    }

    /// Path of the node.
    public let path: String
    /// What it says of itself.
    public let identity: CameraIdentity

    private let file: Int32
    private var isAttached = false
    private var buffers: [UnsafeMutableRawBufferPointer] = unsafe []
    private var bufferByteCounts: [Int] = []
    private var isStreaming = false

    /// Opens the node without touching its format.
    ///
    /// - Throws: also when the node is no video device (`ENOTTY`) or cannot capture into mapped
    ///   buffers (`ENOTSUP`).
    public init(path: String) throws(SystemError) {
        self.path = path
        file = try SystemCall.open(path, flags: O_RDWR | O_NONBLOCK)
        do {
            var raw = v4l2_capability()
            try SystemCall.ioctl(
                file,
                clinux_vidioc_querycap,
                &raw,
                call: "VIDIOC_QUERYCAP",
                subject: path
            )
            identity = CameraIdentity.fromUAPI(raw)
        } catch {
            SystemCall.close(file)
            throw error
        }
    }

    deinit { close() }

    /// Hands the file to libv4l2.
    ///
    /// Must come before anything but ``identity``.
    ///
    /// - Throws: `EINVAL` when the driver has no format yet, as v4l2loopback before its first frame.
    public func attach() throws(SystemError) {
        guard !isAttached else { return }
        guard identity.canCapture, identity.canStream else {
            throw SystemError(call: "VIDIOC_QUERYCAP", subject: path, code: ENOTSUP)
        }
        // libv4l2 would print a line for each attempt on a node without format.
        var raw = unsafe v4l2_format()
        unsafe raw.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        try unsafe SystemCall.ioctl(
            file,
            clinux_vidioc_g_fmt,
            &raw,
            call: "VIDIOC_G_FMT",
            subject: path
        )
        _ = try SystemCall.checked("v4l2_fd_open", path) { clinux_v4l2_attach(file) }
        isAttached = true
    }

    /// Maps `bufferCount` buffers (the driver may give another number), poisons and queues all of
    /// them and starts the stream.
    ///
    /// The buffers of v4l2loopback are not poisoned before their first use: they are its writer's
    /// as well, and frames may wait in them already.
    public func startStreaming(bufferCount: Int) throws(SystemError) {
        precondition(isAttached && !isStreaming && bufferCount > 0)
        var request = v4l2_requestbuffers()
        request.count = UInt32(bufferCount)
        request.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        request.memory = V4L2_MEMORY_MMAP.rawValue
        try control(clinux_vidioc_reqbufs, &request, call: "VIDIOC_REQBUFS")
        guard (1...64).contains(request.count) else {
            throw SystemError(call: "VIDIOC_REQBUFS", subject: path, code: ENOMEM)
        }
        for index in 0..<Int(request.count) { try map(index) }
        let isShared = identity.driver == "v4l2 loopback"
        for index in unsafe buffers.indices {
            if !isShared { poison(index) }
            try enqueue(index)
        }
        var type = Int32(V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue)
        try control(clinux_vidioc_streamon, &type, call: "VIDIOC_STREAMON")
        isStreaming = true
    }

    /// Waits until a frame can be taken.
    public func wait(timeoutNanoseconds: Int64) throws(SystemError) -> Readiness {
        let events = try SystemCall.poll(
            file,
            events: Int16(POLLIN),
            timeoutNanoseconds: timeoutNanoseconds,
            subject: path
        )
        if events & Int16(POLLIN) != 0 { return .frame }
        return events == 0 ? .timeout : .gone
    }

    /// Takes the oldest filled buffer, or nil when none is ready.
    public func dequeue() throws(SystemError) -> CameraBuffer? {
        var raw = unsafe CameraBuffer.empty(index: 0)
        do {
            try unsafe control(clinux_vidioc_dqbuf, &raw, call: "VIDIOC_DQBUF")
        } catch {
            if error.code == EAGAIN { return nil }
            throw error
        }
        return try unsafe CameraBuffer.fromUAPI(
            raw,
            bufferByteCounts: bufferByteCounts,
            subject: path
        )
    }

    /// Shows the bytes of a dequeued buffer that the driver filled.
    public func withBytes<Result, Failure: Error>(
        of buffer: CameraBuffer,
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let area = unsafe UnsafeRawBufferPointer(
            rebasing: buffers[buffer.index][..<buffer.byteCount]
        )
        return try unsafe body(Span(_bytes: area.bytes))
    }

    /// Rows from the start of a buffer that were written since ``requeue(_:)`` poisoned it.
    ///
    /// - Parameters:
    ///   - buffer: a dequeued buffer.
    ///   - rows: rows that the driver counts as filled.
    ///   - bytesPerRow: from one row to the next.
    ///   - rowByteCount: pixels of one row, in bytes.
    /// - Returns: at most `rows`; nil when rows in between were not written but later ones were.
    public func writtenRows(
        of buffer: CameraBuffer,
        rows: Int,
        bytesPerRow: Int,
        rowByteCount: Int
    ) -> Int? {
        precondition(rows == 0 || (rows - 1) * bytesPerRow + rowByteCount <= buffer.byteCount)
        let count = unsafe clinux_written_rows(
            buffers[buffer.index].baseAddress,
            rows,
            bytesPerRow,
            rowByteCount
        )
        return count < 0 ? nil : count
    }

    /// Poisons a buffer and gives it back to the driver.
    public func requeue(_ buffer: CameraBuffer) throws(SystemError) {
        poison(buffer.index)
        try enqueue(buffer.index)
    }

    /// Stops the stream, unmaps the buffers and closes the node; the object is of no more use.
    public func close() {
        guard file >= 0, !isClosed else { return }
        isClosed = true
        if isStreaming {
            var type = Int32(V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue)
            _ = unsafe clinux_v4l2_ioctl(file, clinux_vidioc_streamoff, &type)
        }
        for index in unsafe buffers.indices {
            let buffer = unsafe buffers[index]
            unsafe clinux_v4l2_unmap(buffer.baseAddress, buffer.count)
        }
        unsafe buffers = []
        if isAttached {
            clinux_v4l2_close(file)
        } else {
            SystemCall.close(file)
        }
    }

    private var isClosed = false

    private func map(_ index: Int) throws(SystemError) {
        var raw = unsafe CameraBuffer.empty(index: index)
        try unsafe control(clinux_vidioc_querybuf, &raw, call: "VIDIOC_QUERYBUF")
        let count = unsafe Int(raw.length)
        guard count > 0, count <= 1 << 30 else {
            throw SystemError(call: "VIDIOC_QUERYBUF", subject: path, code: EOVERFLOW)
        }
        let offset = unsafe Int64(raw.m.offset)
        guard let start = unsafe clinux_v4l2_map(file, count, offset) else {
            throw SystemError(call: "mmap", subject: path, code: errno)
        }
        unsafe buffers.append(UnsafeMutableRawBufferPointer(start: start, count: count))
        bufferByteCounts.append(count)
    }

    private func poison(_ index: Int) {
        unsafe clinux_poison(buffers[index].baseAddress, buffers[index].count)
    }

    private func enqueue(_ index: Int) throws(SystemError) {
        var raw = unsafe CameraBuffer.empty(index: index)
        try unsafe control(clinux_vidioc_qbuf, &raw, call: "VIDIOC_QBUF")
    }

    func control<Argument>(
        _ request: UInt,
        _ argument: inout Argument,
        call: String
    ) throws(SystemError) {
        precondition(isAttached)
        _ = try SystemCall.checked(call, path) {
            unsafe withUnsafeMutablePointer(to: &argument) {
                unsafe clinux_v4l2_ioctl(file, request, $0)
            }
        }
    }
}
