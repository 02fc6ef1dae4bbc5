/// How much of each pixel is covered by ink, 0...1; row-major.
struct Coverage {
    let width: Int
    let height: Int
    private(set) var values: [Float]
    /// Signed areas of outlines, each pixel's share and what it hands on to its right.
    private var areas: [Float] = []

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        values = [Float](repeating: 0, count: width * height)
    }

    /// Adds closed outlines, exactly by area; holes run the other way round.
    mutating func fill(_ outlines: [[Vector]]) {
        if areas.isEmpty { areas = [Float](repeating: 0, count: (width + 2) * height) }
        for outline in outlines {
            guard var last = outline.last else { continue }
            for point in outline {
                edge(last, point)
                last = point
            }
        }
    }

    /// Takes what ``fill(_:)`` added into ``values``.
    mutating func settle() {
        guard !areas.isEmpty else { return }
        for row in 0..<height {
            var sum: Float = 0
            for column in 0..<width {
                sum += areas[row * (width + 2) + column]
                let place = row * width + column
                values[place] = max(values[place], min(1, abs(sum)))
            }
        }
        areas = []
    }

    /// One edge of an outline: its area to the right, row by row.
    private mutating func edge(_ from: Vector, _ to: Vector) {
        guard from.y != to.y else { return }
        let direction: Float = from.y < to.y ? 1 : -1
        let (upper, lower) = from.y < to.y ? (from, to) : (to, from)
        let slope = (lower.x - upper.x) / (lower.y - upper.y)
        let first = max(0, Int(upper.y.rounded(.down)))
        let last = min(height - 1, Int(lower.y.rounded(.down)))
        guard first <= last else { return }
        for row in first...last {
            let top = max(upper.y, Float(row))
            let bottom = min(lower.y, Float(row + 1))
            guard bottom > top else { continue }
            let signed = direction * (bottom - top)
            let x0 = upper.x + (top - upper.y) * slope
            let x1 = upper.x + (bottom - upper.y) * slope
            spread(signed, min(x0, x1), max(x0, x1), row * (width + 2))
        }
    }

    /// Spreads the step of height `signed`, taken evenly between `left` and `right`, over pixels.
    private mutating func spread(_ signed: Float, _ left: Float, _ right: Float, _ start: Int) {
        let limit = Float(width)
        guard left < limit else { return }
        let first = max(0, min(width - 1, Int(left.rounded(.down))))
        let last = max(0, min(width - 1, Int(right.rounded(.down))))
        if first == last, left >= 0, right <= limit {
            let middle = (left + right) / 2 - Float(first)
            areas[start + first] += signed * (1 - middle)
            areas[start + first + 1] += signed * middle
            return
        }
        guard right > left else {
            areas[start] += signed
            return
        }
        let each = signed / (right - left)
        // What lies before the picture covers all of it.
        if left < 0 { areas[start] += each * (min(0, right) - left) }
        for column in first...last {
            let from = max(left, Float(column))
            let to = min(right, Float(column + 1))
            guard to > from else { continue }
            let part = each * (to - from)
            let middle = (from + to) / 2 - Float(column)
            areas[start + column] += part * (1 - middle)
            areas[start + column + 1] += part * middle
        }
    }

    /// A round drop with an edge one pixel wide; where drops overlap the stronger counts.
    mutating func dot(_ centre: Vector, radius: Float, strength: Float) {
        let reach = radius + 1
        let left = max(0, Int((centre.x - reach).rounded(.down)))
        let right = min(width - 1, Int((centre.x + reach).rounded(.down)))
        let top = max(0, Int((centre.y - reach).rounded(.down)))
        let bottom = min(height - 1, Int((centre.y + reach).rounded(.down)))
        guard left <= right, top <= bottom else { return }
        // A drop smaller than a pixel covers a part of it only.
        let most = strength * min(1, radius * radius * 3.1)
        for row in top...bottom {
            let dy = Float(row) + 0.5 - centre.y
            for column in left...right {
                let dx = Float(column) + 0.5 - centre.x
                let far = (dx * dx + dy * dy).squareRoot()
                let covered = min(1, max(0, max(radius, 0.5) - far + 0.5)) * most
                let place = row * width + column
                if covered > values[place] { values[place] = covered }
            }
        }
    }

    /// Puts others in place of the values; as many.
    mutating func replace(_ others: [Float]) {
        precondition(others.count == values.count)
        values = others
    }
}
