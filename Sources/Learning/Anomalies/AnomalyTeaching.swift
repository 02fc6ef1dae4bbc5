internal import Engine
internal import Foundation
internal import Graphs
public import Imaging
internal import ONNXFiles
internal import Tensors
public import VisionModels

/// Teaches an anomaly model from pictures of good products: no gradient steps, one pass.
///
/// The model that comes out is one ONNX file: backbone, memory of good patches, distances, score
/// map. The same pictures, backbone and settings give the same bytes.
public struct AnomalyTeaching: Sendable {
    /// Fewest good pictures.
    public static let picturesMin = 20
    /// Groups of the pictures that are scored by a memory which has not seen them.
    static let foldCount = 5

    /// The backbone's file.
    public var backbonePath: String
    /// Side of the square that pictures are scaled to, in pixels; a multiple of 32.
    public var size = 256
    /// Patches to remember.
    public var memoryCount = 1500
    /// Share of good pictures that may be rejected.
    public var falseRejectShare = 0.01
    /// Seed of the choice of patches.
    public var seed: UInt64 = 1
    /// Threads.
    public var threads = 1
    /// Which places of the map count, 1 or 0, row-major, for a map of so many places a side; nil: all.
    ///
    /// Nothing is remembered of the others, and their distance is 0.
    public var mask: (@Sendable (Int) -> [Float])?

    /// Teaches on the backbone at `backbonePath`.
    public init(backbonePath: String) { self.backbonePath = backbonePath }

    /// What was learnt.
    public struct Outcome: Sendable {
        /// The model's file, with its card.
        public let bytes: [UInt8]
        /// Its card.
        public let card: ModelCard
        /// Scores of the good pictures by a memory that has not seen them, in the order given.
        public let goodScores: [Double]
    }

    /// Whether patches of turned copies are remembered too, so that products may lie any way.
    public enum Turning: Sendable, Equatable {
        /// All pictures show the product the same way, or the memory sees all ways by itself.
        case never
        /// Where it makes good pictures that a memory has not seen markedly more like the good.
        case whereUseful
    }

    /// Whether turned copies are learnt from.
    public var turning = Turning.never
    /// Patches of turned copies that are looked at, at most.
    var copiedPatchesMax = 60_000
    /// A mean score of good pictures by so much smaller, as a share, is markedly so.
    static let turningGain = 0.07

    /// Learns from good pictures, one for each of `groups`; `picture` gives each by its index, once.
    ///
    /// - Parameters:
    ///   - groups: What a picture shares with its relatives, such as its blister: relatives are alike
    ///     beyond what good ones are, so no picture's score is measured by a memory of them.
    ///   - facts: Further facts for the card: data, product.
    ///   - picture: Gives the picture of an index; called in order.
    /// - Returns: The model's file, its card, and the scores that its threshold comes from.
    /// - Throws: ``VisionModelError`` when the backbone cannot be used, or what `picture` throws.
    public func teach(
        groups: [String],
        facts: [String: String],
        picture: (Int) throws -> Image
    ) throws -> Outcome {
        let count = groups.count
        precondition(count >= Self.picturesMin && size % 32 == 0)
        let backbone = try read()
        var features = try extracted(backbone, count: count, picture)
        let (channels, side) = (features.channels, features.side)
        let folds = Self.folds(groups)
        var scores: [Double]
        if turning == .whereUseful {
            let turned = try foldScores(features, folds)
            let copies = features.copies
            features.copies = []
            scores = try foldScores(features, folds)
            let gain = 1 - Self.mean(turned) / Self.mean(scores)
            if gain > Self.turningGain { (features.copies, scores) = (copies, turned) }
        } else {
            scores = try foldScores(features, folds)
        }
        let threshold = GoodScores(values: scores).threshold(falseRejectShare: falseRejectShare)
        let memory = memory(features, Array(features.pictures.indices))
        var card = backbone.card
        card.task = .anomaly
        (card.width, card.height) = (size, size)
        card.threshold = threshold
        card.facts = facts
        card.facts["good_pictures"] = "\(count)"
        card.facts["memory_patches"] = "\(memory.count)"
        card.facts["false_reject_target"] = "\(falseRejectShare)"
        card.facts["turned_copies"] = features.copies.isEmpty ? "no" : "yes"
        card.facts["seed"] = "\(seed)"
        card.facts["backbone"] = backbone.card.facts["name"] ?? ""
        let model = Model(
            graph: DistanceHead.append(
                to: features.graph,
                memory,
                mask: features.mask,
                channels: channels,
                side: side
            ),
            opsets: ["": GraphWriter.opset],
            metadata: card.metadata,
            producer: "blisterd"
        )
        return Outcome(bytes: try ModelFile.bytes(model), card: card, goodScores: scores)
    }

    private struct Backbone {
        var model: Model
        var card: ModelCard
        /// Pixels from one place to the next, by output.
        var strides: [Int]
        /// Features of a place, by output.
        var levels: [Int]
    }

    private func read() throws(VisionModelError) -> Backbone {
        func flaw(_ reason: String) -> VisionModelError {
            VisionModelError(path: backbonePath, reason: reason, cure: "use Models/backbone")
        }
        let found: Result<(Model, ModelCard), any Error> = Result {
            let model = try ModelFile.read(backbonePath)
            return (model, try ModelCard(metadata: model.metadata))
        }
        var (model, card): (Model, ModelCard)
        do {
            (model, card) = try found.get()
        } catch {
            throw flaw("\(error)")
        }
        guard card.task == .backbone, model.graph.inputs.count == 1 else {
            throw flaw("is no backbone but a model of the task \(card.task.rawValue)")
        }
        let shapes = model.graph.outputs.map { $0.fact.shape?.map(\.extent) ?? [] }
        var (strides, levels): ([Int], [Int]) = ([], [])
        for shape in shapes {
            guard shape.count == 4, let channels = shape[1], let side = shape[3],
                side > 0, card.width % side == 0
            else { throw flaw("an output is no square map of features") }
            strides.append(card.width / side)
            levels.append(channels)
        }
        guard !strides.isEmpty, strides == strides.sorted(),
            strides.allSatisfy({ size % $0 == 0 })
        else { throw flaw("its outputs are not ordered from fine to coarse") }
        // Convolutions do not mind the size; what the file states is only the size it was made for.
        model.graph.inputs[0].fact = ValueFact(
            .float32,
            [.named("batch"), .known(card.channels), .known(size), .known(size)]
        )
        return Backbone(model: model, card: card, strides: strides, levels: levels)
    }

    private struct Features {
        var graph: Graph
        var channels: Int
        var side: Int
        /// Per picture, its patches one after the other.
        var pictures: [[Float]]
        /// 1 for patches that count, else 0; nil: all do.
        var mask: [Float]?
        /// Per picture, some patches of its turned copies; empty where none are remembered.
        var copies: [[Float]]

        /// The patches of `chosen` pictures that count, one after the other.
        func remembered(_ chosen: [Int]) -> [Float] {
            var patches: [Float] = []
            for picture in chosen where !copies.isEmpty { patches += copies[picture] }
            guard let mask else { return chosen.reduce(into: patches) { $0 += pictures[$1] } }
            let places = mask.indices.filter { mask[$0] > 0 }
            patches.reserveCapacity(patches.count + chosen.count * places.count * channels)
            for picture in chosen {
                for place in places {
                    patches += pictures[picture][place * channels..<(place + 1) * channels]
                }
            }
            return patches
        }
    }

    private func extracted(
        _ backbone: Backbone,
        count: Int,
        _ picture: (Int) throws -> Image
    ) throws -> Features {
        let features = PatchFeatures(
            backbone.model,
            size: size,
            strides: backbone.strides,
            levels: backbone.levels
        )
        let model = Model(graph: features.graph, opsets: ["": GraphWriter.opset])
        let session = try Session(
            try Plan(model, batch: 1),
            pool: try ThreadPool(threadCount: threads)
        )
        var card = backbone.card
        (card.width, card.height) = (size, size)
        let places = features.side * features.side
        func patches(_ image: Image) throws -> [Float] {
            let outputs = try session.run([card.tensor(of: [image])])
            let planes = outputs[0].values(of: Float.self) ?? []
            return Self.transposed(planes, rows: features.channels, columns: places)
        }
        let turned =
            turning == .never
            ? nil
            : TurnedCopies(
                pictures: count,
                side: features.side,
                patchesMax: copiedPatchesMax
            )
        var (pictures, copies): ([[Float]], [[Float]]) = ([], [])
        for index in 0..<count {
            let image = try picture(index)
            pictures.append(try patches(image))
            guard let turned else { continue }
            let fitted = image.scaled(width: size, height: size)
            copies.append(
                try turned.angles.reduce(into: []) { some, angle in
                    some += turned.chosen(
                        try patches(turned.copy(of: fitted, angle)),
                        channels: features.channels,
                        angle: angle,
                        picture: index
                    )
                }
            )
        }
        return Features(
            graph: features.graph,
            channels: features.channels,
            side: features.side,
            pictures: pictures,
            mask: mask?(features.side),
            copies: copies
        )
    }

    private static func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(max(1, values.count))
    }

    /// The memory of `chosen` pictures: twice as large where they are turned too.
    private func memory(_ features: Features, _ chosen: [Int]) -> PatchMemory {
        PatchMemory(
            features.remembered(chosen),
            channels: features.channels,
            wanted: features.copies.isEmpty ? memoryCount : memoryCount * Self.turnedFactor,
            seed: seed
        )
    }

    private static let turnedFactor = 2

    /// The fold of every picture: relatives share one, unless all are relatives.
    static func folds(_ groups: [String]) -> [Int] {
        var order: [String: Int] = [:]
        for group in groups where order[group] == nil { order[group] = order.count }
        guard order.count > 1 else { return groups.indices.map { $0 % foldCount } }
        return groups.map { (order[$0] ?? 0) % foldCount }
    }

    /// Every picture's score by a memory of the pictures outside its fold.
    private func foldScores(_ features: Features, _ folds: [Int]) throws -> [Double] {
        var scores = [Double](repeating: 0, count: features.pictures.count)
        let (channels, side) = (features.channels, features.side)
        for fold in Set(folds).sorted() {
            let seen = features.pictures.indices.filter { folds[$0] != fold }
            let memory = memory(features, seen)
            let input = PatchFeatures.port(channels: channels, side: side)
            let empty = Graph(inputs: [input], outputs: [], constants: [:], nodes: [])
            let head = DistanceHead.append(
                to: empty,
                memory,
                mask: features.mask,
                channels: channels,
                side: side
            )
            let session = try Session(
                try Plan(Model(graph: head, opsets: ["": GraphWriter.opset]), batch: 1),
                pool: try ThreadPool(threadCount: threads)
            )
            for index in features.pictures.indices where folds[index] == fold {
                let planes = Self.transposed(
                    features.pictures[index],
                    rows: side * side,
                    columns: channels
                )
                let outputs = try session.run([
                    Tensor(planes, shape: [1, channels, side, side])
                ])
                scores[index] = Double(outputs[0].values(of: Float.self)?.first ?? .infinity)
            }
        }
        return scores
    }

    /// `values`, `rows` by `columns` row-major, columns first.
    private static func transposed(_ values: [Float], rows: Int, columns: Int) -> [Float] {
        var result = [Float](repeating: 0, count: values.count)
        for row in 0..<rows {
            for column in 0..<columns {
                result[column * rows + row] = values[row * columns + column]
            }
        }
        return result
    }
}
