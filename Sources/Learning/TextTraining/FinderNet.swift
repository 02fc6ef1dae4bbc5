public import Layers

/// The net that finds lines of print: for every field of 4 x 4 pixels, whether the middle of a line
/// runs through it; any size that 16 divides.
///
/// Small maps see far and are laid over larger ones that see finely. The fields that it learns are
/// the shrunk lines of Liao et al., <https://arxiv.org/abs/1911.08947>, without their border map.
public enum FinderNet {
    /// Name of its output while training: numbers before the softmax.
    public static let output = "fields"

    /// The net for pictures of `side` rows and columns.
    public static func net(side: Int) -> Net {
        var net = Net(channels: 1, height: side, width: side)
        let stem = unit(&net, net.input, to: 16, stride: 2, "stem")
        let fine = unit(&net, stem, to: 32, stride: 2, "fine")
        var middle = unit(&net, fine, to: 48, stride: 2, "middle")
        middle = residual(&net, middle, "middle.mix")
        var coarse = unit(&net, middle, to: 64, stride: 2, "coarse")
        coarse = residual(&net, coarse, "coarse.mix")
        coarse = net.convolution(coarse, to: 48, kernel: 1, hasBias: true, named: "coarse.out")
        coarse = net.add(.upsample(factor: 2, isSmooth: false), [coarse], named: "coarse.up")
        middle = net.add(.add, [coarse, middle], named: "middle.sum")
        middle = unit(&net, middle, to: 32, stride: 1, "middle.out")
        middle = net.add(.upsample(factor: 2, isSmooth: false), [middle], named: "middle.up")
        var value = net.add(.add, [middle, fine], named: "fine.sum")
        value = unit(&net, value, to: 16, stride: 1, "fine.out")
        value = net.convolution(value, to: 2, kernel: 1, hasBias: true, named: "head")
        net.output(value, named: output)
        return net
    }

    private static func unit(
        _ net: inout Net,
        _ value: Net.Value,
        to channels: Int,
        stride: Int,
        _ name: String
    ) -> Net.Value {
        let value = net.convolution(value, to: channels, stride: stride, named: name)
        return net.normalised(value, .relu, named: "\(name).norm")
    }

    private static func residual(
        _ net: inout Net,
        _ value: Net.Value,
        _ name: String
    ) -> Net.Value {
        let channels = net.shape(of: value).channels
        var more = net.convolution(value, to: channels, named: name)
        more = net.normalised(more, nil, named: "\(name).norm")
        let sum = net.add(.add, [more, value], named: "\(name).sum")
        return net.bent(sum, .relu, named: "\(name).bend")
    }
}
