internal import Engine
internal import Graphs
public import Imaging
internal import ONNXFiles
internal import Tensors

/// A model of ours, read from its file and ready to look at pictures.
///
/// One caller at a time. The same pictures give the same bits, whatever the number of threads and
/// however many pictures are given at once.
public final class VisionModel {
    /// What one picture looks like to the model.
    public enum Finding: Sendable, Equatable {
        /// Probability of each of the card's classes.
        case classes([Float])
        /// Distance from the good, and where: `map` is row-major, `mapWidth` wide.
        case anomaly(score: Float, map: [Float], mapWidth: Int)
    }

    /// What its file says of it.
    public let card: ModelCard
    private let session: Session
    private let batch: Int

    /// Reads and plans the model at `path` for up to `batch` pictures at once.
    ///
    /// - Throws: ``VisionModelError``, which names the file, the reason and the cure.
    public init(path: String, batch: Int = 1, threads: Int = 1) throws(VisionModelError) {
        do {
            let model = try ModelFile.read(path)
            let card: ModelCard
            do {
                card = try ModelCard(metadata: model.metadata)
            } catch {
                throw VisionModelError(
                    path: path,
                    reason: error.description,
                    cure: "use a model that blisterctl train wrote"
                )
            }
            self.card = card
            let input = model.graph.inputs.first?.name ?? ""
            let shape = [batch, card.channels, card.height, card.width]
            let plan = try Plan(model, batch: batch, shapes: [input: shape])
            session = try Session(plan, pool: try ThreadPool(threadCount: threads))
            self.batch = batch
        } catch let error as VisionModelError {
            throw error
        } catch let error as ModelError {
            throw VisionModelError(
                path: path,
                reason: error.description,
                cure: "export it again, or take it from its library"
            )
        } catch {
            throw VisionModelError(
                path: path,
                reason: "\(error)",
                cure: "free a processor or memory"
            )
        }
    }

    /// Looks at `pictures` of any size, in order.
    public func findings(on pictures: [Image]) throws -> [Finding] {
        var findings: [Finding] = []
        for start in stride(from: 0, to: pictures.count, by: batch) {
            let part = Array(pictures[start..<min(pictures.count, start + batch)])
            // The plan has one size; pictures that are wanting are blank and thrown away.
            let filler = Image(
                width: card.width,
                height: card.height,
                channels: card.channels,
                filledWith: 0
            )
            let padded = part + Array(repeating: filler, count: batch - part.count)
            let outputs = try session.run([card.tensor(of: padded)])
            findings += try part.indices.map { try finding(outputs, $0) }
        }
        return findings
    }

    private func finding(_ outputs: [Tensor], _ index: Int) throws -> Finding {
        func values(_ output: Int) throws -> [Float] {
            guard outputs.indices.contains(output),
                let all = outputs[output].values(of: Float.self),
                all.count % batch == 0
            else { throw ModelError(node: "", reason: .inputs("output \(output) does not fit")) }
            let count = all.count / batch
            return Array(all[index * count..<(index + 1) * count])
        }
        let first = try values(0)
        guard first.allSatisfy(\.isFinite) else {
            throw ModelError(node: "", reason: .inputs("an output is no number"))
        }
        switch card.task {
        case .pocket:
            guard first.count == card.classes.count else {
                throw ModelError(node: "", reason: .inputs("as many outputs as classes wanted"))
            }
            return .classes(first)
        case .anomaly, .backbone, .print:
            let map = outputs.count > 1 ? try values(1) : []
            return .anomaly(
                score: first.first ?? .infinity,
                map: map,
                mapWidth: outputs.count > 1 ? outputs[1].shape.last ?? 0 : 0
            )
        }
    }
}
