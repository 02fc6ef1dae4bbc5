public import Layers

/// The net of the pocket classifier: the shipped backbone over a crop, and a head on three of its
/// levels.
///
/// The layers of the trunk are called as in `Models/backbone/backbone.onnx`, so that its weights
/// are what learning begins with.
public enum PocketNet {
    /// Rows and columns of its input.
    public static let side = 64
    /// Name of its output while training: numbers before the softmax.
    public static let output = "classes"
    /// Name of its last layer, which is new for new classes.
    public static let head = "head"

    /// Repeats, kernel, stride, expansion and channels of the stages of EfficientNet-Lite0.
    private static let stages = [
        (repeats: 1, kernel: 3, stride: 1, expansion: 1, channels: 16),
        (repeats: 2, kernel: 3, stride: 2, expansion: 6, channels: 24),
        (repeats: 2, kernel: 5, stride: 2, expansion: 6, channels: 40),
        (repeats: 3, kernel: 3, stride: 2, expansion: 6, channels: 80),
        (repeats: 3, kernel: 5, stride: 1, expansion: 6, channels: 112),
    ]
    /// Channels of the head by stage whose features it sees: fine places, parts, the whole.
    private static let levels = [1: 32, 2: 64, 4: 160]

    /// The net for `classes` classes.
    public static func net(classes: Int) -> Net {
        var net = Net(channels: 3, height: side, width: side)
        var value = net.convolution(net.input, to: 32, stride: 2, hasBias: true, named: "conv_stem")
        value = net.bent(value, .relu6, named: "conv_stem.bend")
        var pooled: [Net.Value] = []
        var block = 0
        for (index, stage) in stages.enumerated() {
            for repetition in 0..<stage.repeats {
                value = self.block(
                    &net,
                    value,
                    kernel: stage.kernel,
                    stride: repetition == 0 ? stage.stride : 1,
                    expansion: stage.expansion,
                    to: stage.channels,
                    "blocks.\(block)"
                )
                block += 1
            }
            guard let width = levels[index] else { continue }
            let name = "level\(index)"
            let wide = net.convolution(value, to: width, kernel: 1, hasBias: true, named: name)
            let seen = net.bent(wide, .relu6, named: "\(name).bend")
            pooled.append(net.add(.globalMean, [seen], named: "\(name).mean"))
            pooled.append(net.add(.globalMax, [seen], named: "\(name).most"))
        }
        value = net.add(.concat, pooled, named: "pooled")
        value = net.add(.dropout(rate: 0.1), [value], named: "dropout")
        net.output(net.linear(value, to: classes, named: head), named: output)
        return net
    }

    /// An inverted residual: wider, over places, narrow again.
    private static func block(
        _ net: inout Net,
        _ input: Net.Value,
        kernel: Int,
        stride: Int,
        expansion: Int,
        to channels: Int,
        _ name: String
    ) -> Net.Value {
        var value = input
        let inputs = net.shape(of: input).channels
        if expansion > 1 {
            let expand = "\(name).expand_conv"
            let wide = inputs * expansion
            value = net.convolution(value, to: wide, kernel: 1, hasBias: true, named: expand)
            value = net.bent(value, .relu6, named: "\(expand).bend")
        }
        let over = "\(name).depthwise_conv"
        value = net.depthwise(value, kernel: kernel, stride: stride, hasBias: true, named: over)
        value = net.bent(value, .relu6, named: "\(over).bend")
        let project = "\(name).project_conv"
        value = net.convolution(value, to: channels, kernel: 1, hasBias: true, named: project)
        guard stride == 1, inputs == channels else { return value }
        return net.add(.add, [value, input], named: "\(name).sum")
    }
}
