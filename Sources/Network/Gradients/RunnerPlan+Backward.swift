internal import KernelShapes
internal import Layers

extension RunnerPlan {
    /// Segments of the way back; the gradients of the outputs `trained` are there at the start.
    mutating func backward(_ trained: Set<String>) -> [Segment] {
        var segments = [Segment()]
        var isWritten = shapes.map { _ in false }
        for output in net.outputs where trained.contains(output.name) {
            isWritten[roots[output.value]] = true
        }
        for index in net.layers.indices.reversed() {
            let layer = net.layers[index]
            guard roots[index + 1] == index + 1, wantsGradient[index + 1] else { continue }
            // What is computed with a normalisation goes back with it.
            if case .nonlinearity = layer.kind, let partner = partners[index],
                normals[partner] != nil
            {
                continue
            }
            var isAdding: [Bool] = []
            for input in layer.inputs {
                isAdding.append(isWritten[roots[input]])
                isWritten[roots[input]] = true
            }
            let last = segments.count - 1
            if let places = normals[index] {
                addNormal(index, places, isAdding[0], &segments)
            } else if let weights = convolutions[index] {
                segments[last].steps.append(convolutionStep(index, weights, isAdding[0]))
            } else {
                segments[last].steps += plainSteps(index, isAdding)
            }
        }
        for segment in segments {
            let chunk = segment.chunk(groupSize: (batch + groupCount - 1) / groupCount)
            for case let step as ConvolutionBackStep in segment.steps {
                extents.scratchBytes = max(extents.scratchBytes, step.scratchByteCount(chunk))
            }
        }
        return segments
    }

    private func addNormal(
        _ index: Int,
        _ places: NormalPlaces,
        _ isAdding: Bool,
        _ segments: inout [Segment]
    ) {
        let last = segments.count - 1
        let value = net.layers[index].inputs[0]
        guard let gradient = gradientPlaces[(partners[index] ?? index) + 1] else { return }
        segments[last].steps.append(NormalSlopeStep(places: places, gradient: gradient))
        if !isFrozen[index] {
            segments[last].barrier = NormalSlopeBarrier(places: places, isFrozen: false)
            segments.append(Segment())
        }
        guard let inputGradient = gradientPlaces[value] else { return }
        segments[segments.count - 1].steps.append(
            NormalBackStep(
                places: places,
                gradient: gradient,
                inputGradient: inputGradient,
                isAdding: isAdding
            )
        )
    }

    private func convolutionStep(
        _ index: Int,
        _ weights: ConvolutionWeights,
        _ isAdding: Bool
    ) -> ConvolutionBackStep {
        let value = net.layers[index].inputs[0]
        return ConvolutionBackStep(
            gradientShape: weights.gradientShape,
            back: weights.back,
            input: weights.gradientShape.isPlanar ? planarInput : places[value],
            outputGradient: gradientPlaces[index + 1] ?? 0,
            inputGradient: gradientPlaces[value] ?? 0,
            isAdding: isAdding,
            weightSums: weights.weightSums,
            biasSums: weights.biasSums,
            weights: weights.packedBack
        )
    }

    private func plainSteps(_ index: Int, _ isAdding: [Bool]) -> [any BatchStep] {
        let layer = net.layers[index]
        let output = place(index + 1)
        guard let outputGradient = gradientPlaces[index + 1] else { return [] }
        func back(_ action: PlainStep.Action, _ which: Int = 0) -> [any BatchStep] {
            guard let gradient = gradientPlaces[layer.inputs[which]] else { return [] }
            return [
                PlainStep(
                    action: action,
                    input: place(layer.inputs[which]),
                    output: output,
                    inputGradient: gradient,
                    outputGradient: outputGradient,
                    isAdding: isAdding[which]
                )
            ]
        }
        switch layer.kind {
        case .nonlinearity(let kind):
            let steps = back(.bendBack(kind.code))
            guard partners[index] != nil, var step = steps.first as? PlainStep else { return steps }
            // The sum before it was not stored; the slope follows from the result.
            step.input = output
            return [step]
        case .maxPool(let window):
            return back(.poolBack(pool(window, layer.inputs[0], index + 1), .max))
        case .averagePool(let window):
            return back(.poolBack(pool(window, layer.inputs[0], index + 1), .average))
        case .globalMean: return back(.meanBack)
        case .globalMax: return back(.largestBack)
        case .add: return copies(layer, outputGradient, isAdding)
        case .concat:
            var first = 0
            return layer.inputs.indices.flatMap { which in
                defer { first += shapes[layer.inputs[which]].channels }
                return back(.joinBack(at: first), which)
            }
        case .upsample(let factor, let isSmooth):
            guard let gradient = gradientPlaces[layer.inputs[0]] else { return [] }
            let input = place(layer.inputs[0])
            return [
                ResizeStep(
                    tables: ResizePlaces(
                        height: input.height,
                        width: input.width,
                        factor: factor,
                        isSmooth: isSmooth
                    ),
                    input: input.moved(to: gradient),
                    output: output.moved(to: outputGradient),
                    isBack: true,
                    isAdding: isAdding[0]
                )
            ]
        case .dropout(let rate): return back(.dropBack(rate: rate, salt: salt(index)))
        case .flatten: return back(.flattenBack)
        case .unitLength: return back(.unitLengthBack)
        case .convolution, .depthwise, .linear, .batchNorm, .sequence: return []
        }
    }

    /// The gradient of a sum goes to both.
    private func copies(
        _ layer: Layer,
        _ gradient: Int,
        _ isAdding: [Bool]
    ) -> [any BatchStep] {
        layer.inputs.indices.compactMap { which in
            let value = layer.inputs[which]
            guard let to = gradientPlaces[value] else { return nil }
            var step = PlainStep(
                action: .copy,
                input: place(value).moved(to: gradient),
                output: place(value).moved(to: to)
            )
            step.isAdding = isAdding[which]
            return step
        }
    }
}

extension BlockedPlace {
    func moved(to offset: Int) -> BlockedPlace {
        BlockedPlace(offset: offset, channels: channels, height: height, width: width)
    }
}
