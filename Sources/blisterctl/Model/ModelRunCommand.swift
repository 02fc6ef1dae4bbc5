import ArgumentParser
import Engine
import Foundation
import Graphs
import ONNXFiles
import Tensors

/// `blisterctl model run`: runs a network once on tensors from files.
struct ModelRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs a network on input tensors and writes its outputs."
    )

    @Argument(help: "ONNX file.")
    var model: String

    @Argument(help: "Input tensors (serialised TensorProto) in the model's order.")
    var inputs: [String]

    @Option(help: "Folder for output_0.pb and so on; made when absent.")
    var out: String

    @Option(help: "Threads.")
    var threads = 1

    func validate() throws {
        guard (1...64).contains(threads) else { throw ValidationError("--threads is 1 to 64") }
    }

    func run() throws {
        try InputError.checkMachine()
        let read = try Model.reading(model)
        let tensors = try inputs.map { try TensorFile.reading($0).tensor }
        guard tensors.count == read.graph.inputs.count else {
            throw InputError(
                "\(model): \(read.graph.inputs.count) inputs wanted, "
                    + "\(tensors.count) given; name one file for each"
            )
        }
        let shapes = Dictionary(
            uniqueKeysWithValues: zip(read.graph.inputs.map(\.name), tensors.map(\.shape))
        )
        let plan = try read.planned(model, shapes: shapes)
        let session = try Session(plan, pool: ThreadPool(threadCount: threads))
        let outputs: [Tensor]
        do {
            outputs = try session.run(tensors)
        } catch {
            throw InputError(model, error)
        }
        let folder = URL(filePath: out)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (index, (port, tensor)) in zip(plan.outputs, outputs).enumerated() {
            let bytes = try TensorFile(name: port.name, tensor: tensor).bytes()
            try Data(bytes).write(
                to: folder.appending(path: "output_\(index).pb"),
                options: .atomic
            )
            print("\(port.name): \(tensor.elementType.rawValue) \(tensor.shape)")
        }
    }
}
