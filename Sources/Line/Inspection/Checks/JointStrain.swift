/// Several readings near their limits at once: what one limit alone lets pass.
///
/// A product of another make may be a tenth larger and a tenth darker, each just within what good
/// ones may read, but good ones do not do so together. The value is the sum of the squared strains
/// (``LimitRange/strain(of:)``) of area, colour, texture and product anomaly; 1 is one reading at its
/// limit. A reading beyond its limit has its say alone and is not summed. Good pockets of all
/// development products stayed below 1.2.
package enum JointStrain {
    /// Readings that are summed.
    static let names: Set<PocketCheckName> = [.area, .colour, .texture, .productAnomaly]
    /// Most that passes unless the recipe says otherwise.
    static let limit = 1.5

    /// The reading for `strains` by check.
    static func reading(_ strains: [PocketCheckName: Double]) -> Reading {
        Reading(
            strains.filter { names.contains($0.key) && $0.value <= 1 }.values.map { $0 * $0 }
                .sorted().reduce(0, +)
        )
    }

    /// The range that teaching writes.
    package static var range: LimitRange { LimitRange(lower: nil, upper: limit, typical: 0) }
}
