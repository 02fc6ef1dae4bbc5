internal import Digests
internal import Foundation

/// The panel's files, read once at the start; nothing else is ever served from disk.
struct AssetFolder: Sendable {
    struct Asset: Sendable {
        let bytes: [UInt8]
        let type: String
        /// Changes with the bytes.
        let tag: String
    }

    private static let types = [
        "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8", "json": "application/json",
        "svg": "image/svg+xml",
    ]
    private static let byteCountMax = 1 << 20

    /// By file name.
    let assets: [String: Asset]

    /// Finds them: Sources/Panel/Assets of a checkout that is the working folder or holds the running
    /// program, or as installed beside it.
    init() throws(PanelError) {
        let program = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        for place in Self.places(program: program) {
            let index = place.appending(path: "index.html").path(percentEncoded: false)
            if FileManager.default.fileExists(atPath: index) {
                try self.init(folder: place.path(percentEncoded: false))
                return
            }
        }
        throw .assets(path: "Sources/Panel/Assets", reason: "is not there")
    }

    /// Where they may lie, the likeliest first.
    static func places(program: URL) -> [URL] {
        var folder = program.deletingLastPathComponent()
        var places = [folder.appending(path: "../share/blisterd/panel").standardized]
        for _ in 0..<6 {
            places.append(folder.appending(path: "Sources/Panel/Assets"))
            folder = folder.deletingLastPathComponent()
        }
        return places + [URL(filePath: "Sources/Panel/Assets")]
    }

    init(folder: String) throws(PanelError) {
        var assets: [String: Asset] = [:]
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names {
            guard let end = name.split(separator: ".").last, let type = Self.types[String(end)]
            else {
                continue
            }
            let file = URL(filePath: folder).appending(path: name)
            guard let data = try? Data(contentsOf: file), data.count <= Self.byteCountMax else {
                throw .assets(path: "\(folder)/\(name)", reason: "cannot be read")
            }
            let bytes = Array(data)
            let digest = SHA256Digest(of: bytes).description.prefix(16)
            assets[name] = Asset(bytes: bytes, type: type, tag: "\"\(digest)\"")
        }
        guard assets["index.html"] != nil else {
            throw .assets(path: "\(folder)/index.html", reason: "is not there")
        }
        self.assets = assets
    }
}
