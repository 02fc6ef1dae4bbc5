extension Image {
    /// Means over blocks of `columns` by `rows` pixels, channels mixed; remainders are dropped.
    ///
    /// Block `(x, y)` covers columns `x * columns ..< (x + 1) * columns` and rows likewise. Traps
    /// when the picture is smaller than one block or a block has over 65,536 rows.
    public func reduced(columns: Int, rows: Int, mix: ChannelMix = .luma) -> Plane {
        BlockTotals(self, columns: columns, rows: rows).mean(mix)
    }

    /// The same of blocks of `columns` by `rows` pixels and of blocks twice as wide and high.
    ///
    /// Both have the bits of ``reduced(columns:rows:mix:)``. Traps when the picture is smaller than
    /// one of the larger blocks.
    public func reducedTwice(
        columns: Int,
        rows: Int,
        mix: ChannelMix = .luma
    ) -> (fine: Plane, coarse: Plane) {
        let totals = BlockTotals(self, columns: columns, rows: rows)
        return (totals.mean(mix), totals.paired.mean(mix))
    }
}

/// Sums over blocks of a picture, channels apart.
private struct BlockTotals {
    let width: Int
    let height: Int
    let channels: Int
    /// Pixels of a block.
    let pixels: Int
    var sums: [UInt32]

    init(_ image: Image, columns: Int, rows: Int) {
        precondition(columns > 0 && rows > 0 && rows <= 65_536)
        precondition(columns <= image.width && rows <= image.height)
        width = image.width / columns
        height = image.height / rows
        channels = image.channels
        pixels = columns * rows
        sums = [UInt32](repeating: 0, count: width * height * channels)
        let rowCount = image.width * channels
        // Sixteen bits hold the sum of 256 pixels, and are added up twice as fast.
        var part = [UInt16](repeating: 0, count: rowCount)
        let isSmall = pixels <= 256 && columns & (columns - 1) == 0
        var wide = isSmall ? [] : [UInt32](repeating: 0, count: rowCount)
        for y in 0..<height {
            if isSmall {
                image.sumRows(from: y * rows, count: rows, into: &part)
                var step = 1
                while step < columns {
                    Self.addNeighbours(of: &part, distance: step * channels)
                    step *= 2
                }
                gather(part, columns: columns, row: y)
                continue
            }
            var first = y * rows
            let end = first + rows
            while first < end {
                let count = min(256, end - first)
                image.sumRows(from: first, count: count, into: &part)
                Self.widen(part, into: &wide, isFirst: first == y * rows)
                first += count
            }
            add(wide, columns: columns, row: y)
        }
    }

    private init(width: Int, height: Int, channels: Int, pixels: Int) {
        self.width = width
        self.height = height
        self.channels = channels
        self.pixels = pixels
        sums = [UInt32](repeating: 0, count: width * height * channels)
    }

    /// The sums over two by two blocks.
    var paired: BlockTotals {
        precondition(width >= 2 && height >= 2)
        var result = BlockTotals(
            width: width / 2,
            height: height / 2,
            channels: channels,
            pixels: 4 * pixels
        )
        let below = width * channels
        for y in 0..<result.height {
            for x in 0..<result.width {
                for channel in 0..<channels {
                    let i = (2 * y * width + 2 * x) * channels + channel
                    let upper = sums[i] &+ sums[i + channels]
                    result.sums[(y * result.width + x) * channels + channel] =
                        upper &+ sums[i + below] &+ sums[i + below + channels]
                }
            }
        }
        return result
    }

    /// Means over the blocks, channels mixed.
    func mean(_ mix: ChannelMix) -> Plane {
        let scale = 1 / Float(pixels)
        let (red, green, blue) = (mix.red, mix.green, mix.blue)
        var values = [Float](repeating: 0, count: width * height)
        let sums = sums.span
        precondition(sums.count == values.count * channels)
        var target = values.mutableSpan
        if channels == 1 {
            let weight = (red + green + blue) * scale
            for i in 0..<target.count {
                unsafe target[unchecked: i] = Float(sums[unchecked: i]) * weight
            }
        } else {
            for i in 0..<target.count {
                let mixed =
                    unsafe Float(sums[unchecked: i &* 3]) * red
                    + Float(sums[unchecked: i &* 3 &+ 1]) * green
                    + Float(sums[unchecked: i &* 3 &+ 2]) * blue
                unsafe target[unchecked: i] = mixed * scale
            }
        }
        return Plane(width: width, height: height, values: values)
    }

    /// Adds to every sample the one `distance` behind it, where there is one.
    private static func addNeighbours(of samples: inout [UInt16], distance: Int) {
        precondition(distance > 0)
        var target = samples.mutableSpan
        let count = max(0, target.count - distance)
        for place in stride(from: 0, to: count & ~7, by: 8) {
            let here = unsafe target.span.bytes.unsafeLoadUnaligned(
                fromUncheckedByteOffset: place &* 2,
                as: SIMD8<UInt16>.self
            )
            let behind = unsafe target.span.bytes.unsafeLoadUnaligned(
                fromUncheckedByteOffset: (place &+ distance) &* 2,
                as: SIMD8<UInt16>.self
            )
            unsafe target.put(here &+ behind, at: place)
        }
        for place in count & ~7..<count {
            unsafe target[unchecked: place] &+= target[unchecked: place &+ distance]
        }
    }

    /// Takes the sums of whole blocks out of `samples`, which hold them at the blocks' starts.
    private mutating func gather(_ samples: [UInt16], columns: Int, row: Int) {
        let (width, channels) = (width, channels)
        precondition(width * columns * channels <= samples.count)
        precondition((row + 1) * width * channels <= sums.count)
        let samples = samples.span
        var target = sums.mutableSpan
        var place = row * width * channels
        for x in 0..<width {
            for channel in 0..<channels {
                unsafe target[unchecked: place] = UInt32(
                    samples[unchecked: x &* columns &* channels &+ channel]
                )
                place &+= 1
            }
        }
    }

    /// Adds up the sums of whole blocks out of `samples`.
    private mutating func add(_ samples: [UInt32], columns: Int, row: Int) {
        let (width, channels) = (width, channels)
        precondition(width * columns * channels <= samples.count)
        precondition((row + 1) * width * channels <= sums.count)
        let samples = samples.span
        var target = sums.mutableSpan
        var place = row * width * channels
        for x in 0..<width {
            let first = x &* columns &* channels
            for channel in 0..<channels {
                var sum: UInt32 = 0
                for column in 0..<columns {
                    sum &+= unsafe samples[unchecked: first &+ column &* channels &+ channel]
                }
                unsafe target[unchecked: place] = sum
                place &+= 1
            }
        }
    }

    private static func widen(_ part: [UInt16], into sums: inout [UInt32], isFirst: Bool) {
        precondition(part.count == sums.count)
        let part = part.span
        var target = sums.mutableSpan
        for i in 0..<part.count {
            let sum = unsafe UInt32(part[unchecked: i])
            unsafe target[unchecked: i] = isFirst ? sum : target[unchecked: i] &+ sum
        }
    }
}

extension Image {
    /// Sums of up to 256 rows, sample by sample.
    fileprivate func sumRows(from first: Int, count rows: Int, into sums: inout [UInt16]) {
        let rowCount = width * channels
        precondition(sums.count == rowCount && rows > 0 && rows <= 256)
        precondition(first >= 0 && (first + rows) * rowCount <= pixels.count)
        let source = pixels.span
        var target = sums.mutableSpan
        let start = first * rowCount
        for i in 0..<rowCount {
            unsafe target[unchecked: i] = UInt16(source[unchecked: start &+ i])
        }
        for row in (first + 1)..<max(first + rows, first + 1) {
            let start = row * rowCount
            for i in 0..<rowCount {
                unsafe target[unchecked: i] &+= UInt16(source[unchecked: start &+ i])
            }
        }
    }
}
