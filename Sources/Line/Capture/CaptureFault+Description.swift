internal import Linux

extension CaptureFault: CustomStringConvertible {
    /// One line: what is wrong and what to do.
    public var description: String {
        switch self {
        case .gone(let name):
            "\(name): is not there; plug it in, or correct its path in the configuration"
        case .refused(let name, let request, let cure):
            "\(name): refuses \(request); \(cure)"
        case .damaged(let name, let reason):
            "\(name): \(reason)"
        case .system(let name, let call, let errno):
            "\(SystemError(call: call, subject: name, code: errno)); "
                + "see the kernel's messages, and plug the device in again"
        }
    }
}
