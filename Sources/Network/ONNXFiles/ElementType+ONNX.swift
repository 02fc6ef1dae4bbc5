internal import Graphs
internal import ONNXMessages
internal import Tensors

extension ElementType {
    /// The type that ONNX numbers so; `subject` has it.
    init(_ number: Int32, of subject: String) throws(ModelError) {
        guard let known = Onnx_TensorProto.DataType(rawValue: Int(number)) else {
            throw ModelError(node: subject, reason: .unsupported("element type \(number)"))
        }
        switch known {
        case .float: self = .float32
        case .double: self = .float64
        case .float16: self = .float16
        case .bfloat16: self = .bfloat16
        case .int8: self = .int8
        case .int16: self = .int16
        case .int32: self = .int32
        case .int64: self = .int64
        case .uint8: self = .uint8
        case .uint16: self = .uint16
        case .uint32: self = .uint32
        case .uint64: self = .uint64
        case .bool: self = .bool
        case .string: self = .string
        case .undefined:
            throw ModelError(node: subject, reason: .damaged("it has no element type"))
        case .complex64, .complex128, .float8E4M3Fn, .float8E4M3Fnuz, .float8E5M2,
            .float8E5M2Fnuz, .uint4, .int4, .float4E2M1:
            throw ModelError(node: subject, reason: .unsupported("element type \(known)"))
        case .UNRECOGNIZED(let other):
            throw ModelError(node: subject, reason: .unsupported("element type \(other)"))
        }
    }

    /// ONNX's number.
    var onnxType: Onnx_TensorProto.DataType {
        switch self {
        case .float32: .float
        case .float64: .double
        case .float16: .float16
        case .bfloat16: .bfloat16
        case .int8: .int8
        case .int16: .int16
        case .int32: .int32
        case .int64: .int64
        case .uint8: .uint8
        case .uint16: .uint16
        case .uint32: .uint32
        case .uint64: .uint64
        case .bool: .bool
        case .string: .string
        }
    }
}
