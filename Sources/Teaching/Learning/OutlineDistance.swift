/// Signed distance to the edge of a small mask.
enum OutlineDistance {
    /// For every place the distance in millimetres to the nearest place of the other kind, less
    /// half a place; negative inside.
    ///
    /// A mask of one kind is far from any edge.
    static func signed(_ isInside: [Bool], width: Int, millimetres: Double) -> [Float] {
        let height = isInside.count / width
        var edges: [(x: Int, y: Int, isInside: Bool)] = []
        for y in 0..<height {
            for x in 0..<width {
                let own = isInside[y * width + x]
                let touches =
                    (x > 0 && isInside[y * width + x - 1] != own)
                    || (x + 1 < width && isInside[y * width + x + 1] != own)
                    || (y > 0 && isInside[(y - 1) * width + x] != own)
                    || (y + 1 < height && isInside[(y + 1) * width + x] != own)
                if touches { edges.append((x, y, own)) }
            }
        }
        return isInside.indices.map { place in
            let (x, y) = (place % width, place / width)
            let own = isInside[place]
            var nearest = width * width + height * height
            for edge in edges where edge.isInside != own {
                let square = (edge.x - x) * (edge.x - x) + (edge.y - y) * (edge.y - y)
                nearest = min(nearest, square)
            }
            let distance = (Double(nearest).squareRoot() - 0.5) * millimetres
            return Float(own ? -distance : distance)
        }
    }
}
