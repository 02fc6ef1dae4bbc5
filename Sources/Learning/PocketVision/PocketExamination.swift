internal import Blister
internal import Engine
internal import Graphs
public import Imaging
public import Inspection
internal import Tensors
public import VisionModels

/// One thread's look at pockets: a session of every network, made before it is needed.
///
/// One caller at a time. Pockets go through the networks in parts of a few, which idle threads of the
/// same ``ModelSlot`` take over; bits depend neither on the parts nor on who did them. Running plans
/// nothing and makes no session.
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
    private let board: LookBoard?
    /// The pockets of every part.
    private let parts: [Range<Int>]
    /// Whether both networks take the very same crops.
    private let sharesCrops: Bool

    /// Makes the sessions of `networks`.
    ///
    /// - Throws: where memory does not suffice.
    public convenience init(_ networks: PocketNetworks) throws(VisionModelError) {
        try self.init(networks, board: nil)
    }

    /// Makes the sessions of `networks`; those who share a `board` help each other.
    init(_ networks: PocketNetworks, board: LookBoard?) throws(VisionModelError) {
        self.networks = networks
        self.board = board
        func prepared(_ network: PocketNetwork?) throws(VisionModelError) -> Prepared? {
            guard let network else { return nil }
            return try Prepared(network, networks)
        }
        classifier = try prepared(networks.classifier)
        product = try prepared(networks.product)
        digests = networks.digests
        let (first, second) = (networks.classifier, networks.product)
        let size = max(first?.batch ?? 1, second?.batch ?? 1)
        let count = networks.layout.pockets.count
        parts = stride(from: 0, to: count, by: size).map { $0..<min(count, $0 + size) }
        sharesCrops =
            first != nil && first?.card.width == second?.card.width
            && first?.card.height == second?.card.height
    }

    /// See ``PocketExaminer``.
    public func opinions(on image: Image, light: [Float]) -> PocketOpinions {
        let look = SharedLook(image, light: light, parts: parts.count)
        board?.show(look)
        while let part = look.begin() { look.finish(part, findings(look, part)) }
        board?.remove(look)
        // Who began these may be halted; doing them again takes no longer than they should.
        while let part = look.unfinished { look.finish(part, findings(look, part)) }
        let found = look.findings
        var faults: [String] = []
        for fault in found.flatMap(\.faults) where !faults.contains(fault) { faults.append(fault) }
        return PocketOpinions(
            pockets: found.flatMap(\.pockets),
            networks: digests,
            fault: faults.isEmpty ? nil : faults.joined(separator: "; ")
        )
    }

    /// Looks at pockets that other threads of the same ``ModelSlot`` have not come to yet, as long as
    /// there are any and `isIdle` says so before each part.
    public func help(while isIdle: () -> Bool) {
        while isIdle(), let look = board?.open {
            guard let part = look.begin() else { continue }
            look.finish(part, findings(look, part))
        }
    }

    private func findings(_ look: SharedLook, _ part: Int) -> PocketFindings {
        let range = parts[part]
        var found = PocketFindings(
            pockets: Array(repeating: PocketOpinion(), count: range.count),
            faults: []
        )
        func crops(_ prepared: Prepared) -> [Image] {
            prepared.crops.crops(of: look.image, light: look.light, pockets: range)
        }
        var pictures: [Image] = []
        if let classifier {
            pictures = crops(classifier)
            let outputs = Self.ask(classifier, pictures, &found.faults)
            for index in found.pockets.indices {
                found.pockets[index].classes = ClassOpinion(
                    names: classifier.network.card.classes,
                    probabilities: outputs?[index][0] ?? [],
                    sureness: classifier.network.card.threshold
                )
            }
        }
        if let product {
            if !sharesCrops { pictures = crops(product) }
            let outputs = Self.ask(product, pictures, &found.faults)
            for index in found.pockets.indices {
                found.pockets[index].product = Self.opinion(
                    product,
                    outputs?[index],
                    pocket: range.lowerBound + index
                )
            }
        }
        return found
    }

    private static func ask(
        _ prepared: Prepared,
        _ pictures: [Image],
        _ faults: inout [String]
    ) -> [[[Float]]]? {
        do {
            let found = try prepared.run(pictures)
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
