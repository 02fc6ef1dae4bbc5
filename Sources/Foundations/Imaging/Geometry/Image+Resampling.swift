extension Image {
    /// This picture seen through `map`, bilinear, edge samples repeated outside.
    ///
    /// The sample at target pixel `(x, y)` is read at `map(x + 0.5, y + 0.5)` of this picture.
    /// Fixed-point: positions to 2^-32 pixel, weights to 1/256; the same bits on every machine.
    /// Twin: ``resampledSlowly(by:width:height:)``.
    ///
    /// - Parameters:
    ///   - map: from target to source, in continuous coordinates.
    ///   - width: columns of the target, positive.
    ///   - height: rows of the target, positive.
    /// - Returns: `width` by `height` pixels, channels as here.
    public func resampled(by map: AffineMap, width: Int, height: Int) -> Image {
        precondition(width > 0 && height > 0)
        let walk = ResamplingWalk(map: map)
        let pixels = unsafe [UInt8](unsafeUninitializedCapacity: width * height * channels) {
            target,
            count in
            unsafe self.pixels.withUnsafeBufferPointer { source in
                guard let input = source.baseAddress, let output = target.baseAddress else {
                    return
                }
                for y in 0..<height {
                    let row = unsafe output + y * width * channels
                    unsafe resampleRow(input, to: row, y: y, count: width, walk: walk)
                }
            }
            count = width * height * channels
        }
        return Image(width: width, height: height, channels: channels, pixels: pixels)
    }

    /// The same picture as ``resampled(by:width:height:)``, one sample at a time.
    public func resampledSlowly(by map: AffineMap, width: Int, height: Int) -> Image {
        var result = Image(width: width, height: height, channels: channels, filledWith: 0)
        let walk = ResamplingWalk(map: map)
        for y in 0..<height {
            for x in 0..<width {
                let (u, v) = walk.position(x: x, y: y)
                let left = Int(u >> 32)
                let top = Int(v >> 32)
                let weightX = Int(u >> 24) & 255
                let weightY = Int(v >> 24) & 255
                let x0 = min(max(left, 0), self.width - 1)
                let x1 = min(max(left + 1, 0), self.width - 1)
                let y0 = min(max(top, 0), self.height - 1)
                let y1 = min(max(top + 1, 0), self.height - 1)
                for c in 0..<channels {
                    let upper =
                        Int(self[x0, y0, c]) * (256 - weightX) + Int(self[x1, y0, c]) * weightX
                    let lower =
                        Int(self[x0, y1, c]) * (256 - weightX) + Int(self[x1, y1, c]) * weightX
                    let sum = upper * (256 - weightY) + lower * weightY
                    result[x, y, c] = UInt8((sum + 32768) >> 16)
                }
            }
        }
        return result
    }

    @inline(__always)
    private func resampleRow(
        _ input: UnsafePointer<UInt8>,
        to output: UnsafeMutablePointer<UInt8>,
        y: Int,
        count: Int,
        walk: ResamplingWalk
    ) {
        guard count >= 16 else {
            for x in 0..<count {
                unsafe resamplePixel(input, to: output, x: x, y: y, walk: walk)
            }
            return
        }
        var next = 0
        while next < count {
            // The last block takes up some pixels of the one before it once more.
            let x = min(next, count - 16)
            next += 16
            let (u, v) = walk.position(x: x, y: y)
            if let corner = contiguousBlock(u: u, v: v, walk: walk) {
                unsafe blendBlock(
                    input + corner * channels,
                    to: output + x * channels,
                    walk: walk,
                    u: u,
                    v: v
                )
            } else if walk.keepsNeighbours {
                unsafe resampleBrokenBlock(input, to: output, x: x, y: y, walk: walk)
            } else {
                unsafe resamplePixels(input, to: output, x: x, y: y, count: 16, walk: walk)
            }
        }
    }

    /// Pixels whose sources are no neighbours.
    private func resamplePixels(
        _ input: UnsafePointer<UInt8>,
        to output: UnsafeMutablePointer<UInt8>,
        x: Int,
        y: Int,
        count: Int,
        walk: borrowing ResamplingWalk
    ) {
        var (u, v) = walk.position(x: x, y: y)
        let (lastU, lastV) = walk.position(x: x + count - 1, y: y)
        let isInside =
            min(u, lastU) >= 0 && max(u, lastU) >> 32 < width - 1 && min(v, lastV) >= 0
            && max(v, lastV) >> 32 < height - 1
        guard channels == 1, isInside else {
            for i in x..<x + count {
                unsafe resamplePixel(input, to: output, x: i, y: y, walk: walk)
            }
            return
        }
        for i in x..<x + count {
            let corner = unsafe input + (Int(v >> 32) &* width &+ Int(u >> 32))
            let (weightX, weightY) = (Int32(u >> 24 & 255), Int32(v >> 24 & 255))
            let upper =
                unsafe Int32(corner[0]) &* (256 &- weightX) &+ Int32(corner[1]) &* weightX
            let lower =
                unsafe Int32(corner[width]) &* (256 &- weightX) &+ Int32(corner[width &+ 1])
                &* weightX
            let sum = upper &* (256 &- weightY) &+ lower &* weightY
            unsafe output[i] = UInt8(truncatingIfNeeded: (sum &+ 32768) >> 16)
            u &+= walk.stepX
            v &+= walk.stepY
        }
    }

    /// Sixteen pixels of 17 neighbouring source pixels and those below them.
    @inline(__always)
    private func blendBlock(
        _ input: UnsafePointer<UInt8>,
        to output: UnsafeMutablePointer<UInt8>,
        walk: ResamplingWalk,
        u: Int64,
        v: Int64,
        from first: Int = 0
    ) {
        if channels == 1 {
            unsafe blendSamples(input, to: output, steps: walk.steps, u: u, v: v, from: first)
            return
        }
        let sample = first * 3
        let (steps, more, most) = walk.colourSteps
        unsafe blendSamples(input, to: output, steps: steps, u: u, v: v, from: sample)
        unsafe blendSamples(
            input + 16,
            to: output + 16,
            steps: more,
            u: u,
            v: v,
            from: sample - 16
        )
        unsafe blendSamples(
            input + 32,
            to: output + 32,
            steps: most,
            u: u,
            v: v,
            from: sample - 32
        )
    }

    /// Sixteen pixels whose sources pass from one row to the next, skip or repeat a column, or
    /// reach over an edge: run by run of those that do not.
    @inline(never)
    private func resampleBrokenBlock(
        _ input: UnsafePointer<UInt8>,
        to output: UnsafeMutablePointer<UInt8>,
        x: Int,
        y: Int,
        walk: ResamplingWalk
    ) {
        /// Where lane 0 would have to lie for `lane` to be its neighbour.
        func start(_ lane: Int) -> SIMD2<Int> {
            let (u, v) = walk.position(x: x + lane, y: y)
            return SIMD2(Int(u >> 32) - lane, Int(v >> 32))
        }
        let (u, v) = walk.position(x: x, y: y)
        var lane = 0
        var here = start(0)
        while lane < 16 {
            var end = lane + 1
            var after = here
            while end < 16 {
                after = start(end)
                if after != here { break }
                end += 1
            }
            let corner = here.y * width + here.x
            let isInside =
                here.x + lane >= 0 && here.x + end < width && here.y >= 0 && here.y + 1 < height
                && corner >= 0 && corner + width + 16 < width * height
            if isInside, end - lane > 1 {
                unsafe blendBlock(
                    input + corner * channels,
                    to: output + x * channels,
                    walk: walk,
                    u: u,
                    v: v,
                    from: lane
                )
            } else {
                for i in lane..<end {
                    unsafe resamplePixel(input, to: output, x: x + i, y: y, walk: walk)
                }
            }
            lane = end
            here = after
        }
    }

    /// Puts sixteen samples, those before `first` left out.
    @inline(__always)
    private func blendSamples(
        _ input: UnsafePointer<UInt8>,
        to output: UnsafeMutablePointer<UInt8>,
        steps: SampleSteps,
        u: Int64,
        v: Int64,
        from first: Int
    ) {
        let blended = unsafe blend(
            input,
            pixelStride: channels,
            rowStride: width * channels,
            steps.weightsX(from: u),
            steps.weightsY(from: v)
        )
        let target = UnsafeMutableRawPointer(output)
        guard first > 0 else {
            unsafe target.storeBytes(of: blended, as: SIMD8<UInt16>.self)
            return
        }
        guard first < 16 else { return }
        unsafe withUnsafeBytes(of: blended) { bytes in
            guard let source = bytes.baseAddress else { return }
            unsafe (target + first).copyMemory(from: source + first, byteCount: 16 - first)
        }
    }

    /// Index of the pixel at which 16 target pixels read 17 neighbouring source pixels of two rows,
    /// or nil when they do not, or reach over an edge.
    @inline(__always)
    private func contiguousBlock(u: Int64, v: Int64, walk: ResamplingWalk) -> Int? {
        let left = Int(u >> 32)
        let top = Int(v >> 32)
        guard Int((u &+ 15 &* walk.stepX) >> 32) == left + 15,
            Int((v &+ 15 &* walk.stepY) >> 32) == top, walk.keepsNeighbours,
            left >= 0, left + 16 < width, top >= 0, top + 1 < height
        else { return nil }
        // Monotonic positions with 15 whole steps over 15 pixels can still skip and repeat one.
        guard walk.isContiguous(fraction: UInt32(truncatingIfNeeded: u)) else { return nil }
        return top * width + left
    }

    private func resamplePixel(
        _ input: UnsafePointer<UInt8>,
        to output: UnsafeMutablePointer<UInt8>,
        x: Int,
        y: Int,
        walk: borrowing ResamplingWalk
    ) {
        let (u, v) = walk.position(x: x, y: y)
        let left = Int(u >> 32)
        let top = Int(v >> 32)
        let weightX = Int(u >> 24) & 255
        let weightY = Int(v >> 24) & 255
        let x0 = min(max(left, 0), width - 1) * channels
        let x1 = min(max(left + 1, 0), width - 1) * channels
        let y0 = min(max(top, 0), height - 1) * width * channels
        let y1 = min(max(top + 1, 0), height - 1) * width * channels
        for c in 0..<channels {
            let upper =
                unsafe Int(input[y0 + x0 + c]) * (256 - weightX)
                + Int(input[y0 + x1 + c]) * weightX
            let lower =
                unsafe Int(input[y1 + x0 + c]) * (256 - weightX)
                + Int(input[y1 + x1 + c]) * weightX
            let sum = upper * (256 - weightY) + lower * weightY
            unsafe output[x * channels + c] = UInt8(truncatingIfNeeded: (sum + 32768) >> 16)
        }
    }
}
