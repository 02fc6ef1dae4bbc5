internal import Foundation
internal import Graphs
internal import ONNXMessages
internal import SwiftProtobuf

/// Messages out of files, bounded.
enum MessageFile {
    /// Decodes `data`; its size and the memory it will take are checked first.
    static func decoded<Decoded: Message>(
        _ data: Data,
        as layout: MessageLayout,
        limits: ImportLimits
    ) throws(ModelError) -> Decoded {
        try check(byteCount: data.count, limits)
        try MessageCensus.check(data.span, as: layout, limit: limits.messageBytesMax)
        return try decoded(data)
    }

    private static func decoded<Decoded: Message>(_ data: Data) throws(ModelError) -> Decoded {
        var options = BinaryDecodingOptions()
        options.discardUnknownFields = true
        do {
            return try Decoded(serializedBytes: data, options: options)
        } catch {
            throw ModelError(node: "", reason: .damaged("its messages do not decode"))
        }
    }

    /// The model in the file at `path`, and those of its constants by number that are left there.
    static func model(
        _ path: String,
        limits: ImportLimits
    ) throws(ModelError) -> (message: Onnx_ModelProto, cuts: [Int: CutConstant]) {
        let (lean, file) = try lean(path, limits: limits)
        return (try decoded(lean.data), lean.cuts.mapValues { CutConstant(file: file, range: $0) })
    }

    private static func lean(
        _ path: String,
        limits: ImportLimits
    ) throws(ModelError) -> (LeanModel, OpenFile) {
        let (data, file) = try opened(path, limits: limits)
        try MessageCensus.check(data.span, as: .model, limit: limits.messageBytesMax)
        return (try LeanModel(data), file)
    }

    /// The whole file at `path`.
    static func read(_ path: String, limits: ImportLimits) throws(ModelError) -> Data {
        try opened(path, limits: limits).data
    }

    private static func opened(
        _ path: String,
        limits: ImportLimits
    ) throws(ModelError) -> (data: Data, file: OpenFile) {
        do {
            let regular = try RegularFile(path)
            try check(byteCount: regular.byteCount, limits)
            let file = try OpenFile(regular)
            return (try file.read(0..<regular.byteCount), file)
        } catch let fault as FileFault {
            throw ModelError(node: "", reason: .damaged("\(path) \(fault.text)"))
        } catch let error as ModelError {
            throw error
        } catch {
            throw ModelError(node: "", reason: .damaged("\(path): \(error)"))
        }
    }

    private static func check(byteCount: Int, _ limits: ImportLimits) throws(ModelError) {
        guard byteCount <= limits.fileBytesMax else {
            let text = "\(byteCount) bytes of file are over \(limits.fileBytesMax)"
            throw ModelError(node: "", reason: .tooLarge(text))
        }
    }
}
