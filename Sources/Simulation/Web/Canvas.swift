internal import Blister

/// Linear radiance of one machine cycle of web, before the camera.
///
/// Planar: the sample of channel `c` at column `x`, row `y` is
/// `samples[(c * height + y) * width + x]`; 1 is full scale. Column `x` lies `x - padding` columns
/// right of the camera's column 0.
struct Canvas {
    /// Columns beyond the camera's on each side, for wander and blur; a multiple of 8.
    static let padding = 16

    let grid: WebGrid
    let width: Int
    let height: Int
    let channels: Int
    var samples: [Float]

    init(grid: WebGrid, channels: Int) {
        self.grid = grid
        self.channels = channels
        width = grid.columns + 2 * Self.padding
        height = grid.rowsPerCycle
        samples = Array(repeating: 0, count: width * height * channels)
    }

    /// Index of channel 0 at column 0 of row `row`.
    @inline(__always)
    func base(_ row: Int) -> Int { row &* width }

    /// Distance between two channels of one pixel.
    var planeStride: Int { width * height }

    /// Blends `colour` over the pixel at `index` of channel 0.
    @inline(__always)
    mutating func blend(_ index: Int, _ colour: SIMD3<Float>, _ cover: Float) {
        if channels == 1 {
            let luminance = colour.luminance
            samples[index] += (luminance - samples[index]) * cover
        } else {
            for channel in 0..<3 {
                let place = index &+ channel &* planeStride
                samples[place] += (colour[channel] - samples[place]) * cover
            }
        }
    }

    /// Multiplies the pixel at `index` of channel 0 by `factor` and adds `light`.
    @inline(__always)
    mutating func filter(_ index: Int, by factor: Float, adding light: Float) {
        samples[index] = samples[index] * factor + light
        if channels == 3 {
            let green = index &+ planeStride
            samples[green] = samples[green] * factor + light
            let blue = green &+ planeStride
            samples[blue] = samples[blue] * factor + light
        }
    }

    /// Columns and rows that touch the box around (`x`, `y`), millimetres on the cycle's web.
    func box(
        around x: Double,
        _ y: Double,
        halfWidth: Double,
        halfHeight: Double
    ) -> (columns: Range<Int>, rows: Range<Int>) {
        let left = Int((grid.column(x - halfWidth)).rounded(.down))
        let right = Int((grid.column(x + halfWidth)).rounded(.up)) + 1
        let top = Int((grid.row(y - halfHeight)).rounded(.down))
        let bottom = Int((grid.row(y + halfHeight)).rounded(.up)) + 1
        return (
            min(width, max(0, left))..<min(width, max(0, max(left, right))),
            min(height, max(0, top))..<min(height, max(0, max(top, bottom)))
        )
    }
}

/// How canvas pixels lie on the web.
struct WebGrid: Sendable, Equatable {
    /// Columns of the camera.
    let columns: Int
    /// Whole canvas rows in one pitch.
    let rowsPerCycle: Int
    let millimetresPerColumn: Double
    /// Pitch over ``rowsPerCycle``.
    let millimetresPerRow: Double

    /// Canvas column of the place `x` millimetres right of camera column 0's left edge.
    func column(_ x: Double) -> Double { x / millimetresPerColumn - 0.5 + Double(Canvas.padding) }
    /// Canvas row of the place `y` millimetres after the cycle's trigger.
    func row(_ y: Double) -> Double { y / millimetresPerRow - 0.5 }
    /// Inverse of ``column(_:)``.
    func x(_ column: Int) -> Double {
        (Double(column - Canvas.padding) + 0.5) * millimetresPerColumn
    }
    /// Inverse of ``row(_:)``.
    func y(_ row: Int) -> Double { (Double(row) + 0.5) * millimetresPerRow }
}

extension SIMD3<Float> {
    /// What a mono sensor under white light makes of a linear colour.
    @inline(__always)
    var luminance: Float { 0.28 * x + 0.58 * y + 0.14 * z }
}
