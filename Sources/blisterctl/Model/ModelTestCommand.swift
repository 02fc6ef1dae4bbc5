import ArgumentParser
import Engine
import Foundation

/// `blisterctl model test`: networks against stored outputs, in the layout of ONNX's own suite.
struct ModelTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Runs folders with model.onnx and test_data_set_*, compares the outputs.",
        discussion: """
            Passes within 1e-3 of the value plus 1e-7, or plus 1e-5 of the largest value for a \
            network of several nodes; whole numbers must be equal.
            """
    )

    @Argument(help: "Folders.")
    var folders: [String]

    @Option(help: "Threads.")
    var threads = 1

    @Option(help: "Relative tolerance.")
    var relative = 1e-3

    @Option(help: "Absolute tolerance.")
    var absolute = 1e-7

    func validate() throws {
        guard (1...64).contains(threads) else { throw ValidationError("--threads is 1 to 64") }
        guard relative >= 0, absolute >= 0 else {
            throw ValidationError("tolerances are not negative")
        }
    }

    func run() throws {
        try InputError.checkMachine()
        let pool = try ThreadPool(threadCount: threads)
        let tolerance = TensorTolerance(relative: relative, absolute: absolute)
        var failed = 0
        for folder in folders {
            let name = URL(filePath: folder).lastPathComponent
            do {
                try ModelCase(folder: URL(filePath: folder)).run(pool: pool, tolerance: tolerance)
                print("PASS \(name)")
            } catch {
                failed += 1
                print("FAIL \(name): \("\(error)".replacing("\n", with: " "))")
            }
        }
        print("\(folders.count - failed) passed, \(failed) failed")
        if failed > 0 { throw ExitCode(1) }
    }
}
