import CLinux
import Foundation
import Testing

@testable import Linux

struct ProcessTests {
    let folder: String

    init() throws {
        folder =
            FileManager.default.temporaryDirectory
            .appending(path: "linux-\(UUID().uuidString.prefix(8))").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    @Test func `lines cross a local socket both ways and the end is seen`() throws {
        let path = "\(folder)/control"
        let listener = try LocalListener(path: path, mode: 0o600)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        #expect(try listener.accept(timeoutNanoseconds: 0) == nil)
        let client = try LocalConnection(path: path)
        let server = try #require(try listener.accept(timeoutNanoseconds: 1_000_000_000))
        #expect(try server.peer() == PeerIdentity(user: Int(getuid()), process: Int(getpid())))
        try client.writeLine("first")
        try client.writeLine("zweite Zeile, größer")
        #expect(try server.readLine(timeoutNanoseconds: 1_000_000_000) == "first")
        #expect(try server.readLine(timeoutNanoseconds: 1_000_000_000) == "zweite Zeile, größer")
        #expect(throws: LineError.timeout) { try server.readLine(timeoutNanoseconds: 1_000_000) }
        try server.writeLine("answer")
        server.close()
        #expect(try client.readLine(timeoutNanoseconds: 1_000_000_000) == "answer")
        #expect(try client.readLine(timeoutNanoseconds: 1_000_000_000) == nil)
    }

    @Test func `a line without end is refused once it is too long`() throws {
        let listener = try LocalListener(path: "@blisterd-test-\(UUID().uuidString)")
        let path = listener.path
        let writer = try RealTimeThread(ThreadPlan(name: "writer")) {
            let line = String(repeating: "x", count: LocalConnection.lineByteCountMax + 5000)
            try? LocalConnection(path: path).writeLine(line)
        }
        let server = try #require(try listener.accept(timeoutNanoseconds: 1_000_000_000))
        #expect(throws: LineError.tooLong(byteCountMax: LocalConnection.lineByteCountMax)) {
            try server.readLine(timeoutNanoseconds: 2_000_000_000)
        }
        server.close()
        writer.join()
    }

    @Test func `a living listener keeps its name, a dead one's name is taken over`() throws {
        let path = "\(folder)/control"
        let first = try LocalListener(path: path)
        #expect(throws: SystemError(call: "bind", subject: path, code: EADDRINUSE)) {
            try LocalListener(path: path)
        }
        first.close()
        #expect(throws: SystemError(call: "connect", subject: path, code: ENOENT)) {
            try LocalConnection(path: path)
        }
        let dead = unsafe clinux_unix_bind(Int32(SOCK_STREAM.rawValue), path, 0o600)
        #expect(dead >= 0)
        close(dead)
        let second = try LocalListener(path: path)
        #expect(throws: Never.self) { try LocalConnection(path: path) }
        second.close()
    }

    private func read(_ file: OwnedFile) throws -> String {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = try unsafe bytes.withUnsafeMutableBytes { buffer in
            try unsafe SystemCall.read(file.number, into: buffer, subject: "messages")
        }
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    @Test func `systemd gets every message and its watchdog interval is read`() throws {
        let path = "\(folder)/notify"
        let server = OwnedFile(unsafe clinux_unix_bind(Int32(SOCK_DGRAM.rawValue), path, 0o600))
        #expect(server.number >= 0)
        let notifier = try #require(
            SystemdNotifier(environment: [
                "NOTIFY_SOCKET": path, "WATCHDOG_USEC": "2000000", "WATCHDOG_PID": "\(getpid())",
            ])
        )
        #expect(notifier.watchdogNanoseconds == 2_000_000_000)
        notifier.ready()
        notifier.status("two\nlines")
        notifier.watchdog()
        notifier.stopping()
        for expected in ["READY=1", "STATUS=two lines", "WATCHDOG=1", "STOPPING=1"] {
            let message = try read(server)
            #expect(message == expected)
        }
        let other = SystemdNotifier(environment: [
            "NOTIFY_SOCKET": path, "WATCHDOG_USEC": "2000000", "WATCHDOG_PID": "1",
        ])
        #expect(other?.watchdogNanoseconds == nil)
        #expect(SystemdNotifier(environment: [:]) == nil)
    }

    @Test func `a file is replaced as a whole or not at all`() throws {
        let path = "\(folder)/state"
        try AtomicFile.replace(path, with: Array("old".utf8))
        try AtomicFile.replace(path, with: Array("new and longer".utf8))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "new and longer")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["state"])
        #expect(throws: SystemError.self) {
            try AtomicFile.replace("\(folder)/none/state", with: [1])
        }
        try FileManager.default.createDirectory(
            atPath: "\(folder)/taken",
            withIntermediateDirectories: true
        )
        #expect(throws: SystemError.self) { try AtomicFile.replace("\(folder)/taken", with: [1]) }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names == ["state", "taken"])
    }

    // One test: signals that are sent to the process come out of any file that waits for them.
    @Test func `a signal becomes an event, also where a thread from before would take it`() throws {
        let signals = try SignalFile([.user1])
        #expect(try signals.next(timeoutNanoseconds: 0) == nil)
        raise(SIGUSR1)
        #expect(try signals.next(timeoutNanoseconds: 1_000_000_000) == .user1)
        #expect(try signals.next(timeoutNanoseconds: 0) == nil)
        // Threads of the test runner were there before, as a library's are in the daemon.
        for _ in 0..<5 {
            kill(getpid(), SIGUSR1)
            #expect(try signals.next(timeoutNanoseconds: 2_000_000_000) == .user1)
        }
        #expect(try signals.next(timeoutNanoseconds: 0) == nil)
    }

    @Test func `disk, memory and limits are read`() throws {
        let space = try DiskSpace(path: folder)
        #expect(space.totalByteCount > 0 && space.freeByteCount <= space.totalByteCount)
        #expect(!space.isReadOnly)
        #expect(throws: SystemError.self) { try DiskSpace(path: "\(folder)/none") }
        let memory = try ProcessMemory()
        #expect(memory.residentByteCount > 1 << 20)
        #expect(memory.residentByteCountMax >= memory.residentByteCount)
        #expect(memory.threadCount >= 1)
        #expect(!PluggedDevices.schedulingLimits().processors.isEmpty)
        #expect(!PluggedDevices.groups().isEmpty)
    }

    @Test func `a file that is no device is refused as such`() {
        #expect(throws: SystemError(call: "VIDIOC_QUERYCAP", subject: "/dev/null", code: ENOTTY)) {
            try V4L2Device(path: "/dev/null")
        }
        let call = "GPIO_GET_CHIPINFO_IOCTL"
        #expect(throws: SystemError(call: call, subject: "/dev/null", code: ENOTTY)) {
            try GPIOChip("/dev/null")
        }
        let missing = #expect(throws: SystemError.self) { try GPIOChip("no-such-label") }
        #expect(missing?.meansGone == true)
    }

    @Test func `pixel codes are the kernel's`() {
        #expect(PixelCode.grey.rawValue == 0x5945_5247)
        #expect(PixelCode.y10.rawValue == 0x2030_3159)
        #expect(PixelCode.y10.description == "Y10")
        #expect(PixelCode(rawValue: 0x2000_3159).description == "Y1?")
        #expect(V4L2Device.plainName("Exposure Time, Absolute") == "exposure_time_absolute")
    }
}
