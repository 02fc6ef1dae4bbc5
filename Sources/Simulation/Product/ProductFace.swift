internal import Foundation

/// One side of a product, tabulated in its own coordinates at twice the picture's resolution.
///
/// Each entry holds the unit normal's x and y, the signed distance from the outline in millimetres
/// (negative inside), and the share of the second colour.
struct ProductFace: Sendable {
    /// How far the table reaches beyond the outline, millimetres.
    static let reach = 1.75
    /// Edge of one entry, millimetres.
    static let step = 0.06

    let halfLength: Double
    let halfWidth: Double
    private let columns: Int
    private let rows: Int
    private let entries: [SIMD4<Float>]

    /// Tabulates the marked side of `product`, or its plain side.
    init(product: TwinProduct, isMarked: Bool) {
        let size = product.size
        halfLength = size.length / 2 + Self.reach
        halfWidth = size.width / 2 + Self.reach
        columns = Int((2 * halfLength / Self.step).rounded(.up)) + 2
        rows = Int((2 * halfWidth / Self.step).rounded(.up)) + 2
        let relief = ProductRelief(product: product, isMarked: isMarked)
        var entries: [SIMD4<Float>] = []
        entries.reserveCapacity(columns * rows)
        for row in 0..<rows {
            let y = Double(row) * Self.step - halfWidth
            for column in 0..<columns {
                let x = Double(column) * Self.step - halfLength
                entries.append(relief.entry(x, y))
            }
        }
        self.entries = entries
    }

    /// The entry at (`x`, `y`) millimetres from the middle, interpolated; far outside clamps.
    @inline(__always)
    func callAsFunction(_ x: Float, _ y: Float) -> SIMD4<Float> {
        let scale = Float(1 / Self.step)
        let u = min(Float(columns) - 2.001, max(0, (x + Float(halfLength)) * scale))
        let v = min(Float(rows) - 2.001, max(0, (y + Float(halfWidth)) * scale))
        let column = Int32(u)
        let row = Int32(v)
        let across = u - Float(column)
        let down = v - Float(row)
        let base = Int(row) &* columns &+ Int(column)
        let upper = entries[base] + (entries[base + 1] - entries[base]) * across
        let second = base + columns
        let lower = entries[second] + (entries[second + 1] - entries[second]) * across
        return upper + (lower - upper) * down
    }
}

/// Height of a product's side over its own plane, millimetres.
struct ProductRelief: Sendable {
    let product: TwinProduct
    private let strokes: [(from: SIMD2<Double>, to: SIMD2<Double>)]
    private let strokeScale: Double
    private let strokeDepth: Double
    private let scoreDepth: Double

    init(product: TwinProduct, isMarked: Bool) {
        self.product = product
        var strokes: [(from: SIMD2<Double>, to: SIMD2<Double>)] = []
        var scale = 1.0
        var depth = 0.0
        var score = 0.0
        for mark in isMarked ? product.marks : [] {
            switch mark {
            case .score(let groove): score = groove
            case .deboss(let text, let height, let groove):
                scale = height / StrokeFont.height
                depth = groove
                let middle = SIMD2(StrokeFont.width(of: text) / 2, StrokeFont.height / 2)
                strokes = StrokeFont.segments(of: text).map {
                    (($0.from - middle) * scale, ($0.to - middle) * scale)
                }
            }
        }
        self.strokes = strokes
        strokeScale = scale
        strokeDepth = depth
        scoreDepth = score
    }

    func entry(_ x: Double, _ y: Double) -> SIMD4<Float> {
        let step = 0.03
        let outside = product.signedDistance(x, y)
        guard outside < 0.3 else { return SIMD4(0, 0, Float(outside), 0) }
        let slopeX = (height(x + step, y) - height(x - step, y)) / (2 * step)
        let slopeY = (height(x, y + step) - height(x, y - step)) / (2 * step)
        let norm = 1 / (1 + slopeX * slopeX + slopeY * slopeY).squareRoot()
        var second = 0.0
        if case .capsule(let split) = product.relief {
            second = min(1, max(0, (x - split) / 0.12 + 0.5))
        }
        return SIMD4(
            Float(-slopeX * norm),
            Float(-slopeY * norm),
            Float(outside),
            Float(second)
        )
    }

    private func height(_ x: Double, _ y: Double) -> Double {
        let half = product.size.width / 2
        let inside = min(0, product.signedDistance(x, y))
        let radial = min(1, 1 + inside / half)
        var height: Double
        switch product.relief {
        case .flat(let bevel):
            height = -max(0, inside + bevel) * 0.75
        case .biconvex(let rise):
            let across = min(1, radial / 0.94)
            height = rise * (1 - across * across * (0.65 + 0.35 * across * across))
        case .capsule(let split):
            let wall = x > split ? 0.0 : 0.06
            let radius = half - wall
            let from = min(0.995, (half + inside) / radius)
            height = radius * (1 - from * from).squareRoot()
        }
        if scoreDepth > 0 {
            height -= max(0, scoreDepth - abs(x) * 1.1)
        }
        if strokeDepth > 0 {
            let point = SIMD2(x, y)
            var nearest = Double.infinity
            for stroke in strokes {
                nearest = min(nearest, distance(from: point, toSegment: stroke))
            }
            let halfStroke = 0.42 * strokeScale
            let rim = 0.35 * strokeScale
            let share = min(1, max(0, (halfStroke + rim - nearest) / rim))
            height -= strokeDepth * share * share * (3 - 2 * share)
        }
        return height
    }
}
