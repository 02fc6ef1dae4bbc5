internal import Blister

/// Joins measured checks and what networks say of one pocket into its result: the one place where
/// both meet.
struct PocketJudgement {
    let recipe: Recipe
    let scene: PocketScene
    /// Nil where no network was asked.
    let opinion: PocketOpinion?

    private var checks: [Check] = []
    private var failing: [PocketCheckName] = []
    private var readings: [PocketCheckName: Double] = [:]
    private var strains: [PocketCheckName: Double] = [:]

    init(recipe: Recipe, scene: PocketScene, opinion: PocketOpinion?) {
        self.recipe = recipe
        self.scene = scene
        self.opinion = opinion
    }

    private var index: Int { scene.window.index }
    private var limits: PocketLimits { recipe.pocketLimits[index] }

    /// The pocket's result, and why it is rejected; nil where it is not.
    mutating func judge() -> (result: PocketResult, reason: RejectReason?) {
        for check in PocketCheckName.checks {
            guard let range = limits[check.name] else { continue }
            add(check.name, check.read(scene), range)
        }
        if let range = limits[.jointStrain] {
            add(.jointStrain, JointStrain.reading(strains), range)
        }
        let measured =
            failing.isEmpty
            ? nil : PocketNaming.reason(scene, failing: failing, readings: readings)
        addNetworks()
        let (reason, probability) = joined(measured)
        if let reason {
            for place in checks.indices where !checks[place].passes {
                checks[place].reason = reason
            }
        }
        let anomalies: [PocketCheckName] = [.productAnomaly, .pocketAnomaly, .productModel]
        var result = PocketResult(
            index: index,
            classification: reason?.rawValue ?? "good",
            confidence: probability ?? confidence,
            anomaly: anomalies.map { strains[$0] ?? 0 }.max() ?? 0,
            checks: checks
        )
        if let reason, let opinion, failing.contains(where: \.isNetwork) {
            result.map = opinion.product?.map
            result.sentence =
                PocketSentence(
                    pocket: recipe.layout.pockets[index],
                    index: index,
                    reason: reason,
                    probability: probability,
                    opinion: opinion,
                    limit: limits[.productModel]?.upper,
                    place: measuredPlace,
                    lacksEdge: failing.contains(.outlineLack)
                ).text
        }
        return (result, reason)
    }

    /// Where a measured check failed that says where the fault is, not only where the product lies.
    private var measuredPlace: Point? {
        let pointing: [PocketCheckName] = [
            .outlineLack, .spot, .fragments, .outlineExcess, .productAnomaly, .pocketAnomaly,
        ]
        let found = pointing.lazy.compactMap { name in
            checks.first { $0.name == name.rawValue && !$0.passes }?.place
        }
        return found.first
    }

    /// What is not known is not sure at all.
    private var confidence: Double {
        guard PocketCheckName.networks.allSatisfy({ readings[$0]?.isFinite ?? true }) else {
            return 0
        }
        return Inspector.confidence(strain: strains.values.max() ?? 0)
    }

    private mutating func add(_ name: PocketCheckName, _ reading: Reading, _ range: LimitRange) {
        readings[name] = reading.value
        strains[name] = range.strain(of: reading.value)
        let answer = Check(
            name: name.rawValue,
            value: reading.value,
            lowerLimit: range.lower,
            upperLimit: range.upper,
            unit: name.traits(channels: recipe.channels).unit,
            reason: .anomaly,
            place: reading.place
        )
        if !answer.passes { failing.append(name) }
        checks.append(answer)
    }

    /// A network that was wanted and gave no number fails its check.
    private mutating func addNetworks() {
        if let range = limits[.classifier] {
            add(.classifier, Reading(opinion?.classes?.unlikeness ?? .nan), range)
        }
        if let range = limits[.productModel] {
            let product = opinion?.product
            let reading = Reading(product?.score ?? .nan, at: product?.map?.strongest)
            add(.productModel, reading, range)
        }
    }

    /// What the failures together are called, and how probable a classifier finds it that named it.
    ///
    /// What was measured has the first word, unless it only says that something is unlike; then a
    /// class that the classifier is sure of. What no one can name is an anomaly where the product
    /// model fails, else undecided.
    private func joined(_ measured: RejectReason?) -> (reason: RejectReason?, probability: Double?)
    {
        guard !failing.isEmpty else { return (nil, nil) }
        let sure = limits[.classifier] == nil ? nil : opinion?.classes?.sureDefect
        if let measured, measured != .anomaly {
            return (measured, measured == sure?.reason ? sure?.probability : nil)
        }
        if let sure { return (sure.reason, sure.probability) }
        if measured != nil { return (.anomaly, nil) }
        let isUnlike =
            failing.contains(.productModel) && readings[.productModel]?.isFinite ?? false
        if isUnlike { return (.anomaly, nil) }
        // A classifier that is not sure, or a network that gave no number.
        return (.undecided, nil)
    }
}
