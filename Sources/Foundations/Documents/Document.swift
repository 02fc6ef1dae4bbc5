internal import Foundation
internal import Yams

/// Reads YAML documents strictly: doubled keys, anchors and tags of other types are refused.
public enum Document {
    /// Largest file that is read, in bytes.
    public static let byteCountMax = 4 << 20
    /// Deepest nesting that is read.
    public static let depthMax = 32

    /// Reads the file at `path`.
    public static func read(path: String) throws(DocumentError) -> DocumentNode {
        func unreadable(_ reason: String) -> DocumentError {
            DocumentError(file: path, line: nil, key: nil, fault: .unreadable(reason: reason))
        }
        let facts = try? FileManager.default.attributesOfItem(atPath: path)
        if facts?[.type] as? FileAttributeType == .typeDirectory {
            throw unreadable("it is a folder")
        }
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw unreadable(
                (error as NSError).localizedFailureReason ?? error.localizedDescription
            )
        }
        guard data.count <= byteCountMax else { throw unreadable("over \(byteCountMax) bytes") }
        guard let text = String(data: data, encoding: .utf8) else {
            throw DocumentError(
                file: path,
                line: nil,
                key: nil,
                fault: .syntax(reason: "it is not UTF-8 text")
            )
        }
        return try parse(text, file: path)
    }

    /// Parses `text`; `file` is used in errors only.
    public static func parse(_ text: String, file: String) throws(DocumentError) -> DocumentNode {
        let parser: Parser
        let composed: Node?
        do {
            parser = try Parser(yaml: text)
            composed = try parser.singleRoot()
        } catch let error as YamlError {
            throw syntaxError(error, file: file)
        } catch {
            throw DocumentError(file: file, line: nil, key: nil, fault: .syntax(reason: "\(error)"))
        }
        guard let composed else {
            throw DocumentError(
                file: file,
                line: 1,
                key: nil,
                fault: .syntax(reason: "empty document")
            )
        }
        // Nodes know their anchors only as long as the parser lives.
        defer { withExtendedLifetime(parser) {} }
        return try convert(composed, file: file, path: "", depth: 0)
    }

    private static func syntaxError(_ error: YamlError, file: String) -> DocumentError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            DocumentError(
                file: file,
                line: mark.line,
                key: nil,
                fault: .syntax(reason: oneLine(problem))
            )
        case .duplicatedKeysInMapping(let duplicates, let context):
            DocumentError(
                file: file,
                line: context.mark.line,
                key: nil,
                fault: .syntax(reason: "key '\(duplicates.first ?? "?")' appears twice")
            )
        default:
            DocumentError(
                file: file,
                line: nil,
                key: nil,
                fault: .syntax(reason: oneLine("\(error)"))
            )
        }
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private static func convert(
        _ node: Node,
        file: String,
        path: String,
        depth: Int
    ) throws(DocumentError) -> DocumentNode {
        let line = node.mark?.line ?? 1
        guard depth <= depthMax else {
            throw DocumentError(
                file: file,
                line: line,
                key: path,
                fault: .syntax(reason: "nested deeper than \(depthMax)")
            )
        }
        guard node.anchor == nil else {
            throw DocumentError(
                file: file,
                line: line,
                key: path,
                fault: .syntax(reason: "anchors and aliases are not read; write the value out")
            )
        }
        func made(_ content: DocumentNode.Content) -> DocumentNode {
            DocumentNode(file: file, line: line, path: path, content: content)
        }
        switch node {
        case .scalar(let scalar):
            let quoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
            return made(.scalar(scalar.string, quoted: quoted))
        case .sequence(let sequence):
            var elements: [DocumentNode] = []
            for (index, child) in sequence.enumerated() {
                elements.append(
                    try convert(child, file: file, path: "\(path)[\(index)]", depth: depth + 1)
                )
            }
            return made(.sequence(elements))
        case .mapping(let mapping):
            var pairs: [(key: String, line: Int, value: DocumentNode)] = []
            for (key, child) in mapping {
                let name = key.string ?? ""
                let childPath = path.isEmpty ? name : "\(path).\(name)"
                pairs.append(
                    (
                        name, key.mark?.line ?? line,
                        try convert(child, file: file, path: childPath, depth: depth + 1)
                    )
                )
            }
            return made(.mapping(pairs))
        case .alias:
            throw DocumentError(
                file: file,
                line: line,
                key: path,
                fault: .syntax(reason: "aliases are not read")
            )
        }
    }
}
