public import Blister
public import Inspection
public import Registration

/// A verdict, and what it was passed on.
public struct JudgedBlister: Sendable {
    /// The verdict with all its checks; latency is left at 0.
    public var result: InspectionResult
    /// The registered blister; nil when it was not wholly seen or could not be aligned.
    public var registered: RegisteredBlister?
    /// Why a network could not be asked about it; nil where all went well.
    public var networkFault: String?

    /// Makes a judged blister.
    public init(
        result: InspectionResult,
        registered: RegisteredBlister?,
        networkFault: String? = nil
    ) {
        self.result = result
        self.registered = registered
        self.networkFault = networkFault
    }
}

/// Aligns and inspects one cut after the other.
///
/// The one place that wires registration to inspection: teaching's rehearsal, still pictures and the
/// daemon judge alike. Sendable; any number of threads use one judge, and the same cut gives the
/// same bits on every one of them.
public struct BlisterJudge: Sendable {
    /// Finds blisters in their cuts.
    public let aligner: Aligner
    /// Judges what was found.
    public let inspector: Inspector

    /// Prepares to judge blisters of `product`.
    public init(_ product: TaughtProduct) {
        aligner = Aligner(template: product.alignmentTemplate, search: product.alignmentSearch)
        inspector = Inspector(recipe: product.recipe, model: product.model)
    }

    /// Judges one cut; what cannot be aligned is undecided, what was not wholly seen is unseen.
    ///
    /// `examiner` asks the networks that the recipe has limits for, `texts` reads the print and Braille
    /// that it asks for, both on the calling thread.
    public func judge(
        _ cut: BlisterCut,
        examiner: (any PocketExaminer)? = nil,
        texts: (any TextExaminer)? = nil
    ) -> JudgedBlister {
        guard let registered = aligner.align(cut) else {
            return JudgedBlister(result: inspector.unaligned(cut), registered: nil)
        }
        let (result, fault) = inspector.inspect(registered, examiner: examiner, texts: texts)
        return JudgedBlister(result: result, registered: registered, networkFault: fault)
    }
}
