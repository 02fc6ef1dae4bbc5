public import Layers

/// The net of the pocket classifier: residual blocks over a crop of 64 x 64 pixels.
public enum PocketNet {
    /// Rows and columns of its input.
    public static let side = 64
    /// Name of its output while training: numbers before the softmax.
    public static let output = "classes"
    /// Name of its last layer, which is new for new classes.
    public static let head = "head"

    /// The net for `classes` classes.
    public static func net(classes: Int) -> Net {
        var net = Net(channels: 3, height: side, width: side)
        var value = net.convolution(net.input, to: 24, stride: 2, named: "stem")
        value = net.normalised(value, .relu, named: "stem-norm")
        value = block(&net, value, to: 24, stride: 1, "a1")
        value = block(&net, value, to: 48, stride: 2, "b1")
        value = block(&net, value, to: 48, stride: 1, "b2")
        value = block(&net, value, to: 72, stride: 2, "c1")
        value = block(&net, value, to: 72, stride: 1, "c2")
        let mean = net.add(.globalMean, [value], named: "mean")
        let most = net.add(.globalMax, [value], named: "most")
        value = net.add(.concat, [mean, most], named: "pooled")
        value = net.add(.dropout(rate: 0.1), [value], named: "dropout")
        net.output(net.linear(value, to: classes, named: head), named: output)
        return net
    }

    private static func block(
        _ net: inout Net,
        _ input: Net.Value,
        to channels: Int,
        stride: Int,
        _ name: String
    ) -> Net.Value {
        var value = net.convolution(input, to: channels, stride: stride, named: "\(name)-first")
        value = net.normalised(value, .relu, named: "\(name)-first-norm")
        value = net.convolution(value, to: channels, named: "\(name)-second")
        value = net.normalised(value, nil, named: "\(name)-second-norm")
        var skip = input
        if stride > 1 {
            skip = net.convolution(
                input,
                to: channels,
                kernel: 1,
                stride: stride,
                named: "\(name)-skip"
            )
            skip = net.normalised(skip, nil, named: "\(name)-skip-norm")
        }
        let sum = net.add(.add, [value, skip], named: "\(name)-sum")
        return net.bent(sum, .relu, named: "\(name)-bend")
    }
}
