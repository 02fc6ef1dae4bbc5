public import Blister

/// Pocket layouts that suit the twin's products.
public enum TwinLayout {
    /// How pockets lie on the blister.
    public enum Arrangement: String, Sendable, CaseIterable {
        /// Rows of three, four and three.
        case staggered
        /// Two rows of five.
        case grid
        /// Two by two.
        case four
        /// Two rows of five, products along travel.
        case upright
        /// Five rows of two, products across the web.
        case lying
    }

    /// Clearance between product and pocket outline on each side, millimetres.
    static let clearance = 1.0

    /// A 62 by 58 mm blister for `product`, or one with exactly `pockets` pockets.
    public static func layout(for product: TwinProduct, lanes: Int, pockets: Int? = nil) -> Layout {
        if let pockets { return grid(of: pockets, for: product, lanes: lanes) }
        let centres: [(Double, Double)]
        switch product.arrangement {
        case .staggered:
            centres =
                [17.0, 31, 45].map { ($0, 10.0) } + [10.0, 24, 38, 52].map { ($0, 23.5) }
                + [17.0, 31, 45].map { ($0, 37.0) }
        case .grid:
            centres = [12.0, 28].flatMap { y in [9.0, 20, 31, 42, 53].map { ($0, y + 2) } }
        case .four:
            centres = [14.5, 36].flatMap { y in [17.0, 45].map { ($0, y - 0.5) } }
        case .upright:
            centres = [12.5, 35].flatMap { y in [7.4, 19.2, 31, 42.8, 54.6].map { ($0, y) } }
        case .lying:
            centres = [6.2, 15.6, 25, 34.4, 43.8].flatMap { y in [17.0, 45].map { ($0, y) } }
        }
        let angle = product.arrangement == .upright ? 90.0 : 0
        return Layout(
            width: 62,
            length: 58,
            lanes: lanes,
            lanePitch: lanes > 1 ? 66 : 62,
            pitch: 64,
            pockets: centres.map { x, y in
                Pocket(
                    centre: Point(x: x, y: y),
                    shape: shape(for: product, angle: angle)
                )
            },
            print: Region(x: 8, y: 50, width: 46, height: 5.5)
        )
    }

    private static func shape(for product: TwinProduct, angle: Double) -> PocketShape {
        switch product.outline {
        case .round(let diameter):
            return .circle(diameterMillimetres: diameter + 2 * clearance)
        case .oblong(let length, let width):
            let play = product.arrangement == .lying ? 0.7 : clearance
            return .oblong(
                lengthMillimetres: length + 2 * clearance,
                widthMillimetres: width + 2 * play,
                angleDegrees: angle
            )
        }
    }

    private static func grid(of count: Int, for product: TwinProduct, lanes: Int) -> Layout {
        let shape = shape(for: product, angle: 90)
        let half = Pocket(centre: Point(x: 0, y: 0), shape: shape).halfExtent
        let columns = max(1, Int(Double(count).squareRoot().rounded(.up)))
        let rows = (count + columns - 1) / columns
        let columnPitch = 2 * half.x + 2.5
        let rowPitch = 2 * half.y + 2.5
        let width = Double(columns) * columnPitch + 5.5
        let length = Double(rows) * rowPitch + 12.5
        let pockets = (0..<count).map { index in
            Pocket(
                centre: Point(
                    x: 4 + half.x + Double(index % columns) * columnPitch,
                    y: 4 + half.y + Double(index / columns) * rowPitch
                ),
                shape: shape
            )
        }
        return Layout(
            width: width,
            length: length,
            lanes: lanes,
            lanePitch: lanes > 1 ? width + 4 : width,
            pitch: (length + 6).rounded(.up),
            pockets: pockets,
            print: width > 30 ? Region(x: 5, y: length - 8, width: width - 10, height: 5.5) : nil
        )
    }
}
