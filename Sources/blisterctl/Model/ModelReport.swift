import Engine
import Foundation
import Graphs
import Tensors

/// What `model check` says of a network.
struct ModelReport {
    let model: Model
    let plan: Plan
    let selfTest: SelfTestResult

    /// Multiplications of all layers.
    private var multiplications: Int { plan.layers.map(\.multiplications).reduce(0, +) }

    private static func shape(_ extents: [Int]?) -> String {
        guard let extents else { return "?" }
        return extents.isEmpty ? "scalar" : extents.map(String.init).joined(separator: "x")
    }

    private static func shape(_ fact: ValueFact) -> String {
        guard let shape = fact.shape else { return "?" }
        return shape.isEmpty ? "scalar" : shape.map(\.description).joined(separator: "x")
    }

    private static func megabytes(_ byteCount: Int) -> String {
        String(format: "%.2f", Double(byteCount) / 1e6)
    }

    /// For people.
    func text() -> String {
        var lines = ["opset \(model.opsets[""] ?? 0), written by \(quoted(model.producer))"]
        for port in plan.inputs {
            lines.append(
                "input  \(port.name): \(port.fact.elementType.rawValue) \(Self.shape(port.fact))"
            )
        }
        for port in plan.outputs {
            lines.append(
                "output \(port.name): \(port.fact.elementType.rawValue) \(Self.shape(port.fact))"
            )
        }
        for (key, value) in model.metadata.sorted(by: { $0.key < $1.key }) {
            // A seal is for programs, and long.
            let isLong = value.count > 200
            lines.append("meta   \(key): \(isLong ? value.prefix(60) + "…" : value[...])")
        }
        lines.append("")
        let rows = plan.layers.map {
            [
                $0.operation, Self.shape($0.shape), $0.kernel,
                String(format: "%.2f", Double($0.multiplications) / 1e6), $0.name,
            ]
        }
        lines += Self.table([["operator", "shape", "kernel", "M mult", "name"]] + rows)
        lines.append("")
        lines.append("layers          \(plan.layers.count)")
        lines.append(
            "multiplications \(String(format: "%.1f", Double(multiplications) / 1e6)) million"
        )
        lines.append("weights         \(Self.megabytes(plan.weightByteCount)) MB packed")
        lines.append("arena           \(Self.megabytes(plan.arenaByteCount)) MB")
        lines.append("self-test       \(selfTest)")
        return lines.joined(separator: "\n") + "\n"
    }

    private func quoted(_ text: String) -> String { text.isEmpty ? "nobody named" : text }

    private static func table(_ rows: [[String]]) -> [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
                .joined(separator: "  ")
                .replacing(#/ +$/#, with: "")
        }
    }

    private struct LayerObject: Encodable {
        var name: String
        var operation: String
        var shape: [Int]?
        var kernel: String
        var multiplications: Int

        enum CodingKeys: String, CodingKey {
            case name, shape, kernel, multiplications
            case operation = "operator"
        }
    }

    private struct WholeObject: Encodable {
        var layers: Int
        var multiplications: Int
        var weightsMb: Double
        var arenaMb: Double
        var metadata: [String: String]
        var selfTest: String

        enum CodingKeys: String, CodingKey {
            case layers, multiplications, metadata
            case selfTest = "self_test"
            case weightsMb = "weights_mb"
            case arenaMb = "arena_mb"
        }
    }

    /// For programs: one object a line.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var lines = try plan.layers.map { layer in
            let object = LayerObject(
                name: layer.name,
                operation: layer.operation,
                shape: layer.shape,
                kernel: layer.kernel,
                multiplications: layer.multiplications
            )
            return String(decoding: try encoder.encode(object), as: UTF8.self)
        }
        let whole = WholeObject(
            layers: plan.layers.count,
            multiplications: multiplications,
            weightsMb: Double(plan.weightByteCount) / 1e6,
            arenaMb: Double(plan.arenaByteCount) / 1e6,
            metadata: model.metadata,
            selfTest: selfTest.word
        )
        lines.append(String(decoding: try encoder.encode(whole), as: UTF8.self))
        return lines.joined(separator: "\n") + "\n"
    }
}
