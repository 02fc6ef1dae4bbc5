import Foundation
import Layers

/// A net computed in the plainest way, in double precision; the twin of `NetRunner`.
struct NetTwin {
    let net: Net
    let batch: Int
    let isTraining: Bool
    private(set) var values: [[Double]] = []

    /// Everything is [image][channel][row][column].
    init(_ net: Net, parameters: [Double], inputs: [Double], batch: Int, isTraining: Bool) {
        self.net = net
        self.batch = batch
        self.isTraining = isTraining
        values = [inputs] + net.layers.map { _ in [] }
        run(from: 0, parameters)
    }

    /// Computes the layers from `first` on, with weights of which those before are as they were.
    mutating func run(from first: Int, _ parameters: [Double]) {
        let layout = net.layout
        for index in net.layers.indices.dropFirst(first) {
            func weights(_ role: ParameterLayout.Role) -> [Double]? {
                layout.entry(index, role).map { Array(parameters[$0.range]) }
            }
            values[index + 1] = result(index, net.layers[index], weights)
        }
    }

    func output(_ index: Int) -> [Double] { values[net.outputs[index].value] }

    private func result(
        _ index: Int,
        _ layer: Layer,
        _ weights: (ParameterLayout.Role) -> [Double]?
    ) -> [Double] {
        let input = values[layer.inputs[0]]
        let from = net.shapes[layer.inputs[0]]
        let to = net.shapes[index + 1]
        switch layer.kind {
        case .convolution(let convolution):
            return convolved(input, from, to, convolution.window, weights, isDepthwise: false)
        case .depthwise(let convolution):
            return convolved(input, from, to, convolution.window, weights, isDepthwise: true)
        case .linear:
            return convolved(input, from, to, .square(1), weights, isDepthwise: false)
        case .batchNorm(let epsilon): return normalised(input, from, Double(epsilon), weights)
        case .nonlinearity(let kind): return input.map { Self.bent($0, kind) }
        case .maxPool(let window):
            return pooled(input, from, to, window) { $0.max() ?? 0 }
        case .averagePool(let window):
            return pooled(input, from, to, window) { $0.reduce(0, +) / Double($0.count) }
        case .globalMean:
            return planes(input, from.pixels).map { $0.reduce(0, +) / Double($0.count) }
        case .globalMax: return planes(input, from.pixels).map { $0.max() ?? 0 }
        case .add: return zip(input, values[layer.inputs[1]]).map { $0 + $1 }
        case .concat:
            return (0..<batch).flatMap { image in
                layer.inputs.flatMap { value in
                    let count = net.shapes[value].count
                    return values[value][image * count..<(image + 1) * count]
                }
            }
        case .upsample(let factor, let isSmooth):
            return enlarged(input, from, factor, isSmooth)
        case .dropout, .flatten, .sequence: return input
        case .unitLength: return unitLength(input, from)
        }
    }

    private func planes(_ input: [Double], _ pixels: Int) -> [ArraySlice<Double>] {
        stride(from: 0, to: input.count, by: pixels).map { input[$0..<$0 + pixels] }
    }

    static func bent(_ x: Double, _ kind: Nonlinearity) -> Double {
        switch kind {
        case .relu: max(x, 0)
        case .relu6: min(max(x, 0), 6)
        case .hardSwish: x * min(max(x / 6 + 0.5, 0), 1)
        case .silu: x / (1 + exp(-x))
        case .gelu: x * (1 + erf(x / 2.0.squareRoot())) / 2
        case .sigmoid: 1 / (1 + exp(-x))
        case .leakyRelu: x < 0 ? 0.1 * x : x
        }
    }

    private func convolved(
        _ input: [Double],
        _ from: PictureShape,
        _ to: PictureShape,
        _ window: Window,
        _ parameters: (ParameterLayout.Role) -> [Double]?,
        isDepthwise: Bool
    ) -> [Double] {
        let weights = parameters(.weight) ?? []
        let bias = parameters(.bias)
        let depth = isDepthwise ? 1 : from.channels
        var result: [Double] = []
        for image in 0..<batch {
            for channel in 0..<to.channels {
                for row in 0..<to.height {
                    for column in 0..<to.width {
                        var sum = bias?[channel] ?? 0
                        let top = row * window.strideY - window.padY
                        let left = column * window.strideX - window.padX
                        let rows = max(0, -top)..<min(window.height, from.height - top)
                        let columns = max(0, -left)..<min(window.width, from.width - left)
                        for source in 0..<depth {
                            let plane = image * from.channels + (isDepthwise ? channel : source)
                            let tap = (channel * depth + source) * window.height
                            for tapY in rows {
                                let line = (plane * from.height + top + tapY) * from.width + left
                                let weight = (tap + tapY) * window.width
                                for tapX in columns {
                                    sum += weights[weight + tapX] * input[line + tapX]
                                }
                            }
                        }
                        result.append(sum)
                    }
                }
            }
        }
        return result
    }

    private func normalised(
        _ input: [Double],
        _ shape: PictureShape,
        _ epsilon: Double,
        _ parameters: (ParameterLayout.Role) -> [Double]?
    ) -> [Double] {
        var result = input
        for channel in 0..<shape.channels {
            let places = (0..<batch).flatMap { image in
                (0..<shape.pixels).map { (image * shape.channels + channel) * shape.pixels + $0 }
            }
            var mean = parameters(.mean)?[channel] ?? 0
            var variance = parameters(.variance)?[channel] ?? 0
            if isTraining {
                mean = places.reduce(0) { $0 + input[$1] } / Double(places.count)
                variance =
                    places.reduce(0) { $0 + (input[$1] - mean) * (input[$1] - mean) }
                    / Double(places.count)
            }
            let scale = (parameters(.scale)?[channel] ?? 1) / (variance + epsilon).squareRoot()
            let shift = parameters(.shift)?[channel] ?? 0
            for place in places { result[place] = (input[place] - mean) * scale + shift }
        }
        return result
    }

    private func pooled(
        _ input: [Double],
        _ from: PictureShape,
        _ to: PictureShape,
        _ window: Window,
        _ combine: ([Double]) -> Double
    ) -> [Double] {
        planes(input, from.pixels).flatMap { plane in
            (0..<to.pixels).map { pixel in
                let top = pixel / to.width * window.strideY - window.padY
                let left = pixel % to.width * window.strideX - window.padX
                var taken: [Double] = []
                for y in top..<top + window.height where (0..<from.height).contains(y) {
                    for x in left..<left + window.width where (0..<from.width).contains(x) {
                        taken.append(plane[plane.startIndex + y * from.width + x])
                    }
                }
                return combine(taken)
            }
        }
    }

    private func enlarged(
        _ input: [Double],
        _ shape: PictureShape,
        _ factor: Int,
        _ isSmooth: Bool
    ) -> [Double] {
        func mix(_ place: Int, _ count: Int) -> (Int, Int, Double) {
            guard isSmooth else { return (place / factor, place / factor, 0) }
            let at = min(
                max((Double(place) + 0.5) / Double(factor) - 0.5, 0),
                Double(count - 1)
            )
            return (Int(at), min(Int(at) + 1, count - 1), at - Double(Int(at)))
        }
        return planes(input, shape.pixels).flatMap { plane in
            (0..<shape.height * factor).flatMap { row in
                (0..<shape.width * factor).map { column in
                    let (y0, y1, y) = mix(row, shape.height)
                    let (x0, x1, x) = mix(column, shape.width)
                    func at(_ row: Int, _ column: Int) -> Double {
                        plane[plane.startIndex + row * shape.width + column]
                    }
                    let top = at(y0, x0) * (1 - x) + at(y0, x1) * x
                    let bottom = at(y1, x0) * (1 - x) + at(y1, x1) * x
                    return top * (1 - y) + bottom * y
                }
            }
        }
    }

    private func unitLength(_ input: [Double], _ shape: PictureShape) -> [Double] {
        var result = input
        for image in 0..<batch {
            for pixel in 0..<shape.pixels {
                let places = (0..<shape.channels).map {
                    (image * shape.channels + $0) * shape.pixels + pixel
                }
                let length = places.reduce(0) { $0 + input[$1] * input[$1] }.squareRoot()
                for place in places { result[place] /= length }
            }
        }
        return result
    }
}
