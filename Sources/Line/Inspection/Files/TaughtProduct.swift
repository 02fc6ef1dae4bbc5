internal import Digests
internal import Documents
internal import Foundation
public import Imaging

/// A recipe with everything that was learnt for it: what `teach` writes and inspection loads.
///
/// On disk: `NAME.yaml` and beside it a folder with the alignment template's two pictures and the
/// product model, and its network where there is one. The recipe names the digests of the folder's
/// content and of the network.
public struct TaughtProduct: Sendable {
    /// The recipe.
    public var recipe: Recipe
    /// The product model.
    public var model: ProductModel
    /// The file of the product model's network, which the recipe names by its digest; nil without.
    public var network: [UInt8]?
    /// Mean picture of aligned good blisters.
    public var templateMean: Image
    /// Its standard deviation.
    public var templateDeviation: Image

    private static let meanName = "template-mean.png"
    private static let deviationName = "template-deviation.png"
    private static let modelName = "product.model"
    /// Name of ``network`` in the product's folder.
    public static let networkName = "product.onnx"
    private static let names = [meanName, deviationName, modelName]

    /// Makes a taught product.
    public init(
        recipe: Recipe,
        model: ProductModel,
        templateMean: Image,
        templateDeviation: Image,
        network: [UInt8]? = nil
    ) {
        self.recipe = recipe
        self.model = model
        self.network = network
        self.templateMean = templateMean
        self.templateDeviation = templateDeviation
    }

    /// Loads the recipe at `path` and the folder beside it.
    public init(recipePath path: String) throws {
        let recipe = try Recipe(path: path)
        let folder = URL(filePath: path).deletingLastPathComponent()
            .appending(path: recipe.modelFolder)
        var contents: [[UInt8]] = []
        for name in Self.names {
            let file = folder.appending(path: name).path()
            guard let data = FileManager.default.contents(atPath: file) else {
                throw TaughtProductError.absent(file: file)
            }
            contents.append(Array(data))
        }
        let found = Self.digest(contents)
        guard found == recipe.modelDigest else {
            throw TaughtProductError.otherModel(
                recipe: path,
                folder: folder.path(),
                expected: recipe.modelDigest,
                actual: found
            )
        }
        let grid = WorkGrid(layout: recipe.layout, millimetresPerPixel: recipe.millimetresPerPixel)
        let file = folder.appending(path: Self.modelName).path()
        do {
            model = try ProductModel(bytes: contents[2], grid: grid, channels: recipe.channels)
        } catch {
            throw TaughtProductError.damaged(file: file, offset: error.offset, recipe: path)
        }
        network = try Self.network(of: recipe, path, folder: folder)
        templateMean = try Image.decode(contents[0], file: Self.meanName)
        templateDeviation = try Image.decode(contents[1], file: Self.deviationName)
        for image in [templateMean, templateDeviation]
        where image.width / grid.factor != grid.width || image.height / grid.factor != grid.height
            || image.channels != recipe.channels
        {
            throw TaughtProductError.damaged(file: folder.path(), offset: 0, recipe: path)
        }
        self.recipe = recipe
    }

    private static func network(
        of recipe: Recipe,
        _ path: String,
        folder: URL
    ) throws(TaughtProductError) -> [UInt8]? {
        guard let expected = recipe.networkDigest else { return nil }
        let file = folder.appending(path: networkName).path()
        guard let data = FileManager.default.contents(atPath: file) else {
            throw .absent(file: file)
        }
        let found = SHA256Digest(of: Array(data)).description
        guard found == expected else {
            throw .otherNetwork(recipe: path, file: file, expected: expected, actual: found)
        }
        return Array(data)
    }

    /// Writes recipe and folder so that either both are new and whole or both are as before.
    ///
    /// The recipe's folder name and digest are set here.
    public mutating func write(recipePath path: String) throws {
        let target = URL(filePath: path)
        let name = target.deletingPathExtension().lastPathComponent + ".product"
        let parent = target.deletingLastPathComponent()
        let contents = [
            try templateMean.pngData(), try templateDeviation.pngData(), model.bytes(),
        ]
        recipe.modelFolder = name
        recipe.modelDigest = Self.digest(contents)
        recipe.networkDigest = network.map { SHA256Digest(of: $0).description }
        // What is used from now on is what the file says: numbers are rounded in it.
        recipe = try Recipe(document: Document.parse(recipe.yaml(), file: path))
        let files = FileManager.default
        let fresh = parent.appending(path: ".\(name).new")
        try? files.removeItem(at: fresh)
        try files.createDirectory(at: fresh, withIntermediateDirectories: true)
        for (file, bytes) in zip(Self.names, contents) {
            try Data(bytes).write(to: fresh.appending(path: file))
        }
        if let network {
            try Data(network).write(to: fresh.appending(path: Self.networkName))
        }
        let folder = parent.appending(path: name)
        let former = parent.appending(path: ".\(name).old")
        try? files.removeItem(at: former)
        if files.fileExists(atPath: folder.path()) { try files.moveItem(at: folder, to: former) }
        do {
            try files.moveItem(at: fresh, to: folder)
            try Data(recipe.yaml().utf8).write(to: target, options: .atomic)
        } catch {
            try? files.removeItem(at: folder)
            if files.fileExists(atPath: former.path()) {
                try? files.moveItem(at: former, to: folder)
            }
            throw error
        }
        try? files.removeItem(at: former)
    }

    private static func digest(_ contents: [[UInt8]]) -> String {
        let lines = zip(names, contents).map { "\(SHA256Digest(of: $1))  \($0)\n" }
        return SHA256Digest(of: Array(lines.joined().utf8)).description
    }
}

/// Why recipe and product model do not go together, in one line with the cure.
public enum TaughtProductError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A file of the product model is not there.
    case absent(file: String)
    /// The folder's content is not what the recipe names.
    case otherModel(recipe: String, folder: String, expected: String, actual: String)
    /// The network is not the one that the recipe names.
    case otherNetwork(recipe: String, file: String, expected: String, actual: String)
    /// The content does not fit the recipe's layout, or is broken.
    case damaged(file: String, offset: Int, recipe: String)

    /// One line.
    public var description: String {
        switch self {
        case .absent(let file):
            "\(file): cannot be read; copy the product folder beside the recipe, or teach again"
        case .otherModel(let recipe, let folder, let expected, let actual):
            "\(recipe): model.sha256: \(folder) holds \(actual.prefix(12))…, "
                + "not \(expected.prefix(12))…; copy both from one teaching, or teach again"
        case .otherNetwork(let recipe, let file, let expected, let actual):
            "\(file): is \(actual.prefix(12))…, but \(recipe) names \(expected.prefix(12))… as "
                + "model.network_sha256; copy both from one teaching, or teach again"
        case .damaged(let file, let offset, let recipe):
            "\(file): does not fit \(recipe) (byte \(offset)); teach again for this layout"
        }
    }
}

extension TaughtProduct {
    /// Where ``network`` lies, for the recipe at `recipePath`.
    public func networkPath(recipePath: String) -> String {
        URL(filePath: recipePath).deletingLastPathComponent()
            .appending(path: recipe.modelFolder).appending(path: Self.networkName).path()
    }
}
