internal import Engine
internal import Foundation
internal import Graphs
internal import ONNXFiles
internal import SelfTests

/// The models of a station, and whether each computes what it must.
///
/// Control plane, at start; before a model goes live it passes here.
enum StationModels {
    /// Why a model must not be used, in one line with the cure.
    struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    /// What became of one model.
    struct Trial {
        let path: String
        let outcome: Result<ModelSelfTest.Proof, Refusal>
    }

    /// Why no network runs on this machine, with the cure; nil where all is well.
    static var refusal: String? {
        do {
            return KernelSelfTest.refusal(pool: try ThreadPool(threadCount: 1))
        } catch {
            return "\(error)"
        }
    }

    private static let cure = "put models there, or leave models out"

    /// Reads, plans and tests every `.onnx` file of `folder`, in the order of their names.
    ///
    /// A folder that cannot be read, or holds none, is a failure of its own.
    static func trials(folder: String) -> [Trial] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
                .filter { $0.hasSuffix(".onnx") }
        } catch {
            return [failure(folder, "there is no such folder; \(cure)")]
        }
        guard !names.isEmpty else { return [failure(folder, "there is no .onnx file; \(cure)")] }
        return names.sorted().map { trial("\(folder)/\($0)") }
    }

    /// Reads, plans and tests the model at `path`.
    static func trial(_ path: String) -> Trial {
        do {
            let model = try ModelFile.read(path)
            let test = try ModelSelfTest(model)
            let plan = try Plan(model)
            let proof = try test.run(plan, pool: try ThreadPool(threadCount: 1))
            return Trial(path: path, outcome: .success(proof))
        } catch {
            return failure(path, "\(error)")
        }
    }

    private static func failure(_ path: String, _ reason: String) -> Trial {
        Trial(path: path, outcome: .failure(Refusal(description: reason)))
    }
}
