internal import Foundation
internal import Graphs
internal import ONNXMessages
internal import Tensors

/// Tensors out of messages, together within the limits.
struct TensorImport {
    let limits: ImportLimits
    /// Where tensors outside the file are looked for; nil where it came as bytes.
    let outside: ExternalData?
    /// Bytes that tensors have taken up to now.
    private var byteCount = 0

    init(limits: ImportLimits, outside: ExternalData?) {
        self.limits = limits
        self.outside = outside
    }

    /// The tensor in `message`, its bytes in `cut` where they were left in the file; `subject` names
    /// it in errors.
    ///
    /// What it takes is known from its shape, and checked, before anything is made of it.
    mutating func tensor(
        _ message: Onnx_TensorProto,
        cut: CutConstant? = nil,
        for subject: String
    ) throws(ModelError) -> Tensor {
        let type = try ElementType(message.dataType, of: subject)
        guard !message.hasSegment else {
            throw ModelError(node: subject, reason: .unsupported("a tensor in segments"))
        }
        let shape = message.dims.map { Int($0) }
        let count = try limits.elementCount(shape, of: subject)
        try take(count, of: type, for: subject)
        let elements = try elements(message, type, cut, count: count, for: subject)
        guard elements.count == count else {
            let text = "shape \(shape) has \(count) elements, not \(elements.count)"
            throw ModelError(node: subject, reason: .damaged(text))
        }
        return Tensor(elements, shape: shape, as: type)
    }

    private mutating func take(
        _ count: Int,
        of type: ElementType,
        for subject: String
    ) throws(ModelError) {
        // Half precision is kept in single precision.
        let elementBytes = type.isFloating ? max(4, type.byteCount) : type.byteCount
        let (taken, overflows) = count.multipliedReportingOverflow(by: elementBytes)
        guard !overflows, taken <= limits.tensorBytesMax - byteCount else {
            let text = "all tensors together take over \(limits.tensorBytesMax) bytes"
            throw ModelError(node: subject, reason: .tooLarge(text))
        }
        byteCount += taken
    }

    private func elements(
        _ message: Onnx_TensorProto,
        _ type: ElementType,
        _ cut: CutConstant?,
        count: Int,
        for subject: String
    ) throws(ModelError) -> Elements {
        switch message.dataLocation {
        case .default: break
        case .external:
            guard type != .string else {
                throw ModelError(node: subject, reason: .externalData("text cannot lie outside"))
            }
            guard let outside else {
                let text = "the model did not come from a file"
                throw ModelError(node: subject, reason: .externalData(text))
            }
            let byteCount = count * type.byteCount
            let data = try outside.bytes(of: message, count: byteCount, for: subject)
            return try elements(type, in: data, for: subject)
        case .UNRECOGNIZED(let number):
            throw ModelError(node: subject, reason: .unsupported("data location \(number)"))
        }
        let typed = TypedFields(message)
        let rawCount = cut?.range.count ?? message.rawData.count
        guard rawCount == 0 else {
            guard typed.count == 0 else {
                throw ModelError(node: subject, reason: .damaged("its elements are there twice"))
            }
            guard rawCount == count * type.byteCount else {
                let text = "\(count) elements of \(type.rawValue) are not"
                throw ModelError(
                    node: subject,
                    reason: .damaged("\(text) \(rawCount) bytes")
                )
            }
            let data = try cut?.read(for: subject) ?? message.rawData
            return try elements(type, in: data, for: subject)
        }
        return try typed.elements(type, for: subject)
    }

    private func elements(
        _ type: ElementType,
        in data: Data,
        for subject: String
    ) throws(ModelError) -> Elements {
        guard let elements = Elements(type, littleEndian: data.bytes) else {
            throw ModelError(node: subject, reason: .damaged("\(type.rawValue) in raw bytes"))
        }
        return elements
    }
}
