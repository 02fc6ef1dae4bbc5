internal import Foundation
internal import Graphs
internal import ONNXMessages
internal import Tensors

/// The elements of a tensor where its message holds them as numbers or text rather than raw bytes.
struct TypedFields {
    private let message: Onnx_TensorProto

    init(_ message: Onnx_TensorProto) { self.message = message }

    /// How many there are in all fields.
    var count: Int {
        message.floatData.count + message.doubleData.count + message.int32Data.count
            + message.int64Data.count + message.uint64Data.count + message.stringData.count
    }

    /// The elements of `type`; throws where there are others as well, or one is out of range.
    func elements(_ type: ElementType, for subject: String) throws(ModelError) -> Elements {
        let elements: Elements =
            switch type {
            case .float32: .float32(message.floatData)
            case .float64: .float64(message.doubleData)
            case .float16: .float32(try narrow(subject).map(HalfPrecision.widened))
            case .bfloat16: .float32(try narrow(subject).map(HalfPrecision.widenedBrain))
            case .int8: .int8(try narrow(subject))
            case .int16: .int16(try narrow(subject))
            case .int32: .int32(message.int32Data)
            case .int64: .int64(message.int64Data)
            case .uint8: .uint8(try narrow(subject))
            case .uint16: .uint16(try narrow(subject))
            case .uint32: .uint32(try narrow32(subject))
            case .uint64: .uint64(message.uint64Data)
            case .bool: .bool(message.int32Data.map { $0 != 0 })
            case .string: .string(try texts(subject))
            }
        guard elements.count == count else {
            throw ModelError(
                node: subject,
                reason: .damaged("it holds elements of another type than \(type.rawValue)")
            )
        }
        return elements
    }

    private func narrow<Element: FixedWidthInteger>(
        _ subject: String
    ) throws(ModelError) -> [Element] {
        try message.int32Data.map { value throws(ModelError) in
            guard let narrow = Element(exactly: value) else { throw outOfRange(value, subject) }
            return narrow
        }
    }

    private func narrow32(_ subject: String) throws(ModelError) -> [UInt32] {
        try message.uint64Data.map { value throws(ModelError) in
            guard let narrow = UInt32(exactly: value) else { throw outOfRange(value, subject) }
            return narrow
        }
    }

    private func texts(_ subject: String) throws(ModelError) -> [String] {
        try message.stringData.map { bytes throws(ModelError) in
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw ModelError(node: subject, reason: .damaged("an element is not UTF-8 text"))
            }
            return text
        }
    }

    private func outOfRange(_ value: some BinaryInteger, _ subject: String) -> ModelError {
        ModelError(node: subject, reason: .damaged("element \(value) is out of range"))
    }
}
