internal import Engine
internal import Foundation
internal import Graphs
internal import Imaging
internal import ONNXFiles
internal import Tensors
public import VisionModels

/// The net that finds lines of print in a picture, from its file.
///
/// One caller at a time. The same picture gives the same lines, whatever was looked at before.
public final class LineFinder {
    /// Key, without prefix, of the fact of a card that tells a finder's file from a reader's.
    public static let partFact = "part"
    /// Its value.
    public static let part = "finder"
    /// Pixels of a field's side.
    static let step = 4
    /// Pixels of the longer side at most; larger pictures are made smaller.
    static let sideMax = 1_024
    /// Pictures with a shorter longer side are looked at enlarged, too.
    static let smallSideMax = 400
    /// Sides are made up to multiples of it.
    private static let grain = 32

    private let path: String
    private let model: Model
    private let pool: ThreadPool
    private var sessions: [[Int]: Session] = [:]

    /// Reads the model at `path`.
    public init(path: String) throws(VisionModelError) {
        let cure = "use the finder that ships with the product"
        do {
            model = try ModelFile.read(path)
            let card = try ModelCard(metadata: model.metadata)
            guard card.task == .print, card.facts[Self.partFact] == Self.part else {
                throw VisionModelError(path: path, reason: "finds no lines of print", cure: cure)
            }
            pool = try ThreadPool(threadCount: 1)
        } catch let error as VisionModelError {
            throw error
        } catch {
            throw VisionModelError(path: path, reason: "\(error)", cure: cure)
        }
        self.path = path
    }

    /// Lines in `image`, mono, in its pixels.
    ///
    /// The same line may come several times, seen at several sizes. Which end of a line is its start
    /// is unknown. `isDeep`: large print, too, which is seen in a picture made small.
    func quads(in image: Image, isDeep: Bool = false) throws(VisionModelError) -> [LineQuad] {
        let longest = Double(max(image.width, image.height))
        let fit = min(1, Double(Self.sideMax) / longest)
        var scales = [fit, fit / 2]
        if longest < Double(Self.smallSideMax) { scales.insert(2, at: 0) }
        if isDeep { scales.append(fit / 4) }
        var quads: [LineQuad] = []
        for scale in scales { quads += try self.quads(in: image, scale: scale) }
        return quads
    }

    /// Lines in `image`, mono, in its pixels, seen at `scale`, over 0.
    func quads(in image: Image, scale: Double) throws(VisionModelError) -> [LineQuad] {
        let width = Int((Double(image.width) * scale).rounded())
        let height = Int((Double(image.height) * scale).rounded())
        guard min(width, height) >= 16 else { return [] }
        let scaled = image.scaled(width: width, height: height)
        let (map, columns, rows) = try fields(of: scaled)
        let size = Double(Self.step)
        let (stretchX, stretchY) = (
            Double(image.width) / Double(width), Double(image.height) / Double(height)
        )
        return FieldRegions.quads(map, width: columns, height: rows).map { quad in
            LineQuad(
                x: quad.x * size * stretchX,
                y: quad.y * size * stretchY,
                length: quad.length * size * stretchX,
                height: quad.height * size * stretchY,
                angle: quad.angle,
                bow: quad.bow * size * stretchY
            )
        }
    }

    /// For every field of `image`, the probability that the middle of a line runs through it.
    func fields(
        of image: Image
    ) throws(VisionModelError) -> (map: [Float], columns: Int, rows: Int) {
        let grain = Self.grain
        let width = (image.width + 2 * grain - 1) / grain * grain
        let height = (image.height + 2 * grain - 1) / grain * grain
        var values = [Float](repeating: 0, count: width * height)
        FinderInput.write(image, to: &values, at: 0, width: width)
        let (columns, rows) = (width / Self.step, height / Self.step)
        let output: [Float]
        do {
            let session = try session(width: width, height: height)
            let input = Tensor(values, shape: [1, 1, height, width])
            output = try session.run([input]).first?.values(of: Float.self) ?? []
            guard output.count == 2 * columns * rows, output.allSatisfy(\.isFinite) else {
                throw ModelError(node: "", reason: .inputs("its output is no map of fields"))
            }
        } catch {
            throw VisionModelError(
                path: path,
                reason: "\(error)",
                cure: "use the finder that ships with the product"
            )
        }
        let (seenColumns, seenRows) = (
            (image.width + Self.step - 1) / Self.step, (image.height + Self.step - 1) / Self.step
        )
        var map = [Float](repeating: 0, count: seenColumns * seenRows)
        for row in 0..<seenRows {
            for column in 0..<seenColumns {
                let place = row * columns + column
                let far = output[place] - output[columns * rows + place]
                map[row * seenColumns + column] = 1 / (1 + exp(far))
            }
        }
        return (map, seenColumns, seenRows)
    }

    private func session(width: Int, height: Int) throws -> Session {
        if let session = sessions[[width, height]] { return session }
        let session = try SizedSession.make(model, height: height, width: width, pool: pool)
        // Pictures of one camera are of one size; of many, few are kept.
        if sessions.count >= 8 { sessions = [:] }
        sessions[[width, height]] = session
        return session
    }
}
