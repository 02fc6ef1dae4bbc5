import Engine
import Graphs
import ONNXFiles

/// Bad input of a model command, in one line.
struct InputError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

extension Model {
    /// Reads the ONNX file at `path`; the error names it.
    static func reading(_ path: String) throws -> Model {
        do {
            return try ModelFile.read(path)
        } catch {
            throw InputError("\(path): \(error)")
        }
    }

    /// Plans it; the error names the file at `path`.
    func planned(_ path: String, batch: Int? = nil, shapes: [String: [Int]] = [:]) throws -> Plan {
        do {
            return try Plan(self, batch: batch, shapes: shapes)
        } catch {
            throw InputError("\(path): \(error)")
        }
    }
}
