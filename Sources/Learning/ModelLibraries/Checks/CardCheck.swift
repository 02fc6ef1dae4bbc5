internal import Engine
internal import Graphs
internal import Imaging
internal import VisionModels

/// What the file says of itself is complete, and its network is what it says.
enum CardCheck: ModelCheck {
    static let name = "card"
    private static let limit = "metadata blisterd.* that fits the network"

    static func examine(_ candidate: inout ModelCandidate, _: ModelDemands) -> ModelFinding {
        func failed(_ reason: String) -> ModelFinding {
            Self.failed(reason, limit: limit, cure: "use a model that blisterctl train wrote")
        }
        guard let metadata = candidate.model?.metadata, let plan = candidate.plan else {
            preconditionFailure("format and operators are checked first")
        }
        let card: ModelCard
        do {
            card = try ModelCard(metadata: metadata)
        } catch {
            return failed(error.description)
        }
        let wanted = [card.channels, card.height, card.width]
        guard plan.inputs.count == 1, let shape = plan.inputs[0].fact.shape, shape.count == 4 else {
            return failed("the network does not take one batch of pictures")
        }
        for (dimension, extent) in zip(shape.dropFirst(), wanted)
        where dimension.extent.map({ $0 != extent }) ?? false {
            return failed(
                "blisterd.input is \(card.width)x\(card.height)x\(card.channels), the network takes "
                    + shape.map(\.description).joined(separator: "x")
            )
        }
        do {
            // Whether there are as many outputs as classes shows when it runs.
            let blank = Image(width: card.width, height: card.height, channels: 1, filledWith: 0)
            _ = try VisionModel(path: candidate.path).findings(on: [blank])
        } catch let error as VisionModelError {
            return failed(error.reason)
        } catch {
            return failed("\(error)")
        }
        candidate.card = card
        let classes =
            card.classes.isEmpty ? "" : ", classes \(card.classes.joined(separator: ", "))"
        return passed(
            "task \(card.task.rawValue), \(card.width)x\(card.height)x\(card.channels)\(classes)",
            limit: limit
        )
    }
}
