internal import Foundation

/// JSON as the panel speaks it: keys in snake_case and in order, one line.
enum PanelJSON {
    static func bytes(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf",
            negativeInfinity: "-inf",
            nan: "nan"
        )
        // None of the panel's values can fail to encode: no keys of other types, numbers as above.
        return (try? encoder.encode(value)).map(Array.init) ?? Array("null".utf8)
    }

    /// A flat object of a request, with these keys and no others.
    static func fields(
        _ body: [UInt8],
        required: [String],
        optional: [String] = []
    ) throws(PanelRefusal) -> [String: Field] {
        let object: [String: Field]
        if body.isEmpty {
            object = [:]
        } else {
            guard let decoded = try? JSONDecoder().decode([String: Field].self, from: Data(body))
            else {
                throw PanelRefusal(400, "The body must be a JSON object of texts and truth values.")
            }
            object = decoded
        }
        for key in required where object[key] == nil {
            throw PanelRefusal(400, "The body must have the key '\(key)'.")
        }
        for key in object.keys.sorted() where !(required + optional).contains(key) {
            throw PanelRefusal(400, "The body must not have the key '\(key.prefix(64))'.")
        }
        return object
    }

    /// A value of a request.
    enum Field: Decodable, Sendable, Equatable {
        case text(String)
        case truth(Bool)

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            self =
                try (try? value.decode(Bool.self)).map(Self.truth)
                ?? .text(value.decode(String.self))
        }
    }
}

extension [String: PanelJSON.Field] {
    /// The text of `key`; nil where it is not there.
    func text(_ key: String, countMax: Int = 200) throws(PanelRefusal) -> String? {
        switch self[key] {
        case nil: return nil
        case .text(let text)
        where text.count <= countMax && !text.isEmpty
            && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }:
            return text
        default:
            throw PanelRefusal(400, "'\(key)' must be a text of 1 to \(countMax) signs.")
        }
    }

    /// The truth value of `key`; false where it is not there.
    func truth(_ key: String) throws(PanelRefusal) -> Bool {
        switch self[key] {
        case nil: return false
        case .truth(let truth): return truth
        default: throw PanelRefusal(400, "'\(key)' must be true or false.")
        }
    }
}
