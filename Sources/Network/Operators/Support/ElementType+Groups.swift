internal import Tensors

extension ElementType {
    /// Whether arithmetic is defined on it.
    var isNumber: Bool { self != .bool && self != .string }

    /// Whether it holds whole numbers.
    var isInteger: Bool { isNumber && !isFloating }

    /// The type of ONNX's number `code`, nil when it is not supported.
    init?(code: Int) {
        let known: [Int: ElementType] = [
            1: .float32, 2: .uint8, 3: .int8, 4: .uint16, 5: .int16, 6: .int32, 7: .int64,
            8: .string, 9: .bool, 10: .float16, 11: .float64, 12: .uint32, 13: .uint64,
            16: .bfloat16,
        ]
        guard let type = known[code] else { return nil }
        self = type
    }
}
