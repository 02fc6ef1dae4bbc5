extension RegionMask {
    /// Places whose four neighbours are all in the set; places outside the picture count as in.
    ///
    /// Twin: one place at a time, in the tests.
    public func eroded() -> RegionMask { crossed { $0 & $1 } }

    /// The set with the four neighbours of every place added.
    ///
    /// Twin: one place at a time, in the tests.
    public func dilated() -> RegionMask { crossed { $0 | $1 } }

    /// The places that are in `other` as well.
    public func intersection(_ other: RegionMask) -> RegionMask { joined(other) { $0 & $1 } }

    /// The places that are not in `other`.
    public func subtracting(_ other: RegionMask) -> RegionMask { joined(other) { $0 & ($1 ^ 1) } }

    /// Where `values` exceeds 0 and `isIn` is 1.
    public init(width: Int, height: Int, positive values: [Float], within isIn: [UInt8]) {
        precondition(values.count == width * height && isIn.count == values.count)
        var cells = [UInt8](repeating: 0, count: values.count)
        let (values, isIn) = (values.span, isIn.span)
        var target = cells.mutableSpan
        for place in 0..<values.count {
            let isAbove: UInt8 = unsafe values[unchecked: place] > 0 ? 1 : 0
            unsafe target[unchecked: place] = isAbove & isIn[unchecked: place]
        }
        self.init(width: width, height: height, cells: cells)
    }

    /// Counts and sums of the columns and rows of all places, and of their products.
    public var moments: (count: Int, x: Int, y: Int, xx: Int, xy: Int, yy: Int) {
        var sums = (count: 0, x: 0, y: 0, xx: 0, xy: 0, yy: 0)
        let cells = cells.span
        for row in 0..<height {
            let start = row * width
            var (count, x, xx): (Int32, Int32, Int64) = (0, 0, 0)
            var column = ByteMasks.next(1, in: cells, from: start, to: start + width) - start
            while column < width {
                let end = ByteMasks.next(0, in: cells, from: start + column, to: start + width)
                for inside in Int32(column)..<Int32(end - start) {
                    count &+= 1
                    x &+= inside
                    xx &+= Int64(inside &* inside)
                }
                column = ByteMasks.next(1, in: cells, from: end, to: start + width) - start
            }
            sums.count += Int(count)
            sums.x += Int(x)
            sums.y += row * Int(count)
            sums.xx += Int(xx)
            sums.xy += row * Int(x)
            sums.yy += row * row * Int(count)
        }
        return sums
    }

    /// Joins every place with its four neighbours; what lies outside changes nothing.
    @inline(__always)
    private func crossed(_ join: (UInt8, UInt8) -> UInt8) -> RegionMask {
        var result = self
        let source = cells.span
        var target = result.cells.mutableSpan
        for row in 0..<height {
            let start = row * width
            let above = row > 0 ? start - width : start
            let below = row + 1 < height ? start + width : start
            for x in 0..<width {
                let upright = unsafe join(
                    source[unchecked: above &+ x],
                    source[unchecked: below &+ x]
                )
                unsafe target[unchecked: start &+ x] = join(source[unchecked: start &+ x], upright)
            }
            for place in start..<start + width - 1 {
                unsafe target[unchecked: place] = join(
                    target[unchecked: place],
                    source[unchecked: place &+ 1]
                )
            }
            for place in start + 1..<start + width {
                unsafe target[unchecked: place] = join(
                    target[unchecked: place],
                    source[unchecked: place &- 1]
                )
            }
        }
        return result
    }

    @inline(__always)
    private func joined(_ other: RegionMask, _ join: (UInt8, UInt8) -> UInt8) -> RegionMask {
        precondition(other.width == width && other.height == height)
        var result = self
        let (first, second) = (cells.span, other.cells.span)
        var target = result.cells.mutableSpan
        for place in 0..<first.count {
            unsafe target[unchecked: place] = join(
                first[unchecked: place],
                second[unchecked: place]
            )
        }
        return result
    }
}
