import ArgumentParser
import Engine
import Foundation
import Graphs
import Linux
import ONNXFiles
import SelfTests

/// `blisterctl model seal`: writes into a model what it must compute.
struct ModelSealCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal",
        abstract: "Writes into a model's file what it must compute, for the self-test.",
        discussion: """
            Runs the model with every kind of instructions that this processor has, and keeps the \
            digest of its outputs for each, and numbers for all other processors, under \
            blisterd.selftest in the file's metadata. Nothing else in the file changes.
            """
    )

    @Argument(help: "ONNX file.")
    var model: String

    @Option(help: "File to write; the model itself when left out.")
    var out: String?

    func run() throws {
        let read = try Model.reading(model)
        let pool = try ThreadPool(threadCount: 1)
        let seal: (key: String, text: String)
        do {
            seal = try ModelSelfTest.seal(read, pool: pool)
        } catch {
            throw InputError("\(model): \(error)")
        }
        let bytes: [UInt8]
        do {
            bytes = try ModelFile.bytes(of: model, settingMetadata: seal.key, to: seal.text)
        } catch {
            throw InputError(model, error)
        }
        try AtomicFile.replace(out ?? model, with: bytes)
        print("\(out ?? model): sealed")
    }
}
