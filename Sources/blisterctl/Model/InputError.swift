import Engine
import Graphs
import ONNXFiles
import Tensors

/// Bad input of a model command, in one line.
struct InputError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    /// What is wrong with the file at `path`, and the cure.
    init(_ path: String, _ error: ModelError) {
        description = "\(path): \(error); \(error.cure)"
    }
}

extension ModelError {
    /// What a person can do about it.
    var cure: String {
        switch reason {
        case .damaged: "export or copy it again"
        case .tooLarge: "use a smaller network, batch or picture"
        case .cyclic, .missingValue, .doubledValue, .attribute: "export the network again"
        case .unsupportedOperator, .unsupported: "export it with operators of opset 1 to 22"
        case .inputs: "check the shapes, see blisterctl model check"
        case .externalData: "keep the data file beside the model"
        }
    }
}

extension Model {
    /// Reads the ONNX file at `path`; the error names it.
    static func reading(_ path: String) throws -> Model {
        do {
            return try ModelFile.read(path)
        } catch {
            throw InputError(path, error)
        }
    }

    /// Plans it; the error names the file at `path`.
    consuming func planned(
        _ path: String,
        batch: Int? = nil,
        shapes: [String: [Int]] = [:]
    ) throws -> Plan {
        do {
            return try Plan(self, batch: batch, shapes: shapes)
        } catch {
            throw InputError(path, error)
        }
    }
}

extension TensorFile {
    /// Reads the tensor file at `path`; the error names it.
    static func reading(_ path: String) throws -> TensorFile {
        do {
            return try TensorFile(path: path)
        } catch {
            throw InputError(path, error)
        }
    }
}
