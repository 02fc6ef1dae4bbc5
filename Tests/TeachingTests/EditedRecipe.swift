import Foundation
import Inspection
import Judging

/// A written recipe that is then changed with a text editor.
final class EditedRecipe {
    struct NoSuchLine: Error { var start: String }

    private let folder: TemporaryFolder
    let path: String

    init(_ product: TaughtProduct) throws {
        folder = try TemporaryFolder()
        path = folder.path("recipe.yaml")
        var product = product
        try product.write(recipePath: path)
    }

    /// What inspects by the recipe as it is now.
    func inspector() throws -> Inspector {
        BlisterJudge(try TaughtProduct(recipePath: path)).inspector
    }

    /// Changes the first line that begins with `start` after its blanks; its number from 1.
    @discardableResult
    func edit(_ start: String, after: String? = nil, _ edit: (String) -> String) throws -> Int {
        var lines = try String(contentsOfFile: path, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        func index(of start: String, from: Int) -> Int? {
            lines[from...].firstIndex { $0.drop { $0 == " " }.hasPrefix(start) }
        }
        guard let from = after.map({ index(of: $0, from: 0) }) ?? 0,
            let index = index(of: start, from: from)
        else { throw NoSuchLine(start: start) }
        lines[index] = edit(lines[index])
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
        return index + 1
    }

    /// Sets the limits of a check on a pocket; nil removes its line.
    func setLimit(_ check: PocketCheckName, pocket: Int, _ limits: String?) throws {
        try edit("\(check.rawValue):", after: "- pocket: \(pocket)") { _ in
            limits.map { "      \(check.rawValue): \($0)" } ?? "      # off"
        }
    }
}
