import Foundation

/// The bytes of an ONNX file with one Gemm of a row of 4 with a 4 × 3 matrix, written field by
/// field.
enum SmallModel {
    static var bytes: [UInt8] {
        let weights = (0..<12).flatMap { index in
            let bits = (Float(index) / 8 - 0.5).bitPattern
            return (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
        }
        let matrix = numbers(1, [4, 3]) + numbers(2, [1]) + text(8, "w") + field(9, weights)
        let node = text(1, "x") + text(1, "w") + text(2, "y") + text(4, "Gemm")
        let graph =
            field(1, node) + text(2, "graph") + field(5, matrix) + field(11, port("x", [1, 4]))
            + field(12, port("y", [1, 3]))
        return numbers(1, [8]) + field(7, graph) + field(8, numbers(2, [17]))
    }

    /// A named float tensor of known extents.
    private static func port(_ name: String, _ shape: [UInt8]) -> [UInt8] {
        let extents = shape.flatMap { field(1, numbers(1, [$0])) }
        return text(1, name) + field(2, field(1, numbers(1, [1]) + field(2, extents)))
    }

    private static func text(_ number: UInt8, _ text: String) -> [UInt8] {
        field(number, Array(text.utf8))
    }

    private static func numbers(_ number: UInt8, _ values: [UInt8]) -> [UInt8] {
        values.flatMap { [number << 3, $0] }
    }

    private static func field(_ number: UInt8, _ contents: [UInt8]) -> [UInt8] {
        var count = contents.count
        var length: [UInt8] = []
        while count >= 128 {
            length.append(UInt8(count & 127) | 128)
            count >>= 7
        }
        return [number << 3 | 2] + length + [UInt8(count)] + contents
    }
}
