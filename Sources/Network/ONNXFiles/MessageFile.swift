internal import Foundation
internal import Graphs
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
        var options = BinaryDecodingOptions()
        options.discardUnknownFields = true
        do {
            return try Decoded(serializedBytes: data, options: options)
        } catch {
            throw ModelError(node: "", reason: .damaged("its messages do not decode"))
        }
    }

    /// The whole file at `path`.
    static func read(_ path: String, limits: ImportLimits) throws(ModelError) -> Data {
        do {
            let file = try RegularFile(path)
            try check(byteCount: file.byteCount, limits)
            return try file.read()
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
