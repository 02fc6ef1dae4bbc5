internal import Documents

/// What a product's trends ask for: `trends` of a recipe.
///
/// Names what people must do; nothing is done by itself. Thread-safe as a value.
public struct TrendRule: Sendable, Equatable {
    /// Shares of false rejects from which something must be done; below the first they are logged.
    public struct FalseRejectBands: Sendable, Equatable {
        /// Share from which to re-baseline.
        public var rebaseline: Double
        /// Share from which to halt.
        public var halt: Double
        /// Share from which to recalibrate.
        public var recalibrate: Double

        /// Makes bands; traps unless the shares rise inside 0...1.
        public init(rebaseline: Double, halt: Double, recalibrate: Double) {
            precondition(
                0 < rebaseline && rebaseline < halt && halt < recalibrate && recalibrate < 1
            )
            self.rebaseline = rebaseline
            self.halt = halt
            self.recalibrate = recalibrate
        }
    }

    /// The bands of this product.
    public var falseRejectBands: FalseRejectBands

    /// Makes a rule.
    public init(falseRejectBands: FalseRejectBands) {
        self.falseRejectBands = falseRejectBands
    }

    /// Reads the rule; bands that do not rise are named with their line.
    init(document: DocumentNode) throws(DocumentError) {
        let fields = try document.mapping(allowed: ["false_reject_bands"])
        let node = try fields.required("false_reject_bands")
        let bands = try node.mapping(allowed: ["rebaseline", "halt", "recalibrate"])
        let names = ["rebaseline", "halt", "recalibrate"]
        var shares: [Double] = []
        for name in names {
            let share = try bands.required(name)
            let value = try share.number(in: 0.000_001...0.999)
            if let last = shares.last, value <= last {
                throw share.invalid(
                    "\(value) is no more than \(names[shares.count - 1]), \(last)",
                    cure: "give shares that rise: rebaseline, halt, recalibrate"
                )
            }
            shares.append(value)
        }
        falseRejectBands = FalseRejectBands(
            rebaseline: shares[0],
            halt: shares[1],
            recalibrate: shares[2]
        )
    }

    /// The rule's lines in a recipe.
    var yaml: [String] {
        let bands = falseRejectBands
        return [
            "trends:",
            "  false_reject_bands: {rebaseline: \(Recipe.text(bands.rebaseline)), "
                + "halt: \(Recipe.text(bands.halt)), "
                + "recalibrate: \(Recipe.text(bands.recalibrate))}  # shares of good blisters",
        ]
    }
}
