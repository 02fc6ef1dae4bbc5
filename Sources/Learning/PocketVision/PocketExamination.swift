internal import Blister
internal import Engine
internal import Graphs
public import Imaging
public import Inspection
internal import Tensors
public import VisionModels

/// One thread's look at pockets: a session of every network, made before it is needed.
///
/// One caller at a time. All pockets of a blister go through each network as one batch; bits do not
/// depend on the batch. Running plans nothing and makes no session.
public final class PocketExamination: PocketExaminer {
    private struct Prepared: Sendable {
        let network: PocketNetwork
        let session: Session
        let crops: PocketCrops

        init(_ network: PocketNetwork, _ networks: PocketNetworks) throws(VisionModelError) {
            self.network = network
            crops = PocketCrops(
                layout: networks.layout,
                millimetresPerPixel: networks.millimetresPerPixel,
                width: network.card.width,
                height: network.card.height
            )
            do {
                // Inspecting threads run side by side; each network stays on its thread.
                session = try Session(network.plan, pool: try ThreadPool(threadCount: 1))
            } catch {
                throw VisionModelError(
                    path: network.name,
                    reason: "\(error)",
                    cure: "free memory, or use a smaller model"
                )
            }
        }

        /// The outputs on `pictures`, each as one list of numbers per picture.
        func run(_ pictures: [Image]) throws -> [[[Float]]] {
            let (card, batch) = (network.card, network.batch)
            var results: [[[Float]]] = []
            for start in stride(from: 0, to: pictures.count, by: batch) {
                var part = Array(pictures[start..<min(pictures.count, start + batch)])
                let count = part.count
                // The plan has one size; what is wanting is a copy that nobody looks at.
                part += Array(repeating: part[0], count: batch - count)
                let outputs = try session.run([card.tensor(of: part)])
                let values = try outputs.map { output -> [Float] in
                    guard let values = output.values(of: Float.self), values.count % batch == 0
                    else { throw ModelError(node: "", reason: .inputs("an output has no numbers")) }
                    return values
                }
                for index in 0..<count {
                    results.append(
                        values.map { values in
                            let each = values.count / batch
                            return Array(values[index * each..<(index + 1) * each])
                        }
                    )
                }
            }
            return results
        }
    }

    /// What it looks with.
    public let networks: PocketNetworks
    private let classifier: Prepared?
    private let product: Prepared?
    private let digests: String

    /// Makes the sessions of `networks`.
    ///
    /// - Throws: where memory does not suffice.
    public init(_ networks: PocketNetworks) throws(VisionModelError) {
        self.networks = networks
        func prepared(_ network: PocketNetwork?) throws(VisionModelError) -> Prepared? {
            guard let network else { return nil }
            return try Prepared(network, networks)
        }
        classifier = try prepared(networks.classifier)
        product = try prepared(networks.product)
        digests = networks.digests
    }

    /// See ``PocketExaminer``.
    public func opinions(on image: Image, light: [Float]) -> PocketOpinions {
        var pockets = [PocketOpinion](
            repeating: PocketOpinion(),
            count: networks.layout.pockets.count
        )
        var faults: [String] = []
        if let classifier {
            let found = Self.ask(classifier, image, light, &faults)
            for index in pockets.indices {
                pockets[index].classes = ClassOpinion(
                    names: classifier.network.card.classes,
                    probabilities: found?[index][0] ?? [],
                    sureness: classifier.network.card.threshold
                )
            }
        }
        if let product {
            let found = Self.ask(product, image, light, &faults)
            for index in pockets.indices {
                pockets[index].product = Self.opinion(product, found?[index], pocket: index)
            }
        }
        return PocketOpinions(
            pockets: pockets,
            networks: digests,
            fault: faults.isEmpty ? nil : faults.joined(separator: "; ")
        )
    }

    private static func ask(
        _ prepared: Prepared,
        _ image: Image,
        _ light: [Float],
        _ faults: inout [String]
    ) -> [[[Float]]]? {
        do {
            let found = try prepared.run(prepared.crops.crops(of: image, light: light))
            let isWhole = found.allSatisfy { $0.allSatisfy { $0.allSatisfy(\.isFinite) } }
            if !isWhole { faults.append("\(prepared.network.name): gives what is no number") }
            return found
        } catch {
            faults.append("\(prepared.network.name): \(error)")
            return nil
        }
    }

    private static func opinion(
        _ prepared: Prepared,
        _ outputs: [[Float]]?,
        pocket: Int
    ) -> ProductOpinion {
        guard let outputs, let score = outputs[0].first,
            outputs.allSatisfy({ $0.allSatisfy(\.isFinite) }),
            let shape = prepared.network.plan.outputs[1].fact.extents
        else { return ProductOpinion(score: .nan, map: nil) }
        let (origin, extent) = prepared.crops.place(ofPocket: pocket)
        return ProductOpinion(
            score: Double(score),
            map: ScoreMap(
                width: shape[3],
                height: shape[2],
                values: outputs[1],
                origin: origin,
                extent: extent
            )
        )
    }
}
