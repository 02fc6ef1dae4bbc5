internal import BLAS
internal import KernelShapes
internal import Operators

extension Session {
    /// Where a factor begins.
    func pointer(_ place: FactorPlace) -> UnsafePointer<Float> {
        switch place {
        case .weights(let piece): unsafe core.weights.piece(piece)
        case .buffer(let view): unsafe UnsafePointer(pointer(view))
        }
    }

    func multiply(_ step: ProductStep, _ part: Part) {
        let (left, right) = unsafe (pointer(step.left), pointer(step.right))
        let output = unsafe pointer(step.output)
        let leftStride = step.isLeftTransposed ? step.rows : step.depth
        let calls = step.callsPerPair
        for call in part.range(of: step.pairs.count * calls) {
            let pair = step.pairs[call / calls]
            let row = call % calls * ProductStep.rowsPerCall
            let first = step.isLeftTransposed ? row : row * leftStride
            unsafe BLAS.multiply(
                BLAS.Factor(
                    left + pair.left + first,
                    stride: leftStride,
                    isTransposed: step.isLeftTransposed
                ),
                BLAS.Factor(
                    right + pair.right,
                    stride: step.isRightTransposed ? step.depth : step.columns,
                    isTransposed: step.isRightTransposed
                ),
                rows: min(ProductStep.rowsPerCall, step.rows - row),
                columns: step.columns,
                depth: step.depth,
                into: output + pair.output + row * step.columns,
                stride: step.columns
            )
        }
    }

    func convolve(_ step: WindowProductStep, _ part: Part) {
        let grid = step.grid
        let (image, weights) = unsafe (pointer(step.image), pointer(step.weights))
        let output = unsafe pointer(step.output)
        let bias = unsafe step.bias.map { unsafe pointer($0) }
        let residual = unsafe step.residual.map { unsafe UnsafePointer(pointer($0)) }
        let seen = unsafe scratch(of: part)
        for unit in part.range(of: step.batch * step.groups * step.strips) {
            let strip = unit % step.strips
            let group = unit / step.strips % step.groups
            let first = unit / step.strips / step.groups * step.groups + group
            let start = strip * step.stripWindows
            let windows = start..<min(grid.windows, start + step.stripWindows)
            let planes = unsafe image + first * step.inputs * grid.places
            if !grid.isPlane {
                for row in 0..<step.depth {
                    unsafe grid.gather(
                        planes + row / grid.taps * grid.places,
                        tap: row % grid.taps,
                        windows,
                        to: seen + row * windows.count
                    )
                }
            }
            let to = first * step.outputs * grid.windows + start
            unsafe BLAS.multiply(
                BLAS.Factor(
                    weights + group * step.outputs * step.depth,
                    stride: step.depth
                ),
                grid.isPlane
                    ? BLAS.Factor(planes + start, stride: grid.places)
                    : BLAS.Factor(UnsafePointer(seen), stride: windows.count),
                rows: step.outputs,
                columns: windows.count,
                depth: step.depth,
                into: output + to,
                stride: grid.windows
            )
            for channel in 0..<step.outputs {
                let place = to + channel * grid.windows
                unsafe Elementwise.finish(
                    output + place,
                    count: windows.count,
                    offset: bias?[group * step.outputs + channel] ?? 0,
                    added: residual.map { unsafe $0 + place },
                    step.activation
                )
            }
        }
    }

    func spread(_ step: SpreadStep, _ part: Part) {
        let grid = step.grid
        let (image, weights) = unsafe (pointer(step.image), pointer(step.weights))
        let output = unsafe pointer(step.output)
        let bias = unsafe step.bias.map { unsafe pointer($0) }
        let products = unsafe scratch(of: part)
        let columns = step.outputs * grid.taps
        for unit in part.range(of: step.batch * step.groups * step.pieces) {
            let group = unit / step.pieces % step.groups
            let source = unit / step.pieces / step.groups * step.groups + group
            let from = unit % step.pieces * step.channelsPerPiece
            let channels = min(step.channelsPerPiece, step.outputs - from)
            let planes = unsafe output + (source * step.outputs + from) * grid.places
            unsafe planes.update(repeating: 0, count: channels * grid.places)
            var start = 0
            while start < grid.windows {
                let windows = start..<min(grid.windows, start + step.stripWindows)
                unsafe BLAS.multiply(
                    BLAS.Factor(
                        weights + group * step.inputs * columns + from * grid.taps,
                        stride: columns,
                        isTransposed: true
                    ),
                    BLAS.Factor(
                        image + source * step.inputs * grid.windows + start,
                        stride: grid.windows
                    ),
                    rows: channels * grid.taps,
                    columns: windows.count,
                    depth: step.inputs,
                    into: products,
                    stride: windows.count
                )
                for row in 0..<channels * grid.taps {
                    unsafe grid.spread(
                        UnsafePointer(products) + row * windows.count,
                        tap: row % grid.taps,
                        windows,
                        onto: planes + row / grid.taps * grid.places
                    )
                }
                start = windows.upperBound
            }
            for channel in 0..<channels {
                unsafe Elementwise.finish(
                    planes + channel * grid.places,
                    count: grid.places,
                    offset: bias?[group * step.outputs + from + channel] ?? 0,
                    added: nil,
                    step.activation
                )
            }
        }
    }

    func finish(_ step: FinishStep, _ part: Part) {
        let values = unsafe pointer(step.values)
        let added = unsafe step.added.map { unsafe pointer($0) }
        let (slope, low, high) = (
            step.activation.slope, step.activation.low, step.activation.high
        )
        for row in part.range(of: step.rows) {
            for column in 0..<step.columns {
                let place = row &* step.columns &+ column
                var value = unsafe values[place] * step.alpha
                if let added = unsafe added {
                    let other = row &* step.addedRowStride &+ column &* step.addedColumnStride
                    unsafe value += step.beta * added[other]
                }
                value = value < 0 ? value * slope : value
                value = value < low ? low : value
                unsafe values[place] = value > high ? high : value
            }
        }
    }

    /// Packing is one piece of work: it is small beside the product.
    func pack(_ step: PackStep, _ part: Part) {
        guard part.index == 0 else { return }
        unsafe step.plan.pack(
            weights: UnsafePointer(pointer(step.from)),
            isTransposed: step.isTransposed,
            bias: nil,
            into: pointer(step.to)
        )
    }

    func permute(_ step: PermutationStep, _ part: Part) {
        let (from, to) = unsafe (pointer(step.from), pointer(step.to))
        let last = step.shape.count - 1
        let (count, stride) = (step.shape[last], step.strides[last])
        for row in part.range(of: step.rows) {
            var (rest, start) = (row, 0)
            for axis in (0..<last).reversed() {
                let next = rest / step.shape[axis]
                start += (rest - next * step.shape[axis]) * step.strides[axis]
                rest = next
            }
            let target = unsafe to + row * count
            let source = unsafe from + start
            if stride == 1 {
                unsafe target.update(from: source, count: count)
            } else {
                for index in 0..<count { unsafe target[index] = source[index &* stride] }
            }
        }
    }

    private func scratch(of part: Part) -> UnsafeMutablePointer<Float> {
        unsafe partScratch(part).assumingMemoryBound(to: Float.self)
    }
}
