internal import KernelShapes
internal import Layers

extension RunnerPlan {
    /// Segments of the way forward.
    mutating func forward(isTraining: Bool) -> [Segment] {
        var segments = [Segment()]
        for index in net.layers.indices {
            let last = segments.count - 1
            if isTraining, let places = normals[index], !isFrozen[index] {
                segments[last].steps.append(MomentsStep(places: places))
                segments[last].barrier = MomentsBarrier(places: places)
                segments.append(Segment(steps: [NormaliseStep(places: places)]))
                continue
            }
            segments[last].steps += steps(of: index, isTraining: isTraining)
        }
        return segments
    }

    private mutating func steps(of index: Int, isTraining: Bool) -> [any BatchStep] {
        let layer = net.layers[index]
        let input = place(layer.inputs[0])
        let output = place(index + 1)
        if layer.inputs.contains(0), convolutions[index] == nil { needBlockedInput() }
        if let weights = convolutions[index] {
            return [
                ConvolutionStep(
                    plan: weights.plan,
                    input: weights.gradientShape.isPlanar ? planarInput : input.offset,
                    output: output.offset,
                    weights: weights.packed
                )
            ]
        }
        if let places = normals[index] { return [NormaliseStep(places: places)] }
        if roots[index + 1] != index + 1 { return [] }
        func one(_ action: PlainStep.Action) -> [any BatchStep] {
            [PlainStep(action: action, input: input, output: output)]
        }
        switch layer.kind {
        case .nonlinearity(let kind): return partners[index] == nil ? one(.bend(kind.code)) : []
        case .maxPool(let window):
            return one(.pool(pool(window, layer.inputs[0], index + 1), .max))
        case .averagePool(let window):
            return one(.pool(pool(window, layer.inputs[0], index + 1), .average))
        case .globalMean: return one(.mean)
        case .globalMax: return one(.largest)
        case .add:
            var bend: Int32 = 0
            if let partner = partners[index],
                case .nonlinearity(let kind) = net.layers[partner].kind
            {
                bend = kind.code
            }
            return [
                PlainStep(
                    action: .add(place(layer.inputs[1]), bend),
                    input: input,
                    output: place((partners[index] ?? index) + 1)
                )
            ]
        case .concat:
            var first = 0
            return layer.inputs.map { value in
                defer { first += shapes[value].channels }
                return PlainStep(action: .join(at: first), input: place(value), output: output)
            }
        case .upsample(let factor, let isSmooth):
            let tables = ResizePlaces(
                height: input.height,
                width: input.width,
                factor: factor,
                isSmooth: isSmooth
            )
            return [
                ResizeStep(
                    tables: tables,
                    input: input,
                    output: output,
                    isBack: false,
                    isAdding: false
                )
            ]
        case .dropout(let rate):
            return isTraining ? one(.drop(rate: rate, salt: salt(index))) : one(.copy)
        case .flatten: return one(.flatten)
        case .unitLength: return one(.unitLength)
        case .convolution, .depthwise, .linear, .batchNorm, .sequence: return []
        }
    }

    func salt(_ layer: Int) -> UInt32 { UInt32(truncatingIfNeeded: layer) &* 0x85eb_ca6b }

    func pool(_ window: Window, _ from: Int, _ to: Int) -> PoolShape {
        var shape = PoolShape(
            channels: shapes[from].channels,
            inputHeight: shapes[from].height,
            inputWidth: shapes[from].width,
            kernelHeight: window.height,
            kernelWidth: window.width
        )
        (shape.strideY, shape.strideX) = (window.strideY, window.strideX)
        (shape.padTop, shape.padBottom) = (window.padY, window.padY)
        (shape.padLeft, shape.padRight) = (window.padX, window.padX)
        (shape.outputHeight, shape.outputWidth) = (shapes[to].height, shapes[to].width)
        return shape
    }
}
