internal import Dispatch
internal import Imaging
internal import Synchronization

/// Finds pictures that were made from others: brightened, compressed, shifted, cut, turned, scaled.
///
/// Pockets of one product are alike, so how alike strangers are is measured on the judging pictures
/// themselves. Only what is clearly more alike counts, and more like one picture than like others.
struct NearDuplicates {
    /// A judging picture and what shares its group, which are no strangers.
    struct Judge {
        let path: String
        let group: String
    }

    /// Correlation above that of strangers from which on a picture counts as a copy.
    static let margin = 0.13
    /// The threshold lies between these, however alike strangers are.
    static let thresholds = 0.55...0.97
    /// How much more a copy is like its original than like pictures of other groups.
    static let lead = 0.04
    /// What is as like as this, and more than strangers are by ``certaintyLead``, needs no lead: the
    /// set holds several of the same.
    static let certainties = 0.9...0.99
    static let certaintyLead = 0.05
    private static let strangersOfOne = 500
    /// Correlation from which on it is worth looking between the blocks.
    private static let closeLikeness = 0.4
    private static let turnCount = 8

    private let judges: [Judge]

    init(_ judges: [Judge]) { self.judges = judges }

    /// For each of `paths` the judging picture that it was made from, as indices.
    ///
    /// - Throws: ``AcceptanceError`` for a picture that cannot be read.
    func copies(among paths: [String]) throws(AcceptanceError) -> [Int: Int] {
        let seen = try paths.map { path throws(AcceptanceError) in try Self.picture(path) }
        let traces = seen.map { picture in
            let factor = PictureTrace.factor(width: picture.width, height: picture.height)
            return (factor, PictureTrace(picture, factor: factor))
        }
        let strangers = try likenessOfStrangers()
        let threshold = Self.threshold(above: strangers)
        let certainty = min(
            Self.certainties.upperBound,
            max(Self.certainties.lowerBound, strangers + Self.certaintyLead)
        )
        let found = Mutex(paths.map { _ in Likest() })
        let failure = Mutex<AcceptanceError?>(nil)
        DispatchQueue.concurrentPerform(iterations: judges.count) { index in
            do throws(AcceptanceError) {
                let judge = try Variants(Self.picture(judges[index].path))
                for (place, (factor, trace)) in traces.enumerated() {
                    guard let trace else { continue }
                    let likeness = judge.likeness(trace, factor: factor)
                    found.withLock { $0[place].take(likeness, index, judges) }
                }
            } catch {
                failure.withLock { $0 = error }
            }
        }
        if let failure = failure.withLock({ $0 }) { throw failure }
        var copies: [Int: Int] = [:]
        for (place, likest) in found.withLock({ $0 }).enumerated() {
            let leads = likest.likeness - likest.otherLikeness >= Self.lead
            if likest.likeness >= threshold, leads || likest.likeness >= certainty {
                copies[place] = likest.judge
            }
        }
        return copies
    }

    /// The judge that a picture is most like, and the likeness of the best of other groups; the
    /// same in whatever order they are taken.
    private struct Likest {
        var judge = -1
        var likeness = 0.0
        var otherLikeness = 0.0

        mutating func take(_ new: Double, _ index: Int, _ judges: [Judge]) {
            let isOther = judge < 0 || judges[index].group != judges[judge].group
            if new > likeness || new == likeness && index < judge {
                if isOther { otherLikeness = likeness }
                (judge, likeness) = (index, new)
            } else if isOther {
                otherLikeness = max(otherLikeness, new)
            }
        }
    }

    /// The highest likeness between pictures of different groups in the set: the same pocket of other
    /// blisters is most alike, so each picture that is tried meets all others.
    private func likenessOfStrangers() throws(AcceptanceError) -> Double {
        guard judges.count > 1 else { return 1 }
        let others = try stride(
            from: 0,
            to: judges.count,
            by: max(1, judges.count / Self.strangersOfOne)
        )
        .map { index throws(AcceptanceError) in
            let picture = try Self.picture(judges[index].path)
            let factor = PictureTrace.factor(width: picture.width, height: picture.height)
            return (
                group: judges[index].group, factor: factor,
                trace: PictureTrace(picture, factor: factor)
            )
        }
        var highest = 0.0
        for index in stride(from: 0, to: judges.count, by: max(1, judges.count / 40)) {
            let variants = try Variants(Self.picture(judges[index].path))
            for other in others where other.group != judges[index].group {
                guard let trace = other.trace else { continue }
                highest = max(highest, variants.likeness(trace, factor: other.factor))
            }
        }
        return highest
    }

    private static func threshold(above likeness: Double) -> Double {
        min(thresholds.upperBound, max(thresholds.lowerBound, likeness + margin))
    }

    private static func picture(_ path: String) throws(AcceptanceError) -> Image {
        do {
            return try Image(path: path).converted(toChannels: 1)
        } catch {
            throw AcceptanceError(
                path: path,
                reason: "is no readable picture",
                cure: "take it out, or copy it again"
            )
        }
    }

    /// A judging picture in every way that a copy may show it.
    private struct Variants {
        private let picture: Image
        private let factor: Int
        /// By factor, then by turn: the trace, and those whose blocks begin between its own.
        private var traces: [Int: [[PictureTrace]]] = [:]

        init(_ picture: Image) {
            self.picture = picture
            factor = PictureTrace.factor(width: picture.width, height: picture.height)
            // A copy that was cut has fewer, and so smaller, blocks; one that was scaled as many.
            for factor in max(1, factor * 3 / 4)...factor { traces[factor] = traces(factor) }
        }

        private func traces(_ factor: Int) -> [[PictureTrace]] {
            let starts = factor > 1 ? [0, factor / 2] : [0]
            let bases = starts.flatMap { top in
                starts.compactMap { left in
                    PictureTrace(picture, factor: factor, left: left, top: top)
                }
            }
            return (0..<NearDuplicates.turnCount).map { turn in bases.map { $0.turned(turn) } }
        }

        /// The highest correlation with `seen`, whose blocks have `factor` pixels.
        func likeness(_ seen: PictureTrace, factor other: Int) -> Double {
            var highest = 0.0
            for factor in Set([factor, other]) {
                for turned in traces[factor] ?? [] {
                    guard let base = turned.first,
                        let place = PictureLikeness.place(seen, in: base)
                    else { continue }
                    let likeness = PictureLikeness.correlation(seen, base, at: place)
                    highest = max(highest, likeness)
                    guard likeness >= NearDuplicates.closeLikeness else { continue }
                    for between in turned.dropFirst() {
                        guard let near = PictureLikeness.place(seen, in: between, near: place)
                        else { continue }
                        highest = max(
                            highest,
                            PictureLikeness.correlation(seen, between, at: near)
                        )
                    }
                }
            }
            return highest
        }
    }
}
