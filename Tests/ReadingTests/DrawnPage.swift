import Braille
import Foundation
import Imaging

/// A page of words in Braille, light from the top or, what looks the same, dents of the other side.
struct DrawnPage {
    enum Bump: Float {
        case up = 1
        case down = -1
    }

    /// A cell with its middle in the picture.
    struct Cell {
        var place: SIMD2<Double>
        let mask: UInt8

        func moved(by border: Int) -> Cell {
            Cell(place: place + Double(border), mask: mask)
        }

        func isSame(as cell: CellReading) -> Bool {
            let apart = SIMD2(cell.x, cell.y) - place
            return cell.mask == mask && (apart * apart).sum() < 100
        }
    }

    private let pitch = 18.0
    private let lineCount = 11
    private let columnCount = 18
    private var slope: Plane
    private var state: UInt64

    init(seed: UInt64) {
        slope = Plane(width: 900, height: 900, filledWith: 0)
        state = seed
    }

    private mutating func next(_ bound: UInt64) -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state >> 33) % bound
    }

    /// Embosses words from `corner`, the place of the first dot.
    mutating func emboss(_ bump: Bump, at corner: SIMD2<Double>) -> [Cell] {
        var cells: [Cell] = []
        for line in 0..<lineCount {
            for column in 0..<columnCount where next(5) > 0 {
                let mask = UInt8(1 + next(63))
                let first = corner + SIMD2(Double(column) * 2.4, Double(line) * 4) * pitch
                for dot in 0..<6 where mask >> UInt8(dot) & 1 == 1 {
                    let place = first + SIMD2(Double(dot / 3), Double(dot % 3)) * pitch
                    emboss(place, bump.rawValue)
                }
                cells.append(Cell(place: first + SIMD2(0.5, 1) * pitch, mask: mask))
            }
        }
        return cells
    }

    /// The slope along the columns of a dot 1.3 mm wide at half its height.
    private mutating func emboss(_ place: SIMD2<Double>, _ sign: Float) {
        for v in Int(place.y - 10)...Int(place.y + 10) {
            for u in Int(place.x - 10)...Int(place.x + 10) {
                let apart = SIMD2(Double(u), Double(v)) - place
                let share = (apart * apart).sum().squareRoot() / 4.6
                let fall = pow(share, 0.6) * exp(-pow(share, 2.6))
                slope[u, v] += sign * Float(-apart.y / 4.6 * fall)
            }
        }
    }

    /// The page as it is seen, with `border` pixels of a dark table around it; its dots get fainter by
    /// `fade` towards the right, as far from a lamp.
    mutating func picture(
        border: Int = 0,
        roughness: Double = 14,
        fade: Float = 0
    ) -> Plane {
        let side = slope.width + 2 * border
        var picture = Plane(width: side, height: side, filledWith: 60)
        for i in picture.values.indices where roughness > 0 {
            picture.values[i] += Float(Double(next(2000)) / 1000 - 1) * Float(3 * roughness)
        }
        if roughness > 0 { picture = picture.smoothed(sigma: 2.5) }
        for y in 0..<slope.height {
            for x in 0..<slope.width {
                let value = slope[x, y]
                let noise = Float(next(2000)) / 1000 - 1
                // Light that falls in flat darkens what turns away more than it brightens the rest.
                let light = 1 - fade * Float(x) / Float(slope.width)
                let shade = light * (value > 0 ? 60 * value : 120 * value)
                picture[x + border, y + border] = min(max(190 + shade + 3 * noise, 0), 255)
            }
        }
        return picture
    }
}
