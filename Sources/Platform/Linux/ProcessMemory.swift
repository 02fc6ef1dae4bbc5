internal import CLinux
internal import Glibc

/// Memory of this process as the kernel counts it: `/proc/self/status`.
public struct ProcessMemory: Sendable, Equatable {
    /// Resident now, in bytes.
    public let residentByteCount: Int
    /// Most that was ever resident, in bytes.
    public let residentByteCountMax: Int
    /// Threads.
    public let threadCount: Int

    /// Reads the figures.
    public init() throws(SystemError) {
        let text = try kernelText("/proc/self/status")
        func field(_ name: String) -> Int {
            for line in text.split(separator: "\n") where line.hasPrefix("\(name):") {
                let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
                return words.count > 1 ? Int(words[1]) ?? 0 : 0
            }
            return 0
        }
        residentByteCount = field("VmRSS") * 1024
        residentByteCountMax = field("VmHWM") * 1024
        threadCount = field("Threads")
    }
}

/// The start of a small text file of the kernel, at most 64 KiB.
func kernelText(_ path: String) throws(SystemError) -> String {
    let file = OwnedFile(try SystemCall.open(path, flags: O_RDONLY))
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while bytes.count < 64 << 10 {
        let count = try unsafe chunk.withUnsafeMutableBufferPointer { buffer throws(SystemError) in
            try unsafe SystemCall.read(
                file.number,
                into: UnsafeMutableRawBufferPointer(buffer),
                subject: path
            )
        }
        guard count > 0 else { break }
        bytes += chunk[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
}
