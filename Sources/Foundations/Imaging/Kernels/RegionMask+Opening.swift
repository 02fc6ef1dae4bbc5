extension RegionMask {
    /// ``dilated()`` as often as `times` says.
    public func dilated(times: Int) -> RegionMask {
        (0..<times).reduce(self) { mask, _ in mask.dilated() }
    }

    /// The places covered by squares of `side` places that lie wholly in the set: lines thinner
    /// than a square vanish, wider patches lose at most their corners.
    public func opened(side: Int) -> RegionMask {
        precondition(side >= 1)
        guard width >= side, height >= side else {
            return RegionMask(width: width, height: height, cells: cells.map { _ in 0 })
        }
        // Run lengths to the left, then their shortest over `side` rows, tell the squares' corners.
        var result = [UInt8](repeating: 0, count: cells.count)
        var runs = [UInt8](repeating: 0, count: cells.count)
        for place in cells.indices where cells[place] != 0 {
            let before = place % width == 0 ? 0 : runs[place - 1]
            runs[place] = min(UInt8(clamping: side), before + 1)
        }
        for y in (side - 1)..<height {
            for x in (side - 1)..<width where runs[y * width + x] >= side {
                let isSquare = (1..<side).allSatisfy { runs[(y - $0) * width + x] >= side }
                guard isSquare else { continue }
                for row in (y - side + 1)...y {
                    for column in (x - side + 1)...x { result[row * width + column] = 1 }
                }
            }
        }
        return RegionMask(width: width, height: height, cells: result)
    }
}
