import Engine
import SelfTests

extension InputError {
    /// Throws, in one line, where networks do not run on this machine as they should.
    static func checkMachine() throws {
        if let refusal = KernelSelfTest.refusal(pool: try ThreadPool(threadCount: 1)) {
            throw InputError(refusal)
        }
    }
}
