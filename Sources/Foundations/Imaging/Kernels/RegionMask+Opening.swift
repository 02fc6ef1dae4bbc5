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
        // Where squares that lie in the set have their first corner, then what those cover.
        let corners = shifted(cells, side, by: 1) { $0 & $1 }
        let squares = shifted(corners, side, by: width) { $0 & $1 }
        let lines = shifted(squares, side, by: -1) { $0 | $1 }
        return RegionMask(
            width: width,
            height: height,
            cells: shifted(lines, side, by: -width) { $0 | $1 }
        )
    }

    /// Every place joined with the `side - 1` places behind it that are `step` apart each; places
    /// outside the picture hold 0.
    @inline(__always)
    private func shifted(
        _ source: [UInt8],
        _ side: Int,
        by step: Int,
        _ join: (UInt8, UInt8) -> UInt8
    ) -> [UInt8] {
        var result = source
        let isAlong = abs(step) == 1
        for offset in 1..<max(1, side) {
            let move = offset * step
            // Places whose partner lies in the picture.
            let columns =
                !isAlong ? 0..<width : step > 0 ? 0..<width - offset : offset..<width
            let rows = isAlong ? 0..<height : step > 0 ? 0..<height - offset : offset..<height
            let source = source.span
            var target = result.mutableSpan
            for y in 0..<height {
                let start = y * width
                guard rows.contains(y) else {
                    for x in 0..<width {
                        unsafe target[unchecked: start &+ x] = join(
                            target[unchecked: start &+ x],
                            0
                        )
                    }
                    continue
                }
                for x in 0..<columns.lowerBound {
                    unsafe target[unchecked: start &+ x] = join(target[unchecked: start &+ x], 0)
                }
                for x in columns {
                    let place = start &+ x
                    unsafe target[unchecked: place] = join(
                        target[unchecked: place],
                        source[unchecked: place &+ move]
                    )
                }
                for x in columns.upperBound..<width {
                    unsafe target[unchecked: start &+ x] = join(target[unchecked: start &+ x], 0)
                }
            }
        }
        return result
    }
}
