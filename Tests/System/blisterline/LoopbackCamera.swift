internal import CTestCamera

/// The line-scan camera as the driver v4l2loopback shows it: what is written here is captured there.
final class LoopbackCamera {
    private let node: String
    private let width: Int
    private let rowsPerChunk: Int
    private var descriptor: Int32 = -1

    init(node: String, width: Int, rowsPerChunk: Int) {
        self.node = node
        self.width = width
        self.rowsPerChunk = rowsPerChunk
    }

    var isPluggedIn: Bool { descriptor >= 0 }

    func plugIn() throws(MachineError) {
        guard !isPluggedIn else { return }
        let result = unsafe loopback_open(node, UInt32(width), UInt32(rowsPerChunk))
        guard result >= 0 else {
            throw .driver(path: node, call: "VIDIOC_S_FMT", errno: -result)
        }
        descriptor = result
    }

    func unplug() {
        guard isPluggedIn else { return }
        loopback_close(descriptor)
        descriptor = -1
    }

    /// One driver buffer; fewer rows than a full chunk make a short one.
    func write(_ rows: ArraySlice<UInt8>) throws(MachineError) {
        guard isPluggedIn else { return }
        precondition(rows.count <= width * rowsPerChunk && rows.count % width == 0)
        let descriptor = descriptor
        let result = unsafe rows.withUnsafeBufferPointer {
            unsafe loopback_write(descriptor, $0.baseAddress, UInt64($0.count))
        }
        guard result == 0 else { throw .driver(path: node, call: "write", errno: -result) }
    }
}
