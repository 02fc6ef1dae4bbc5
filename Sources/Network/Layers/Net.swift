/// A net as a value: layers in running order, with one picture in and named values out.
///
/// It holds no weights; ``layout`` says which it needs. Whoever adds a layer that does not fit
/// its inputs is wrong, and it traps.
public struct Net: Sendable, Hashable {
    /// The input, or what a layer makes.
    public struct Value: Sendable, Hashable {
        /// 0 for the input, 1 + the layer's index otherwise.
        public let index: Int
    }

    /// A value that comes out.
    public struct Output: Sendable, Hashable {
        /// Its name.
        public let name: String
        /// See ``Value``.
        public let value: Int
    }

    /// Shape of the pictures; rows and columns may differ where no layer fixes them.
    public let inputShape: PictureShape
    /// In running order.
    public private(set) var layers: [Layer] = []
    /// In the order in which they were named.
    public private(set) var outputs: [Output] = []
    /// Shapes of all values for ``inputShape``.
    public private(set) var shapes: [PictureShape]

    /// Makes a net without layers.
    public init(channels: Int, height: Int, width: Int) {
        precondition(channels > 0 && height > 0 && width > 0)
        inputShape = PictureShape(channels: channels, height: height, width: width)
        shapes = [inputShape]
    }

    /// The pictures.
    public var input: Value { Value(index: 0) }

    /// Adds a layer; named by kind and number unless `name` is given.
    public mutating func add(
        _ kind: Layer.Kind,
        _ inputs: [Value],
        named name: String? = nil
    ) -> Value {
        let name = name ?? "\(kind.word)\(layers.count + 1)"
        precondition(!layers.contains { $0.name == name }, "two layers are called \(name)")
        let layer = Layer(name: name, kind: kind, inputs: inputs.map(\.index))
        guard let shape = layer.shape(of: layer.inputs.map { shapes[$0] }) else {
            preconditionFailure("layer \(name) does not fit its inputs")
        }
        layers.append(layer)
        shapes.append(shape)
        return Value(index: layers.count)
    }

    /// Lets `value` come out as `name`.
    public mutating func output(_ value: Value, named name: String) {
        precondition(!outputs.contains { $0.name == name }, "two outputs are called \(name)")
        outputs.append(Output(name: name, value: value.index))
    }

    /// The shape of a value for pictures of ``inputShape``.
    public func shape(of value: Value) -> PictureShape { shapes[value.index] }

    /// Shapes of all values for pictures of another size; nil where a layer does not fit, or
    /// where its weights would be others.
    public func shapes(height: Int, width: Int) -> [PictureShape]? {
        var result = [PictureShape(channels: inputShape.channels, height: height, width: width)]
        for (index, layer) in layers.enumerated() {
            let inputs = layer.inputs.map { result[$0] }
            guard height > 0, width > 0, let shape = layer.shape(of: inputs) else { return nil }
            if case .linear = layer.kind,
                result[layer.inputs[0]] != shapes[layer.inputs[0]]
            {
                return nil
            }
            guard shape.channels == shapes[index + 1].channels || layer.kind == .flatten else {
                return nil
            }
            result.append(shape)
        }
        return result
    }
}

extension Net {
    /// A convolution with a square kernel, padded so that stride 1 keeps rows and columns.
    public mutating func convolution(
        _ value: Value,
        to channels: Int,
        kernel: Int = 3,
        stride: Int = 1,
        hasBias: Bool = false,
        named name: String? = nil
    ) -> Value {
        let window = Window.square(kernel, stride: stride)
        let convolution = Convolution(channels: channels, window: window, hasBias: hasBias)
        return add(.convolution(convolution), [value], named: name)
    }

    /// A convolution of every channel by itself.
    public mutating func depthwise(
        _ value: Value,
        kernel: Int = 3,
        stride: Int = 1,
        hasBias: Bool = false,
        named name: String? = nil
    ) -> Value {
        let convolution = Convolution(
            channels: shape(of: value).channels,
            window: .square(kernel, stride: stride),
            hasBias: hasBias
        )
        return add(.depthwise(convolution), [value], named: name)
    }

    /// BatchNorm, then a nonlinearity unless nil.
    public mutating func normalised(
        _ value: Value,
        _ nonlinearity: Nonlinearity?,
        named name: String? = nil
    ) -> Value {
        let value = add(.batchNorm(epsilon: 1e-5), [value], named: name)
        guard let nonlinearity else { return value }
        return add(.nonlinearity(nonlinearity), [value], named: name.map { $0 + "/bend" })
    }

    /// A nonlinearity.
    public mutating func bent(
        _ value: Value,
        _ nonlinearity: Nonlinearity,
        named name: String? = nil
    ) -> Value {
        add(.nonlinearity(nonlinearity), [value], named: name)
    }

    /// A fully connected layer of a picture of one pixel.
    public mutating func linear(
        _ value: Value,
        to outputs: Int,
        hasBias: Bool = true,
        named name: String? = nil
    ) -> Value {
        add(.linear(outputs: outputs, hasBias: hasBias), [value], named: name)
    }
}

extension Layer.Kind {
    /// The word by which unnamed layers are called.
    var word: String {
        switch self {
        case .convolution: "convolution"
        case .depthwise: "depthwise"
        case .batchNorm: "norm"
        case .nonlinearity(let kind): kind.rawValue
        case .maxPool: "maxPool"
        case .averagePool: "averagePool"
        case .globalMean: "globalMean"
        case .globalMax: "globalMax"
        case .linear: "linear"
        case .add: "add"
        case .concat: "concat"
        case .upsample: "upsample"
        case .dropout: "dropout"
        case .flatten: "flatten"
        case .sequence: "sequence"
        case .unitLength: "unitLength"
        }
    }
}

extension Layer {
    /// The shape of what it makes; nil where `inputs` do not fit.
    func shape(of inputs: [PictureShape]) -> PictureShape? {
        guard let first = inputs.first else { return nil }
        var isSingle = inputs.count == 1
        let result: PictureShape?
        switch kind {
        case .convolution(let convolution):
            result = first.moved(convolution.window, channels: convolution.channels)
        case .depthwise(let convolution):
            isSingle = isSingle && convolution.channels == first.channels
            result = first.moved(convolution.window, channels: first.channels)
        case .maxPool(let window), .averagePool(let window):
            result = first.moved(window, channels: first.channels)
        case .globalMean, .globalMax:
            result = PictureShape(channels: first.channels, height: 1, width: 1)
        case .linear(let outputs, _):
            guard first.pixels == 1 else { return nil }
            result = PictureShape(channels: outputs, height: 1, width: 1)
        case .add:
            guard inputs.count == 2 else { return nil }
            return inputs[1] == first ? first : nil
        case .concat:
            guard inputs.allSatisfy({ $0.height == first.height && $0.width == first.width })
            else { return nil }
            let channels = inputs.reduce(0) { $0 + $1.channels }
            return PictureShape(channels: channels, height: first.height, width: first.width)
        case .upsample(let factor, _):
            guard factor > 0 else { return nil }
            result = PictureShape(
                channels: first.channels,
                height: first.height * factor,
                width: first.width * factor
            )
        case .flatten: result = PictureShape(channels: first.count, height: 1, width: 1)
        case .sequence: result = first.height == 1 ? first : nil
        case .batchNorm, .nonlinearity, .dropout, .unitLength: result = first
        }
        return isSingle && (result?.count ?? 0) > 0 ? result : nil
    }
}
