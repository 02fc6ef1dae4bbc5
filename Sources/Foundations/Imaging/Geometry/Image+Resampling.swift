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
                    if channels == 1 {
                        unsafe resampleRow(input, to: row, y: y, count: width, walk: walk)
                    } else {
                        unsafe resampleColourRow(input, to: row, y: y, count: width, walk: walk)
                    }
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
        var x = 0
        while x + 16 <= count {
            let (u, v) = walk.position(x: x, y: y)
            guard let corner = contiguousBlock(u: u, v: v, walk: walk) else {
                for i in x..<(x + 16) {
                    unsafe resamplePixel(input, to: output, x: i, y: y, walk: walk)
                }
                x += 16
                continue
            }
            let base = unsafe input + corner
            let blended = unsafe blend(
                base,
                pixelStride: 1,
                rowStride: width,
                walk.steps.weightsX(from: u),
                walk.steps.weightsY(from: v)
            )
            unsafe UnsafeMutableRawPointer(output + x).storeBytes(
                of: blended,
                as: SIMD8<UInt16>.self
            )
            x += 16
        }
        for i in x..<count {
            unsafe resamplePixel(input, to: output, x: i, y: y, walk: walk)
        }
    }

    @inline(__always)
    private func resampleColourRow(
        _ input: UnsafePointer<UInt8>,
        to output: UnsafeMutablePointer<UInt8>,
        y: Int,
        count: Int,
        walk: ResamplingWalk
    ) {
        var x = 0
        while x + 16 <= count {
            let (u, v) = walk.position(x: x, y: y)
            guard let corner = contiguousBlock(u: u, v: v, walk: walk) else {
                for i in x..<(x + 16) {
                    unsafe resamplePixel(input, to: output, x: i, y: y, walk: walk)
                }
                x += 16
                continue
            }
            let base = unsafe input + corner * 3
            let target = unsafe output + x * 3
            unsafe blendSamples(base, to: target, steps: walk.colourSteps.0, u: u, v: v)
            unsafe blendSamples(base + 16, to: target + 16, steps: walk.colourSteps.1, u: u, v: v)
            unsafe blendSamples(base + 32, to: target + 32, steps: walk.colourSteps.2, u: u, v: v)
            x += 16
        }
        for i in x..<count {
            unsafe resamplePixel(input, to: output, x: i, y: y, walk: walk)
        }
    }

    @inline(__always)
    private func blendSamples(
        _ input: UnsafePointer<UInt8>,
        to output: UnsafeMutablePointer<UInt8>,
        steps: SampleSteps,
        u: Int64,
        v: Int64
    ) {
        let blended = unsafe blend(
            input,
            pixelStride: 3,
            rowStride: width * 3,
            steps.weightsX(from: u),
            steps.weightsY(from: v)
        )
        unsafe UnsafeMutableRawPointer(output).storeBytes(of: blended, as: SIMD8<UInt16>.self)
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
