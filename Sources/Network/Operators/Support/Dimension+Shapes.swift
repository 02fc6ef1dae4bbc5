internal import Graphs

extension Dimension {
    /// What is known of an extent that is both `self` and `other`; throws when it cannot be.
    func unified(with other: Dimension, _ node: Node) throws(ModelError) -> Dimension {
        switch (self, other) {
        case (.known(let first), .known(let second)):
            guard first == second else {
                throw node.error(.inputs("extents \(first) and \(second) differ"))
            }
            return self
        case (.known, _): return self
        case (_, .known): return other
        case (.named, _): return self
        default: return other
        }
    }

    /// The extent that `self` and `other` are stretched to; throws when they do not fit.
    func broadcast(with other: Dimension, _ node: Node) throws(ModelError) -> Dimension {
        switch (self, other) {
        case (.known(1), _): return other
        case (_, .known(1)): return self
        case (.known, _), (_, .known): return try unified(with: other, node)
        default: return self == other ? self : .unknown
        }
    }

    /// The sum of `extents`; unknown unless all are known.
    static func sum(_ extents: [Dimension], _ node: Node) throws(ModelError) -> Dimension {
        var sum = 0
        for extent in extents {
            guard case .known(let value) = extent else { return .unknown }
            let (next, overflows) = sum.addingReportingOverflow(value)
            guard !overflows else { throw node.error(.tooLarge("extents \(extents)")) }
            sum = next
        }
        return .known(sum)
    }

    /// The product of `extents`: known, or the only one that is not 1, or unknown.
    static func product(_ extents: [Dimension], _ node: Node) throws(ModelError) -> Dimension {
        let known = try Extents.count(of: extents.compactMap(\.extent), node)
        let open = extents.filter { $0.extent == nil }
        if open.isEmpty || known == 0 { return .known(known) }
        return known == 1 && open.count == 1 ? open[0] : .unknown
    }

    /// `count` extents of which nothing is known.
    static func unknowns(_ count: Int) -> [Dimension] {
        [Dimension](repeating: .unknown, count: count)
    }

    /// The shape that a list of `count` extents will state, nil when its rank is not known.
    static func unknowns(
        _ count: Dimension?,
        _ node: Node
    ) throws(ModelError) -> [Dimension]? {
        guard case .known(let count)? = count else { return nil }
        guard count >= 0, count <= rankLimit else {
            throw node.error(.tooLarge("a shape of rank \(count)"))
        }
        return unknowns(count)
    }

    /// Most axes of a shape that is not known yet.
    private static let rankLimit = 64
}

extension Broadcast {
    /// The common shape as far as it follows from `shapes`, nil when a rank is not known; throws
    /// when they cannot fit.
    static func shape(of shapes: [[Dimension]?], _ node: Node) throws(ModelError) -> [Dimension]? {
        var ranked: [[Dimension]] = []
        for shape in shapes {
            guard let shape else { return nil }
            ranked.append(shape)
        }
        let rank = ranked.map(\.count).max() ?? 0
        var common = [Dimension](repeating: .known(1), count: rank)
        for shape in ranked {
            for (axis, extent) in shape.enumerated() {
                let place = axis + rank - shape.count
                common[place] = try common[place].broadcast(with: extent, node)
            }
        }
        return common
    }
}
