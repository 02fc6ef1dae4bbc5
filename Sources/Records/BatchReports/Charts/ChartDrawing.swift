/// A chart as marks in points, x to the right, y down; drawn alike in every form of the report.
struct ChartDrawing {
    struct Place {
        var x: Double
        var y: Double
    }

    enum Anchor {
        case start
        case middle
        case end
    }

    enum Mark {
        case line([Place], width: Double, dash: Double, ink: ReportInk)
        case box(x: Double, y: Double, width: Double, height: Double, ink: ReportInk)
        case dot(Place, radius: Double, ink: ReportInk)
        /// `place` is at the baseline.
        case text(String, Place, size: Double, anchor: Anchor, ink: ReportInk)
    }

    /// Width of the text on a page.
    static let pageWidth = 511.0

    var caption: String
    /// What it shows, for those who do not see it.
    var alternative: String
    var width = Self.pageWidth
    var height: Double
    var marks: [Mark] = []
}

/// The few colours of a report; dark enough for text on white, but for lines.
enum ReportInk {
    case text
    case quiet
    case line
    case accent
    case pale
    case good
    case problem
    case white

    /// sRGB.
    var rgb: (red: UInt8, green: UInt8, blue: UInt8) {
        switch self {
        case .text: (0x1c, 0x25, 0x2e)
        case .quiet: (0x52, 0x60, 0x6d)
        case .line: (0xd5, 0xdb, 0xe1)
        case .accent: (0x1f, 0x5f, 0x8b)
        case .pale: (0xf3, 0xf6, 0xf8)
        case .good: (0x1e, 0x6b, 0x45)
        case .problem: (0xb0, 0x17, 0x17)
        case .white: (0xff, 0xff, 0xff)
        }
    }

    /// As CSS has it.
    var css: String {
        let (red, green, blue) = rgb
        let value = Int(red) << 16 | Int(green) << 8 | Int(blue)
        let digits = String(value, radix: 16)
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }
}

extension ReportTone {
    var ink: ReportInk {
        switch self {
        case .plain: .text
        case .quiet: .quiet
        case .good: .good
        case .problem: .problem
        }
    }
}
