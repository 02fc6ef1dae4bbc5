internal import KernelShapes
internal import Layers

/// What a ``NetRunner`` does, settled for one size of pictures and batches.
struct RunnerPlan: Sendable {
    /// Groups of pictures; each has sums of gradients of its own, and no more threads can share
    /// the pictures.
    private static let groupCountMax = 4

    let net: Net
    let layout: ParameterLayout
    let shapes: [PictureShape]
    let batch: Int
    let groupCount: Int
    /// By layer.
    let isFrozen: [Bool]
    var extents = RunnerMemory.Extents()

    /// The parameters and their gradients, shared.
    let parameters: Int
    let gradients: Int
    /// Pictures as they come, NCHW.
    let planarInput: Int
    /// Whether some layer takes the input in blocks.
    private(set) var usesBlockedInput = false
    /// By value; a value that another stands for has the same.
    private(set) var places: [Int] = []
    /// By value: where its gradient lies, nil where none is wanted.
    private(set) var gradientPlaces: [Int?] = []
    /// By value: the one that it is another view of, or itself.
    private(set) var roots: [Int] = []
    /// By layer: for a BatchNorm or sum, the nonlinearity computed with it; and the other way.
    private(set) var partners: [Int?]
    /// How many layers and outputs take a root.
    private(set) var takerCounts: [Int]
    /// By value: whether the loss depends on it and on something learnt.
    private(set) var wantsGradient: [Bool]

    var convolutions: [Int: ConvolutionWeights] = [:]
    var normals: [Int: NormalPlaces] = [:]
    var training: [Segment] = []
    var evaluation: [Segment] = []
    var backward: [Segment] = []

    init(
        _ net: Net,
        shapes: [PictureShape],
        batch: Int,
        frozen: Set<String>,
        trained: Set<String>
    ) {
        self.net = net
        self.shapes = shapes
        self.batch = batch
        layout = net.layout
        groupCount = min(Self.groupCountMax, batch)
        isFrozen = net.layers.map { frozen.contains($0.name) }
        partners = net.layers.map { _ in nil }
        takerCounts = shapes.map { _ in 0 }
        wantsGradient = shapes.map { _ in false }
        parameters = RunnerMemory.Extents.take(&extents.shared, layout.count)
        gradients = RunnerMemory.Extents.take(&extents.shared, layout.count)
        planarInput = RunnerMemory.Extents.take(&extents.picture, shapes[0].count)
        findRoots()
        findPartners()
        findWanted(trained)
        placeValues()
        placeGradients()
        placeWeights()
        training = forward(isTraining: true)
        evaluation = forward(isTraining: false)
        backward = backward(trained)
    }

    /// Whether the layer gives its input's memory another shape.
    private func isView(_ layer: Layer) -> Bool {
        layer.kind == .sequence || layer.kind == .flatten && shapes[layer.inputs[0]].pixels == 1
    }

    private mutating func findRoots() {
        roots = [0]
        for (index, layer) in net.layers.enumerated() {
            roots.append(isView(layer) ? roots[layer.inputs[0]] : index + 1)
            guard !isView(layer) else { continue }
            for input in layer.inputs { takerCounts[roots[input]] += 1 }
        }
        for output in net.outputs { takerCounts[roots[output.value]] += 1 }
    }

    private mutating func findPartners() {
        for (index, layer) in net.layers.enumerated() {
            guard case .nonlinearity(let kind) = layer.kind else { continue }
            let maker = layer.inputs[0] - 1
            guard maker >= 0, takerCounts[maker + 1] == 1 else { continue }
            switch net.layers[maker].kind {
            case .batchNorm: break
            case .add where kind.hasSlopeOfResult: break
            default: continue
            }
            partners[maker] = index
            partners[index] = maker
        }
    }

    private mutating func findWanted(_ trained: Set<String>) {
        var isLearnt = shapes.map { _ in false }
        for (index, layer) in net.layers.enumerated() {
            let hasWeights = layout.entries.contains { $0.layer == index }
            isLearnt[index + 1] =
                hasWeights && !isFrozen[index] || layer.inputs.contains { isLearnt[$0] }
        }
        var reaches = shapes.map { _ in false }
        for output in net.outputs where trained.contains(output.name) {
            reaches[output.value] = true
        }
        for (index, layer) in net.layers.enumerated().reversed() where reaches[index + 1] {
            for input in layer.inputs { reaches[input] = true }
        }
        for value in shapes.indices { wantsGradient[value] = isLearnt[value] && reaches[value] }
    }

    private mutating func placeValues() {
        for (value, shape) in shapes.enumerated() {
            if roots[value] != value {
                places.append(places[roots[value]])
            } else if let partner = value > 0 ? partners[value - 1] : nil, partner >= value {
                // Never stored: what follows is computed with it.
                places.append(-1)
            } else {
                places.append(RunnerMemory.Extents.take(&extents.picture, shape.blockedCount))
            }
        }
    }

    private mutating func placeGradients() {
        gradientPlaces = shapes.map { _ in nil }
        for value in shapes.indices.reversed() where wantsGradient[value] && roots[value] == value {
            gradientPlaces[value] =
                inherited(value)
                ?? RunnerMemory.Extents.take(&extents.picture, shapes[value].blockedCount)
        }
        for value in shapes.indices where roots[value] != value && wantsGradient[value] {
            gradientPlaces[value] = gradientPlaces[roots[value]]
        }
    }

    /// The gradient of what is made of `value`, where that may be changed in place.
    private func inherited(_ value: Int) -> Int? {
        guard takerCounts[value] == 1 else { return nil }
        for (index, layer) in net.layers.enumerated()
        where layer.inputs.contains(where: { roots[$0] == value }) && !isView(layer) {
            switch layer.kind {
            case .nonlinearity, .batchNorm, .dropout: return gradientPlaces[index + 1]
            default: return nil
            }
        }
        return nil
    }

    private mutating func placeWeights() {
        for (index, layer) in net.layers.enumerated() {
            let from = shapes[layer.inputs[0]]
            let to = shapes[index + 1]
            switch layer.kind {
            case .convolution, .depthwise, .linear: placeConvolution(index, from, to)
            case .batchNorm(let epsilon):
                let partner = partners[index]
                var bend: Int32 = 0
                if let partner, case .nonlinearity(let kind) = net.layers[partner].kind {
                    bend = kind.code
                }
                func at(_ role: ParameterLayout.Role) -> Int {
                    parameters + (layout.entry(index, role)?.offset ?? 0)
                }
                normals[index] = NormalPlaces(
                    channels: from.channels,
                    blocks: from.blocks,
                    pixels: from.pixels,
                    epsilon: epsilon,
                    bend: bend,
                    input: places[layer.inputs[0]],
                    output: places[(partner ?? index) + 1],
                    sums: RunnerMemory.Extents.take(&extents.picture, from.blocks * 32),
                    constants: RunnerMemory.Extents.take(&extents.shared, from.blocks * 16 * 7),
                    scale: at(.scale),
                    shift: at(.shift),
                    mean: at(.mean),
                    variance: at(.variance),
                    gradients: gradients - parameters + at(.scale)
                )
            default: break
            }
        }
    }

    private mutating func placeConvolution(_ index: Int, _ from: PictureShape, _ to: PictureShape) {
        let layer = net.layers[index]
        let isPlanar = layer.inputs[0] == 0 && from.channels <= 4 && !layer.kind.isDepthwise
        if layer.inputs[0] == 0, !isPlanar { usesBlockedInput = true }
        let weights = ConvolutionWeights(
            shape: layer.kind.convolutionShape(from, to),
            isPlanar: isPlanar,
            isReturning: wantsGradient[layer.inputs[0]],
            weight: layout.entry(index, .weight)?.offset ?? 0,
            bias: layout.entry(index, .bias)?.offset,
            isLearnt: !isFrozen[index] && wantsGradient[index + 1],
            &extents
        )
        convolutions[index] = weights
        extents.scratchBytes = max(extents.scratchBytes, weights.plan.scratchByteCount)
    }

    /// Notes that some layer takes the input in blocks.
    mutating func needBlockedInput() { usesBlockedInput = true }

    /// The blocked place of a value.
    func place(_ value: Int) -> BlockedPlace {
        let shape = shapes[value]
        return BlockedPlace(
            offset: places[value],
            channels: shape.channels,
            height: shape.height,
            width: shape.width
        )
    }
}

extension Layer.Kind {
    var isDepthwise: Bool { if case .depthwise = self { true } else { false } }

    fileprivate func convolutionShape(
        _ from: PictureShape,
        _ to: PictureShape
    ) -> ConvolutionShape {
        var window = Window.square(1)
        switch self {
        case .convolution(let convolution), .depthwise(let convolution):
            window = convolution.window
        default: break
        }
        var shape = ConvolutionShape(
            inputChannels: from.channels,
            outputChannels: to.channels,
            inputHeight: from.height,
            inputWidth: from.width,
            kernelHeight: window.height,
            kernelWidth: window.width,
            isDepthwise: isDepthwise
        )
        (shape.strideY, shape.strideX) = (window.strideY, window.strideX)
        (shape.padTop, shape.padBottom) = (window.padY, window.padY)
        (shape.padLeft, shape.padRight) = (window.padX, window.padX)
        return shape
    }
}
