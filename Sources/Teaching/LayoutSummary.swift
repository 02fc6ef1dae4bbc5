internal import Blister
internal import Foundation

/// What a person checks when pockets were found in the pictures rather than drawn.
struct LayoutSummary {
    /// Pockets whose places fit on one line.
    private static let pocketsPerLine = 5

    let layout: Layout

    func lines() -> [String] {
        var lines = [
            "layout found: \(layout.pockets.count) pockets\(shape), "
                + String(format: "blister %.1f x %.1f mm, ", layout.width, layout.length) + lanes
        ]
        for start in stride(from: 0, to: layout.pockets.count, by: Self.pocketsPerLine) {
            let end = min(start + Self.pocketsPerLine, layout.pockets.count)
            let places = (start..<end).map { index in
                let centre = layout.pockets[index].centre
                return "\(index) at " + String(format: "%.1f, %.1f", centre.x, centre.y)
            }
            lines.append("  pockets (x, y in mm): " + places.joined(separator: "; "))
        }
        lines.append("  compare this with the tool drawing; --layout gives the drawn pockets")
        return lines
    }

    private var shape: String {
        switch layout.pockets.first?.shape {
        case .circle(let diameter):
            String(format: ", circles of %.1f mm", diameter)
        case .oblong(let length, let width, let angle):
            String(format: ", oblongs of %.1f x %.1f mm at %.0f degrees", length, width, angle)
        case nil:
            ""
        }
    }

    private var lanes: String {
        let pitch = String(format: "pitch %.1f mm", layout.pitch)
        guard layout.lanes > 1 else { return "1 lane, \(pitch)" }
        return "\(layout.lanes) lanes " + String(format: "%.1f mm apart, ", layout.lanePitch)
            + pitch
    }
}
