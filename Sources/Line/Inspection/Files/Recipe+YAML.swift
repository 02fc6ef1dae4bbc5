internal import Blister
internal import Foundation

extension LimitRange {
    /// The range as a recipe's file holds it, so that what was just taught and what is read from
    /// its file judge alike, bit for bit.
    package var asWritten: LimitRange {
        LimitRange(
            lower: lower.map(Recipe.filed),
            upper: upper.map(Recipe.filed),
            typical: Recipe.filed(typical)
        )
    }
}

extension Recipe {
    /// The recipe as YAML that a person can read and edit.
    public func yaml() -> String {
        let network = networkDigest.map { ", network_sha256: \($0)" } ?? ""
        var lines = [
            "# blisterd recipe, written by teach. Limits may be edited; a check without a line is off.",
            "# typical: what good blisters read. min, max: what still passes.",
            "recipe: \(Self.formatVersion)",
            "product: \(Self.quoted(product))",
            "mm_per_pixel: \(Self.text(millimetresPerPixel))  # grid on which blisters are compared",
            "channels: \(channels)  # 1 mono, 3 colour",
            "false_reject_target: \(Self.text(falseRejectTarget))  # share of good blisters",
            "model: {folder: \(Self.quoted(modelFolder)), sha256: \(modelDigest)\(network)}",
        ]
        if let acceptanceFolder {
            lines.append(
                "acceptance: \(Self.quoted(acceptanceFolder))  # sealed pictures that judge new models"
            )
        }
        lines.append("layout:")
        lines += layout.yaml(indent: 2).split(separator: "\n").map(String.init)
        if let web {
            lines += [
                "web:",
                "  mm_per_column: \(Self.text(web.millimetresPerColumn))",
                "  mm_per_row: \(Self.text(web.millimetresPerRow))",
                "  lane_origin_mm: \(Self.text(web.laneOriginMillimetres))  "
                    + "# lane 0's first corner from column 0",
                "  trigger_offset_mm: \(Self.text(web.triggerOffsetMillimetres))  "
                    + "# first row of a blister after its trigger",
                "  has_trigger: \(web.hasTrigger)",
            ]
        }
        if let stills {
            lines += [
                "stills:",
                "  mm_per_pixel: \(Self.text(stills.millimetresPerPixel))",
                "  origin_across_mm: \(Self.text(stills.originAcrossMillimetres))",
                "  origin_along_mm: \(Self.text(stills.originAlongMillimetres))",
            ]
        }
        if let print { lines += print.yaml }
        if let braille { lines += braille.yaml }
        if let code { lines += code.yaml }
        if let challenge { lines += challenge.yaml }
        if let trends { lines += trends.yaml }
        lines += ["limits:", "  blister:"]
        for name in BlisterCheckName.allCases {
            guard let range = blisterLimits[name] else { continue }
            lines.append("    \(name.rawValue): \(Self.text(range))  # \(name.traits.unit)")
        }
        lines.append("  pockets:")
        for (index, limits) in pocketLimits.enumerated() {
            lines.append("    - pocket: \(index)")
            for name in PocketCheckName.allCases {
                guard let range = limits[name] else { continue }
                let unit = name.traits(channels: channels).unit
                lines.append("      \(name.rawValue): \(Self.text(range))  # \(unit)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// `value` as a recipe's file holds it, to six digits.
    public static func filed(_ value: Double) -> Double { Double(text(value)) ?? value }

    static func text(_ value: Double) -> String { String(format: "%.6g", value) }

    private static func text(_ range: LimitRange) -> String {
        var parts: [String] = []
        if let lower = range.lower { parts.append("min: \(text(lower))") }
        if let upper = range.upper { parts.append("max: \(text(upper))") }
        parts.append("typical: \(text(range.typical))")
        return "{" + parts.joined(separator: ", ") + "}"
    }

    static func quoted(_ value: String) -> String {
        "'" + value.replacingOccurrences(of: "'", with: "''") + "'"
    }
}
