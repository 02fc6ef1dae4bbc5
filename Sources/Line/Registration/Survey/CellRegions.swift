/// Connected sets of cells in a mask, whose rows may go round.
struct CellRegions {
    private var mask: [Bool]
    private let width: Int
    private let height: Int
    private let wraps: Bool

    struct Cell: Equatable {
        var x: Int
        /// Counted on past the height where a region goes round.
        var y: Int
    }

    struct Region {
        var cells: [Cell]
        /// Whether it reaches the first or last column (or row, where rows do not go round).
        var touchesSide: Bool
    }

    init(mask: [Bool], width: Int, height: Int, wraps: Bool) {
        precondition(mask.count == width * height)
        self.mask = mask
        self.width = width
        self.height = height
        self.wraps = wraps
    }

    /// Cells that are not set but enclosed become set.
    func withHolesFilled() -> CellRegions {
        var result = self
        result.mask = mask.map { !$0 }
        let outside = result.regions(diagonal: false)
        let largest = outside.map(\.cells.count).max() ?? 0
        result.mask = mask
        // Everything between pockets hangs together; only what is small and cut off is a hole.
        for region in outside
        where !region.touchesSide && region.cells.count < largest / 4 {
            for cell in region.cells { result.mask[cell.y % height * width + cell.x] = true }
        }
        return result
    }

    /// Without parts thinner than three cells: eroded and dilated by one.
    func opened() -> CellRegions {
        var result = self
        result.mask = neighbourhood(of: mask, all: true)
        result.mask = neighbourhood(of: result.mask, all: false)
        return result
    }

    /// Without its outermost cells, `times` over.
    func eroded(times: Int) -> CellRegions {
        var result = self
        for _ in 0..<times { result.mask = neighbourhood(of: result.mask, all: true) }
        return result
    }

    private func neighbourhood(of mask: [Bool], all: Bool) -> [Bool] {
        var result = mask
        for y in 0..<height {
            for x in 0..<width {
                var kept = all
                for dy in -1...1 {
                    for dx in -1...1 where dx == 0 || dy == 0 {
                        let value = at(x + dx, y + dy, of: mask)
                        kept = all ? kept && value : kept || value
                    }
                }
                result[y * width + x] = kept
            }
        }
        return result
    }

    private func at(_ x: Int, _ y: Int, of mask: [Bool]) -> Bool {
        guard x >= 0, x < width else { return false }
        if wraps { return mask[(y + height) % height * width + x] }
        return y >= 0 && y < height && mask[y * width + x]
    }

    /// The regions in order of their first cell.
    func regions(diagonal: Bool = true) -> [Region] {
        var seen = [Bool](repeating: false, count: mask.count)
        var regions: [Region] = []
        for start in mask.indices where mask[start] && !seen[start] {
            seen[start] = true
            var region = Region(cells: [], touchesSide: false)
            var waiting = [Cell(x: start % width, y: start / width)]
            while let cell = waiting.popLast() {
                region.cells.append(cell)
                if cell.x == 0 || cell.x == width - 1 { region.touchesSide = true }
                if !wraps, cell.y == 0 || cell.y == height - 1 { region.touchesSide = true }
                for dy in -1...1 {
                    for dx in -1...1 where diagonal || dx == 0 || dy == 0 {
                        let (x, y) = (cell.x + dx, cell.y + dy)
                        guard x >= 0, x < width, wraps || (y >= 0 && y < height) else { continue }
                        let index = floorModulo(y) * width + x
                        guard mask[index], !seen[index] else { continue }
                        seen[index] = true
                        waiting.append(Cell(x: x, y: y))
                    }
                }
            }
            // A region that goes round counts its rows upward from its first.
            if let low = region.cells.map(\.y).min(), low < 0 {
                for i in region.cells.indices { region.cells[i].y += height }
            }
            regions.append(region)
        }
        return regions
    }

    private func floorModulo(_ y: Int) -> Int { ((y % height) + height) % height }
}
