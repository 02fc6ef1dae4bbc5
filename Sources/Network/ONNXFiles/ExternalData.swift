internal import Foundation
internal import Graphs
internal import ONNXMessages

/// The folder of a model, in which the files with its tensors lie, and nothing outside of it.
struct ExternalData {
    /// Symbolic links resolved, with a slash at its end.
    private let folder: String

    /// The folder of the model at `path`.
    init(besideModel path: String) {
        let url = URL(filePath: path).deletingLastPathComponent().resolvingSymlinksInPath()
        let resolved = url.path(percentEncoded: false)
        folder = resolved.hasSuffix("/") ? resolved : resolved + "/"
    }

    /// The `byteCount` bytes that `message` keeps outside its file.
    func bytes(
        of message: Onnx_TensorProto,
        count byteCount: Int,
        for subject: String
    ) throws(ModelError) -> Data {
        func error(_ text: String) -> ModelError {
            ModelError(node: subject, reason: .externalData(text))
        }
        var entries: [String: String] = [:]
        for entry in message.externalData { entries[entry.key] = entry.value }
        guard let location = entries["location"], !location.isEmpty else {
            throw error("no location is given")
        }
        guard let offset = Self.number(entries["offset"], otherwise: 0) else {
            throw error("offset \(entries["offset"] ?? "") is no position")
        }
        do {
            let file = try file(at: location)
            let rest = max(0, file.byteCount - offset)
            guard let length = Self.number(entries["length"], otherwise: rest) else {
                throw error("length \(entries["length"] ?? "") is no size")
            }
            guard offset <= file.byteCount, length <= rest else {
                let wanted = "\(length) bytes from \(offset)"
                throw error("\(location) has \(file.byteCount) bytes, not \(wanted)")
            }
            guard length == byteCount else {
                throw error("\(length) bytes of \(location) are given, \(byteCount) needed")
            }
            return try file.read(offset..<offset + length)
        } catch let fault as FileFault {
            throw error("\(location) \(fault.text)")
        } catch let error as ModelError {
            throw error
        } catch {
            throw ModelError(node: subject, reason: .externalData("\(location): \(error)"))
        }
    }

    private func file(at location: String) throws(FileFault) -> RegularFile {
        let steps = location.split(separator: "/", omittingEmptySubsequences: false)
        guard !location.hasPrefix("/"), !steps.contains(".."), !location.contains("\0") else {
            throw FileFault(text: "leads out of the model's folder")
        }
        let file = try RegularFile(folder + location)
        guard file.url.path(percentEncoded: false).hasPrefix(folder) else {
            throw FileFault(text: "leads out of the model's folder")
        }
        return file
    }

    /// A decimal number not below 0; nil for anything else.
    private static func number(_ text: String?, otherwise: Int) -> Int? {
        guard let text else { return otherwise }
        guard !text.isEmpty, text.utf8.allSatisfy({ 48...57 ~= $0 }) else { return nil }
        return Int(text)
    }
}
