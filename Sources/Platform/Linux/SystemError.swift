internal import Glibc

/// A system call that failed, with the kernel's code.
public struct SystemError: Error, Equatable, CustomStringConvertible, Sendable {
    /// Name of the call as in section 2 or 3 of the manual, for example `open`.
    public let call: String
    /// What it was applied to: a path, a device, a line; empty when nothing is worth naming.
    public let subject: String
    /// The kernel's code, for example `ENOENT`.
    public let code: Int32

    /// Makes an error.
    public init(call: String, subject: String, code: Int32) {
        self.call = call
        self.subject = subject
        self.code = code
    }

    /// The system's own text for the code.
    public var reason: String { unsafe String(cString: strerror(code)) }

    /// One line: `subject: reason (call)`.
    public var description: String {
        subject.isEmpty ? "\(reason) (\(call))" : "\(subject): \(reason) (\(call))"
    }

    /// The kernel says that the device is not there any more.
    public var meansGone: Bool { [ENODEV, ENXIO, ENOENT].contains(code) }

    /// The caller may not.
    public var meansForbidden: Bool { code == EACCES || code == EPERM }
}
