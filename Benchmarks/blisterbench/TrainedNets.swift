import Layers
import Training

/// Nets of the kinds that are trained.
enum TrainedNets {
    static var all: [(name: String, net: Net, batch: Int, loss: Objective.Loss)] {
        [
            ("residual", residual, 64, .crossEntropy()),
            ("depthwise", depthwise, 64, .crossEntropy()),
            ("backbone", backbone, 16, .crossEntropy()),
            ("reader", reader, 32, .ctc),
        ]
    }

    private static func halved(_ net: inout Net, _ value: Net.Value) -> Net.Value {
        net.add(.maxPool(.square(2, stride: 2, pad: 0)), [value])
    }

    /// A pocket classifier of residual blocks.
    private static var residual: Net {
        var net = Net(channels: 3, height: 64, width: 64)
        var value = net.normalised(net.convolution(net.input, to: 16), .relu)
        for (channels, stride) in [(16, 1), (32, 2), (64, 2), (96, 2)] {
            var side = value
            if stride == 2 {
                let point = net.convolution(value, to: channels, kernel: 1, stride: 2)
                side = net.normalised(point, nil)
            }
            value = net.normalised(net.convolution(value, to: channels, stride: stride), .relu)
            value = net.normalised(net.convolution(value, to: channels), nil)
            value = net.bent(net.add(.add, [value, side]), .relu)
        }
        net.output(net.linear(net.add(.globalMean, [value]), to: 5), named: "out")
        return net
    }

    /// A pocket classifier of inverted residuals with depthwise convolutions.
    private static var depthwise: Net {
        var net = Net(channels: 3, height: 64, width: 64)
        let stem = net.convolution(net.input, to: 24, stride: 2)
        var value = net.normalised(stem, .hardSwish)
        for (channels, stride) in [(24, 1), (48, 2), (48, 1), (96, 2), (96, 1)] {
            let side = value
            let wide = net.shape(of: value).channels * 4
            value = net.normalised(net.convolution(value, to: wide, kernel: 1), .hardSwish)
            value = net.normalised(net.depthwise(value, stride: stride), .hardSwish)
            value = net.normalised(net.convolution(value, to: channels, kernel: 1), nil)
            if net.shape(of: side) == net.shape(of: value) {
                value = net.add(.add, [value, side])
            }
        }
        net.output(net.linear(net.add(.globalMean, [value]), to: 5), named: "out")
        return net
    }

    /// A backbone for the detection of anomalies, trained to tell many kinds of picture apart.
    private static var backbone: Net {
        var net = Net(channels: 3, height: 128, width: 128)
        var value = net.normalised(net.convolution(net.input, to: 32), .relu)
        for channels in [64, 96] {
            value = halved(&net, value)
            value = net.normalised(net.convolution(value, to: channels), .relu)
        }
        value = net.normalised(net.convolution(value, to: 96), .relu)
        value = net.normalised(net.convolution(halved(&net, value), to: 128), .relu)
        net.output(net.linear(net.add(.globalMean, [value]), to: 400), named: "out")
        return net
    }

    /// A reader of lines of print.
    private static var reader: Net {
        var net = Net(channels: 1, height: 32, width: 256)
        var value = net.normalised(net.convolution(net.input, to: 32), .relu)
        for channels in [64, 96] {
            value = halved(&net, value)
            value = net.normalised(net.convolution(value, to: channels), .relu)
        }
        let flat = Window(height: 2, width: 1, strideY: 2, strideX: 1)
        value = net.add(.maxPool(flat), [value])
        value = net.normalised(net.convolution(value, to: 128), .relu)
        value = net.add(.averagePool(Window(height: 4, width: 1)), [value])
        let window = Window(height: 1, width: 5, padX: 2)
        let symbols = Convolution(channels: 45, window: window, hasBias: true)
        value = net.add(.convolution(symbols), [value])
        net.output(net.add(.sequence, [value]), named: "out")
        return net
    }
}
