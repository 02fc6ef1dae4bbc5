import ArgumentParser
import Engine
import Foundation
import Graphs
import SelfTests

/// `blisterctl model check`: what a network is and how it will be computed.
struct ModelCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Prints layers, shapes, kernels, multiplications and memory of a network.",
        discussion: """
            Runs the model's self-test where it has one. Exit status: 0 done, 1 the self-test fails, \
            2 bad input.
            """
    )

    @Argument(help: "ONNX file.")
    var model: String

    @Option(help: "Images at once; as in the file when left out.")
    var batch: Int?

    @Flag(help: "One JSON object a layer, then one for the whole.")
    var json = false

    func validate() throws {
        if let batch, !(1...65536).contains(batch) {
            throw ValidationError("--batch is 1 to 65536")
        }
    }

    func run() throws {
        try InputError.checkMachine()
        let read = try Model.reading(model)
        let test = Result { () throws(SelfTestFault) in try ModelSelfTest(read) }
        // The weights are not needed beside the packed ones.
        var origin = read
        origin.graph.constants = [:]
        let plan = try (consume read).planned(model, batch: batch)
        let result = try selfTest(test, plan)
        let report = ModelReport(model: origin, plan: plan, selfTest: result)
        print(json ? try report.json() : report.text(), terminator: "")
        if case .failed = result { throw ExitCode(1) }
    }

    /// Another batch than the file's gives other outputs: then nothing is tested.
    private func selfTest(
        _ test: Result<ModelSelfTest, SelfTestFault>,
        _ plan: Plan
    ) throws -> SelfTestResult {
        do {
            let test = try test.get()
            guard batch == nil else { return .skipped }
            return .passed(try test.run(plan, pool: try ThreadPool(threadCount: 1)))
        } catch let fault as SelfTestFault {
            return fault == .unsealed ? .unsealed : .failed(fault)
        }
    }
}
