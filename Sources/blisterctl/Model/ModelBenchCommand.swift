import ArgumentParser
import Engine
import Foundation
import Graphs
import Linux
import Tensors

/// `blisterctl model bench`: how long a network takes.
struct ModelBenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Times a network on random input: a burst after warm-up."
    )

    @Argument(help: "ONNX file.")
    var model: String

    @Option(help: "Images at once; as in the file when left out.")
    var batch: Int?

    @Option(help: "Threads.")
    var threads = 1

    @Option(help: "Length of the burst in seconds.")
    var seconds = 1.0

    @Flag(help: "One JSON object.")
    var json = false

    @Flag(help: "Where the time goes: a line for each layer, best of all runs.")
    var layers = false

    func validate() throws {
        guard (1...64).contains(threads) else { throw ValidationError("--threads is 1 to 64") }
        if let batch, !(1...65536).contains(batch) {
            throw ValidationError("--batch is 1 to 65536")
        }
        guard seconds > 0, seconds <= 3600 else { throw ValidationError("--seconds is up to 3600") }
    }

    private struct Answer: Encodable {
        var model: String
        var threads: Int
        var runs: Int
        var medianMs: Double
        var minMs: Double
        var p999Ms: Double

        enum CodingKeys: String, CodingKey {
            case model, threads, runs
            case medianMs = "median_ms"
            case minMs = "min_ms"
            case p999Ms = "p999_ms"
        }
    }

    func run() throws {
        try InputError.checkMachine()
        let plan = try Model.reading(model).planned(model, batch: batch)
        let session = try Session(plan, pool: ThreadPool(threadCount: threads))
        for (index, port) in plan.inputs.enumerated() {
            guard let shape = port.fact.extents else {
                throw InputError(
                    "\(model): input \(port.name) has no fixed shape; export it with one"
                )
            }
            try session.setInput(index, RandomTensor.make(port.fact.elementType, shape))
        }
        try session.run()
        if layers {
            try printLayers(session)
            return
        }
        var times: [Double] = []
        let end = MonotonicClock.nowNanoseconds + Int64(seconds * 1e9)
        while times.count < 3 || MonotonicClock.nowNanoseconds < end {
            let start = MonotonicClock.nowNanoseconds
            try session.run()
            times.append(Double(MonotonicClock.nowNanoseconds - start) / 1e6)
        }
        times.sort()
        func share(_ share: Double) -> Double {
            times[min(times.count - 1, Int((Double(times.count) * share).rounded(.up)) - 1)]
        }
        let answer = Answer(
            model: URL(filePath: model).lastPathComponent,
            threads: threads,
            runs: times.count,
            medianMs: share(0.5),
            minMs: times[0],
            p999Ms: share(0.999)
        )
        guard json else {
            print(
                String(
                    format: "%@: median %.3f ms, min %.3f ms, p99.9 %.3f ms; %d runs, %d threads",
                    answer.model,
                    answer.medianMs,
                    answer.minMs,
                    answer.p999Ms,
                    answer.runs,
                    answer.threads
                )
            )
            return
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        print(String(decoding: try encoder.encode(answer), as: UTF8.self))
    }

    private func printLayers(_ session: Session) throws {
        var best = try session.timedRun()
        let end = MonotonicClock.nowNanoseconds + Int64(seconds * 1e9)
        while MonotonicClock.nowNanoseconds < end {
            best = zip(best, try session.timedRun()).map(min)
        }
        print("      ms  GFLOP/s  kernel  operator  shape  name")
        for (layer, time) in zip(session.plan.layers, best) {
            let rate = time > 0 ? 2 * Double(layer.multiplications) / Double(time) : 0
            let shape = layer.shape.map { $0.map(String.init).joined(separator: "x") } ?? "?"
            let figures = String(format: "%8.4f %8.1f", Double(time) / 1e6, rate)
            print("\(figures)  \(layer.kernel)  \(layer.operation)  \(shape)  \(layer.name)")
        }
        print(String(format: "%8.4f in all", Double(best.reduce(0, +)) / 1e6))
    }
}

/// Tensors to time a network on.
private enum RandomTensor {
    static func make(_ type: ElementType, _ shape: [Int]) throws -> Tensor {
        let count = shape.reduce(1, *)
        var generator = SystemRandomNumberGenerator()
        func values<Element>(_ make: (inout SystemRandomNumberGenerator) -> Element) -> [Element] {
            (0..<count).map { _ in make(&generator) }
        }
        switch type {
        case .float32:
            return Tensor(values { Float.random(in: -1...1, using: &$0) }, shape: shape)
        case .float64:
            return Tensor(values { Double.random(in: -1...1, using: &$0) }, shape: shape)
        case .uint8: return Tensor(values { UInt8.random(in: 0...255, using: &$0) }, shape: shape)
        case .int8: return Tensor(values { Int8.random(in: -128...127, using: &$0) }, shape: shape)
        case .int32: return Tensor(values { Int32.random(in: 0...1, using: &$0) }, shape: shape)
        case .int64: return Tensor(values { Int64.random(in: 0...1, using: &$0) }, shape: shape)
        case .bool: return Tensor(values { Bool.random(using: &$0) }, shape: shape)
        default:
            throw InputError("input of type \(type.rawValue) cannot be timed; only numbers can")
        }
    }
}
