import ArgumentParser
import Engine
import Foundation
import Graphs

/// `blisterctl model check`: what a network is and how it will be computed.
struct ModelCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Prints layers, shapes, kernels, multiplications and memory of a network."
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
        let read = try Model.reading(model)
        // The weights are not needed beside the packed ones.
        var origin = read
        origin.graph.constants = [:]
        let plan = try (consume read).planned(model, batch: batch)
        let report = ModelReport(model: origin, plan: plan)
        print(json ? try report.json() : report.text(), terminator: "")
    }
}
