public import Layers

/// The net of the reader: convolutions alone, from a line 32 rows high to one column of signs for
/// every four columns of the line; any width.
public enum TextNet {
    /// Name of its output while training: numbers before the softmax.
    public static let output = "signs"
    /// Columns of a line while training and in the file; it takes others.
    public static let width = 320

    /// The net for `signs` signs, the blank not counted.
    public static func net(signs: Int, width: Int = width) -> Net {
        var net = Net(channels: 1, height: 32, width: width)
        var value = unit(&net, net.input, to: 32, .square(3, stride: 2), "stem")
        value = unit(&net, value, to: 48, .square(3, stride: 2), "down1")
        value = residual(&net, value, .square(3), "mix1")
        let lower = Window(height: 3, width: 3, strideY: 2, strideX: 1, padY: 1, padX: 1)
        value = unit(&net, value, to: 96, lower, "down2")
        value = residual(&net, value, .square(3), "mix2")
        value = residual(&net, value, .square(3), "mix3")
        let rows = Window(height: 4, width: 3, padX: 1)
        value = unit(&net, value, to: 128, rows, "rows")
        let along = Window(height: 1, width: 5, padX: 2)
        value = residual(&net, value, along, "along1")
        value = residual(&net, value, along, "along2")
        value = residual(&net, value, along, "along3")
        value = net.add(.dropout(rate: 0.1), [value], named: "dropout")
        value = net.convolution(value, to: signs + 1, kernel: 1, hasBias: true, named: "head")
        net.output(net.add(.sequence, [value], named: "columns"), named: output)
        return net
    }

    private static func unit(
        _ net: inout Net,
        _ value: Net.Value,
        to channels: Int,
        _ window: Window,
        _ name: String,
        isBent: Bool = true
    ) -> Net.Value {
        let form = Convolution(channels: channels, window: window, hasBias: false)
        let value = net.add(.convolution(form), [value], named: name)
        return net.normalised(value, isBent ? .relu : nil, named: "\(name).norm")
    }

    /// What is there, and what one more convolution makes of it.
    private static func residual(
        _ net: inout Net,
        _ value: Net.Value,
        _ window: Window,
        _ name: String
    ) -> Net.Value {
        let channels = net.shape(of: value).channels
        let more = unit(&net, value, to: channels, window, name, isBent: false)
        let sum = net.add(.add, [more, value], named: "\(name).sum")
        return net.bent(sum, .relu, named: "\(name).bend")
    }
}
