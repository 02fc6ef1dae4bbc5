internal import Foundation
public import Graphs
internal import ONNXMessages
internal import SwiftProtobuf

extension ModelFile {
    /// The bytes of the model file at `path` with `value` under `key` in its metadata, in place of
    /// what was there; all else stays as it is, byte for byte.
    public static func bytes(
        of path: String,
        settingMetadata key: String,
        to value: String,
        limits: ImportLimits = .standard
    ) throws(ModelError) -> [UInt8] {
        let file = try MessageFile.read(path, limits: limits)
        let bytes = file.span
        func piece(_ range: Range<Int>) -> Data {
            file[file.startIndex + range.lowerBound..<file.startIndex + range.upperBound]
        }
        var made = Data()
        made.reserveCapacity(file.count + key.utf8.count + value.utf8.count + 32)
        var place = 0
        while place < bytes.count {
            let field = try MessageCensus.field(bytes, at: &place, before: bytes.count)
            // ModelProto.metadata_props
            if field.number == 14, field.hasLength,
                let pair = try? Onnx_StringStringEntryProto(serializedBytes: piece(field.contents)),
                pair.key == key
            {
                continue
            }
            made.append(piece(field.place))
        }
        var pair = Onnx_StringStringEntryProto()
        (pair.key, pair.value) = (key, value)
        // A message ends where its bytes end: what is appended to it are further fields of it.
        var rest = Onnx_ModelProto()
        rest.metadataProps = [pair]
        made.append(contentsOf: try MessageFile.encoded(rest))
        return [UInt8](made)
    }
}
