internal import Engine
internal import Graphs
public import Imaging
internal import ONNXFiles
internal import Tensors
public import VisionModels

/// The net that reads lines of print, from its file.
///
/// One caller at a time. The same line gives the same bits, whatever was read before.
public final class TextReader {
    /// Key, without prefix, of the fact of a card that lists the signs in the order of the output.
    public static let signsFact = "signs"
    /// A line whose signs are less sure on average is not taken for print.
    public static let confidenceMin = 0.5
    /// Columns of lines, by which plans are made; a longer line is squeezed into the last.
    static let widths = [64, 96, 128, 160, 192, 256, 320, 448, 640, 768, 960]

    /// What its file says of it.
    public let card: ModelCard
    /// The signs, from number 1 on.
    public let signs: [Character]
    /// Lines that the net has read so far.
    private(set) var lineCount = 0
    private let path: String
    private let model: Model
    private let pool: ThreadPool
    private var sessions: [Int: Session] = [:]

    /// Reads the model at `path`.
    public init(path: String) throws(VisionModelError) {
        let cure = "use a model that blisterctl train --task print wrote"
        do {
            model = try ModelFile.read(path)
            card = try ModelCard(metadata: model.metadata)
            pool = try ThreadPool(threadCount: 1)
        } catch {
            throw VisionModelError(path: path, reason: "\(error)", cure: cure)
        }
        guard card.task == .print, card.height == LineInput.height,
            let text = card.facts[Self.signsFact], text.count > 1
        else {
            throw VisionModelError(path: path, reason: "reads no lines of print", cure: cure)
        }
        self.path = path
        signs = Array(text)
    }

    /// The numbers of `text` as its signs count; nil where one is none of them.
    public func numbers(of text: String) -> [Int]? {
        let numbers = text.uppercased().map { sign in signs.firstIndex(of: sign).map { $0 + 1 } }
        return numbers.contains(nil) ? nil : numbers.compactMap { $0 }
    }

    /// The text of `numbers`.
    public func text(of numbers: [Int]) -> String {
        String(numbers.map { signs[$0 - 1] })
    }

    /// What the net says of a line.
    ///
    /// - Parameter line: Mono, ``LineInput/height`` rows, at most as wide as the widest plan.
    /// - Returns: shares of the signs, column by column.
    /// - Throws: where the model does not run.
    public func table(of line: Image) throws(VisionModelError) -> SignTable {
        let width = Self.widths.first { $0 >= line.width } ?? Self.widths[Self.widths.count - 1]
        precondition(line.width <= width)
        var values = [Float](repeating: 0, count: LineInput.height * width)
        LineInput.write(line, to: &values, at: 0, width: width)
        lineCount += 1
        do {
            let session = try session(width)
            let input = Tensor(values, shape: [1, 1, LineInput.height, width])
            let output = try session.run([input]).first?.values(of: Float.self) ?? []
            let columns = width / LineInput.step
            guard output.count == columns * (signs.count + 1), output.allSatisfy(\.isFinite) else {
                throw ModelError(node: "", reason: .inputs("its output does not fit its signs"))
            }
            // Beyond the line there is nothing to read.
            let used = min(columns, (line.width + LineInput.step - 1) / LineInput.step + 1)
            return SignTable(numbers: output[...], columns: used, signs: signs.count + 1)
        } catch {
            throw VisionModelError(
                path: path,
                reason: "\(error)",
                cure: "use a model that blisterctl train --task print wrote"
            )
        }
    }

    private func session(_ width: Int) throws -> Session {
        if let session = sessions[width] { return session }
        let session = try SizedSession.make(
            model,
            height: LineInput.height,
            width: width,
            pool: pool
        )
        sessions[width] = session
        return session
    }
}
