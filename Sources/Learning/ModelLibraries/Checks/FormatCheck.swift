internal import Graphs
internal import ONNXFiles

/// The file is a whole ONNX file with all its weights in it.
enum FormatCheck: ModelCheck {
    static let name = "format"
    private static let limit = "one whole ONNX file with its weights inside"

    static func examine(_ candidate: inout ModelCandidate, _: ModelDemands) -> ModelFinding {
        do {
            let model = try ModelFile.read(candidate.path)
            candidate.model = model
            return passed("ONNX, \(candidate.bytes.count) bytes", limit: limit)
        } catch {
            let cure =
                if case .externalData = error.reason {
                    "export it as one file"
                } else {
                    "copy it again, or export it again"
                }
            return failed(error.description, limit: limit, cure: cure)
        }
    }
}
