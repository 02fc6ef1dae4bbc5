internal import Blister
internal import Imaging

/// What a stretch of web looks like cell by cell: brightness, colour, fine and coarse texture.
///
/// Mono has three planes (brightness, fine texture, coarse texture), colour two more (red against
/// green, yellow against blue). Textures are in logarithms, so that strong sparkle does not drown
/// everything else.
struct FeatureMap: Sendable {
    /// Extent of a cell across the web, millimetres.
    let cellX: Double
    /// Extent of a cell along travel, millimetres.
    let cellY: Double
    var planes: [Plane]

    var width: Int { planes[0].width }
    var height: Int { planes[0].height }

    init(cellX: Double, cellY: Double, planes: [Plane]) {
        self.cellX = cellX
        self.cellY = cellY
        self.planes = planes
    }

    /// Measures `image` in blocks of `columns` by `rows` pixels.
    init(
        _ image: Image,
        columns: Int,
        rows: Int,
        millimetresPerColumn: Double,
        millimetresPerRow: Double
    ) {
        func mixed(_ red: Float, _ green: Float, _ blue: Float) -> Plane {
            let mix = ChannelMix(red: red, green: green, blue: blue)
            return image.reduced(columns: columns, rows: rows, mix: mix)
        }
        let brightness = image.channels == 1 ? mixed(1, 0, 0) : mixed(0.3, 0.4, 0.3)
        var planes = [brightness]
        if image.channels == 3 {
            planes.append(mixed(1, -1, 0))
            planes.append(mixed(0.5, 0.5, -1))
        }
        var fine = image.textureEnergy(columns: columns, rows: rows)
        for i in fine.values.indices { fine.values[i] = Self.textureScale(fine.values[i]) }
        planes.append(fine)
        planes.append(Self.coarseTexture(of: brightness))
        self.init(
            cellX: Double(columns) * millimetresPerColumn,
            cellY: Double(rows) * millimetresPerRow,
            planes: planes
        )
    }

    /// A logarithm scaled so that one step doubles the texture.
    private static func textureScale(_ value: Float) -> Float {
        // log2 by bit pattern, linear between powers of two: monotonic, and the same on all machines.
        let shifted = value + 1
        return 16 * (Float(shifted.exponent) + shifted.significand - 1)
    }

    private static func coarseTexture(of plane: Plane) -> Plane {
        let mean = plane.boxMean(radius: 1)
        var difference = plane
        for i in plane.values.indices {
            difference.values[i] = abs(plane.values[i] - mean.values[i])
        }
        var result = difference.boxMean(radius: 1)
        for i in result.values.indices { result.values[i] = textureScale(result.values[i]) }
        return result
    }

    /// Mean over stretches of `length` rows that begin at `origins` (in cells, fractional).
    func folded(origins: [Double], length: Int) -> FeatureMap {
        let planes = planes.map { plane in
            var result = Plane(width: plane.width, height: length, filledWith: 0)
            for y in 0..<length {
                var count: Float = 0
                for origin in origins {
                    let place = origin + Double(y)
                    let row = Int(place.rounded(.down))
                    guard row >= 0, row + 1 < plane.height else { continue }
                    let share = Float(place - Double(row))
                    count += 1
                    for x in 0..<plane.width {
                        result.values[y * plane.width + x] +=
                            plane.values[row * plane.width + x] * (1 - share)
                            + plane.values[(row + 1) * plane.width + x] * share
                    }
                }
                guard count > 0 else { continue }
                for x in 0..<plane.width { result.values[y * plane.width + x] /= count }
            }
            return result
        }
        return FeatureMap(cellX: cellX, cellY: cellY, planes: planes)
    }

    /// This map twice, one after the other, for searches that go round.
    func doubled() -> FeatureMap {
        FeatureMap(
            cellX: cellX,
            cellY: cellY,
            planes: planes.map {
                Plane(width: $0.width, height: $0.height * 2, values: $0.values + $0.values)
            }
        )
    }
}
